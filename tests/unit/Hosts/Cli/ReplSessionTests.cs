using ScopeMesh.Hosts.Cli;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Hosts.Cli;

public sealed class ReplSessionTests
{
    private static readonly MeshServiceFacts[] Mesh =
    [
        Service("cart", [new("a", "x")]),
        Service("ledger", [new("a", "x"), new("b", "x")]),
    ];

    [Fact]
    public void Items_are_added_and_questions_answered()
    {
        var session = new ReplSession("", []);
        Assert.Equal("", Ok(session, "let a = service(a)  # an item"));
        Assert.Equal("", Ok(session, "global \"x\" when a"));
        Assert.Equal("global by \"x\"\n", Ok(session, "? namespace shop { env: prod } service cart { a: \"\" }"));
        Assert.Equal("local, no rule matches\n", Ok(session, "?service cart"));
        Assert.Contains("it would be global with\n  the label `a` of the service set to", Ok(session, ":explain service cart"));
        Assert.Equal("global by \"x\"\n", Ok(session, """{"namespace":{"name":"n"},"service":{"name":"s","labels":{"a":""}}}"""));
        Assert.Equal("global by \"x\"\n", Ok(session, """? {"namespace":{"name":"n"},"service":{"name":"s","labels":{"a":""}}}"""));
        Assert.Equal("passed \"t\"\n", Ok(session, "test \"t\" { service s { a: x } expect global by \"x\" }"));
        Assert.Equal("failed \"u\": local, no rule matches\n", Ok(session, "test \"u\" { expect global }"));
        Assert.Equal(
            """
            let a = service(a)  # an item
            global "x" when a
            test "t" { service s { a: x } expect global by "x" }
            test "u" { expect global }

            """, Ok(session, ":show"));
        Assert.Equal((false, "passed \"t\"\nfailed \"u\": local, no rule matches\n1 passed, 1 failed\n"), Answer(session, ":tests"));
        Assert.Equal("", Ok(session, ":undo"));
        Assert.Equal("passed \"t\"\n1 passed, 0 failed\n", Ok(session, ":tests"));
    }

    [Fact]
    public void An_unfinished_item_goes_on_in_the_next_line()
    {
        var session = new ReplSession("", []);
        Assert.Equal("", Ok(session, "test \"t\" {"));
        Assert.True(session.IsWaiting);
        Assert.Equal("", Ok(session, "  service s { a: x }"));
        Assert.Equal("", Ok(session, "  expect local"));
        Assert.Equal("passed \"t\"\n", Ok(session, "}"));
        Assert.False(session.IsWaiting);

        Ok(session, "global when");
        var (isOk, text) = Answer(session, "");
        Assert.False(isOk);
        Assert.Contains("expected an expression, found the end of the item", text);
        Assert.False(session.IsWaiting);
        Ok(session, "global when");
        Assert.False(session.End().IsOk);
    }

    [Fact]
    public void What_is_wrong_is_said_and_left_out()
    {
        var session = new ReplSession("let a = true", []);
        Assert.Equal(
            (false,
            """
            error SL020: no `let` defines `b`
             --> 2:13
              |
            2 | global when b
              |             ^

            """), Answer(session, "global when b"));
        Assert.Equal(
            (false,
            """
            error SL001: expected a name, found `{`
             --> 1:12
              |
            1 |  namespace {
              |            ^

            """), Answer(session, "? namespace {"));
        Assert.False(Answer(session, "{\"x\":1}").IsOk);
        Assert.Equal((false, "`:what` is unknown; `:help` lists what there is\n"), Answer(session, ":what is"));
        Assert.Equal((false, "nothing was added\n"), Answer(session, ":undo"));
        Assert.Equal((false, "no mesh is there; name one with --mesh\n"), Answer(session, ":mesh"));
        Assert.Equal("let a = true", Ok(session, ":show"));
        Assert.StartsWith("warning SL053: ", Ok(session, "global when a"));
        Assert.Equal("", Ok(session, "let c = service(c)"));
        Assert.Contains("hint SL056: ", Ok(session, ":check"));
    }

    [Fact]
    public void The_effect_on_a_mesh_is_told()
    {
        var session = new ReplSession("", Mesh);
        Assert.Equal(
            """
            c/n/cart becomes global by "x"
            c/n/ledger becomes global by "x"

            """, Ok(session, "global \"x\" when service(a)"));
        Assert.Equal("c/n/ledger becomes local by \"#2\"\n", Ok(session, "local when service(b)"));
        Assert.Equal("", Ok(session, "let unused = true"));
        Assert.Equal(
            """
            CLUSTER  NAMESPACE  SERVICE  SCOPE   RULES
            c        n          cart     global  "x"
            c        n          ledger   local   "#2"

            """, Ok(session, ":mesh"));
        Assert.Equal("", Ok(session, ":undo"));
        Assert.Equal("c/n/ledger becomes global by \"x\"\n", Ok(session, ":undo"));
    }

    [Fact]
    public void It_ends_when_it_is_told_to()
    {
        var session = new ReplSession("", []);
        Assert.Contains(":undo", Ok(session, ":help"));
        Assert.False(session.IsOver);
        Ok(session, ":quit");
        Assert.True(session.IsOver);
    }

    private static MeshServiceFacts Service(string name, KeyValuePair<string, string>[] labels) => new(
        new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), name, LabelSet.Create(labels)), ScopePolicy.Empty);

    private static (bool IsOk, string Text) Answer(ReplSession session, string line)
    {
        var answer = session.Answer(line);
        return (answer.IsOk, answer.Text);
    }

    private static string Ok(ReplSession session, string line)
    {
        var answer = session.Answer(line);
        Assert.True(answer.IsOk, answer.Text);
        return answer.Text;
    }
}
