using System.Text.Json;
using ScopeMesh.Hosts.Cli;
using ScopeMesh.Hosts.Cli.Repl;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Repl;

public sealed class MeshSessionTests : IDisposable
{
    private readonly SmallMesh _mesh = new();

    public void Dispose() => _mesh.Dispose();

    [Fact]
    public void A_connection_is_explained_whoever_calls()
    {
        var session = _mesh.Session();
        Assert.StartsWith("east/shop/web to db.shop:80: reached", Ok(session, "explain east/shop/web db.shop:80"));
        Assert.Equal("> ", session.Prompt);
        Assert.Equal("east/shop/web calls\n", Ok(session, "from east/shop/web"));
        Assert.Equal("east/shop/web> ", session.Prompt);
        Assert.StartsWith("east/shop/web to db:80: reached", Ok(session, "explain db:80"));
        Assert.StartsWith("east/shop/web to db:80: reached", Ok(session, "explain --to db:80"));
        Assert.StartsWith("west/shop/web to db:80: refused", No(session, "explain west/shop/web db:80"));
        Assert.StartsWith("west/shop/web to db:80: refused", No(session, "explain db:80 --from west/shop/web"));
        Assert.Equal("nobody calls\n", Ok(session, "from"));
        Wrong(session, "explain db:80", 2, "TO is missing; write `explain FROM TO`, or `from CLUSTER/NAMESPACE/NAME` once and then `explain TO`");
    }

    [Fact]
    public void Options_of_a_verb_pass_through()
    {
        var session = _mesh.Session();
        var answer = JsonDocument.Parse(Ok(session, "explain east/shop/web db:80 --format=json"));
        Assert.Equal("reached", answer.RootElement.GetProperty("answer").GetProperty("verdict").GetString());
        Assert.StartsWith("{", Ok(session, "scope east/shop/db --format json"));
    }

    [Fact]
    public void Lists_name_all_that_matches()
    {
        var session = _mesh.Session();
        Assert.Equal(
            """
            CLUSTER  NAMESPACE  SERVICE  SCOPE  RULES
            east     shop       db       local  (no rule matches)

            """, Ok(session, "services db"));
        Assert.Equal(["east  shop  db", "east  shop  web", "west  shop  web"], Pods("pods"));
        Assert.Equal(["east  shop  web", "west  shop  web"], Pods("pods '*/web'"));
        Assert.Equal([], Pods("pods nobody"));

        string[] Pods(string line) =>
            [.. Ok(session, line).TrimEnd().Split('\n').Skip(1).Select(row => string.Join("  ", row.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(3)))];
    }

    [Fact]
    public void Every_verb_of_the_command_line_answers_over_the_folder()
    {
        var session = _mesh.Session();
        Assert.Contains("db.shop", Ok(session, "reach 'east/*' --list"));
        Assert.Contains("web", No(session, "plan unready:east/shop/web remove:west"));
        Wrong(session, "plan", 2, "say what changes");
        Assert.Equal(ExitCode.No, session.Answer("drift").ExitCode);
        Assert.Contains("MC006", session.Answer("lint").Text);
    }

    [Fact]
    public void Routes_are_those_of_nodes_or_of_gateways()
    {
        var session = _mesh.Session();
        Assert.Contains("for node in cluster east", Ok(session, "routes east"));
        Assert.Contains("for gateway in cluster west", Ok(session, "routes west gateway"));
        Wrong(session, "routes east north", 2, "--role takes node or gateway, and not `north`; write `routes CLUSTER [gateway]`");
        Wrong(session, "routes south", 4, "there is no cluster `south`; there are `east`, `west`");
    }

    [Theory]
    [InlineData("bogus", 2, "`bogus` is unknown; `help` lists what there is")]
    [InlineData("routes", 2, "CLUSTER is missing; write `routes CLUSTER [gateway]`")]
    [InlineData("pods a b", 2, "`b` is one word too many; write `pods [PATTERN]`")]
    [InlineData("from a b", 2, "`b` is one word too many; write `from CLUSTER/NAMESPACE/NAME`")]
    [InlineData("from east/shop/nobody", 4, "there is no pod or owner `nobody` in namespace `shop` of cluster `east`; there are `db`, `web`")]
    [InlineData("help me", 2, "`me` has no help of its own; `help` lists what there is")]
    [InlineData("pods 'a", 2, "a quote is not closed")]
    [InlineData("pods --bogus", 2, "; write `pods [PATTERN]`")]
    [InlineData("scope east/shop/none", 4, "holds no Service `east/shop/none`")]
    [InlineData("explain east/shop/web db:0", 2, "`db:0` is no HOST:PORT; a port is 1 to 65535")]
    public void What_is_wrong_is_told_and_ends_nothing(string line, int exitCode, string message)
    {
        var session = _mesh.Session();
        Wrong(session, line, exitCode, message);
        Assert.False(session.IsOver);
        Assert.Contains("for node in cluster east", Ok(session, "routes east"));
    }

    [Fact]
    public void Help_shows_every_verb_and_the_options_of_one()
    {
        var session = _mesh.Session();
        var help = Ok(session, "help");
        Assert.All(SessionWords.Names.Items, name => Assert.Contains($"\n{name}", $"\n{help}"));
        Assert.StartsWith("routes CLUSTER [gateway]\n", Ok(session, "help routes"));
        Assert.Contains("--role node|gateway", Ok(session, "routes --help"));
    }

    [Theory]
    [InlineData("quit")]
    [InlineData(" exit ")]
    public void It_ends_when_it_is_told_to(string line)
    {
        var session = _mesh.Session();
        Assert.Equal("", Ok(session, ""));
        Assert.Equal("", Ok(session, line));
        Assert.True(session.IsOver);
    }

    [Fact]
    public void An_edit_of_the_folder_counts_at_the_next_question()
    {
        var session = _mesh.Session();
        Assert.StartsWith("west/shop/web to db:80: refused", No(session, "explain west/shop/web db:80"));
        _mesh.Write("mesh.scope", "global \"all\" when true\n");
        var answer = session.Answer("explain west/shop/web db:80");
        Assert.Equal("the folder has changed: mesh.scope\n", answer.Notice);
        Assert.DoesNotContain("unknown-host", answer.Text);
        Assert.Equal("", session.Answer("services").Notice);

        _mesh.Write("clusters/west/more.yaml", SmallMesh.Service("more"));
        Assert.Equal($"the folder has changed: {Path.Combine("clusters", "west", "more.yaml")} (new)\n", session.Answer("services").Notice);
        Assert.Contains("west     shop       more", Ok(session, "services more"));
        File.Delete(_mesh.File("clusters/west/more.yaml"));
        Assert.Equal($"the folder has changed: {Path.Combine("clusters", "west", "more.yaml")} (gone)\n", session.Answer("services").Notice);
    }

    [Fact]
    public void A_broken_edit_keeps_the_last_good_mesh_and_says_so()
    {
        var session = _mesh.Session();
        _mesh.Write("mesh.scope", "global \"all\" when\n");
        var answer = session.Answer("services db");
        Assert.StartsWith("the folder has changed: mesh.scope; it has errors, so the last good mesh answers\n", answer.Notice);
        Assert.Contains("mesh.scope:1:", answer.Notice);
        Assert.Contains("local  (no rule matches)", answer.Text);

        _mesh.Write("mesh.scope", "global \"all\" when true\n");
        answer = session.Answer("services db");
        Assert.Equal("the folder has changed: mesh.scope\n", answer.Notice);
        Assert.Contains("global  \"all\"", answer.Text);
    }

    [Fact]
    public void A_folder_that_is_gone_is_told_once()
    {
        var session = _mesh.Session();
        var clusters = _mesh.File("clusters");
        Directory.Move(clusters, $"{clusters}-away");
        Assert.StartsWith("the folder cannot be read, so the last good mesh answers: ", session.Answer("services").Notice);
        Assert.Equal("", session.Answer("services").Notice);
        Assert.Contains("east     shop       db", Ok(session, "services"));
        Directory.Move($"{clusters}-away", clusters);
        Assert.Equal("the folder can be read again, and is what it was\n", session.Answer("services").Notice);
    }

    [Fact]
    public void As_json_every_answer_is_a_line()
    {
        var session = _mesh.Session(OutputFormat.Json);
        var data = Json("services db").GetProperty("data")[0];
        Assert.Equal(("db", "local"), (data.GetProperty("service").GetString(), data.GetProperty("scope").GetString()));
        Assert.Equal("nobody calls\n", Json("from").GetProperty("text").GetString());
        var refused = Json("explain west/shop/web db:80");
        Assert.True(refused.GetProperty("ok").GetBoolean());
        Assert.Equal(1, refused.GetProperty("exitCode").GetInt32());
        var wrong = Json("bogus");
        Assert.False(wrong.GetProperty("ok").GetBoolean());
        Assert.Equal("scopemesh: `bogus` is unknown; `help` lists what there is\n", wrong.GetProperty("messages").GetString());
        Assert.StartsWith("east/shop/web to", Json("explain east/shop/web db:80 --format text").GetProperty("text").GetString());

        JsonElement Json(string line)
        {
            var text = session.Answer(line).ToJson();
            Assert.DoesNotContain('\n', text);
            return JsonDocument.Parse(text).RootElement;
        }
    }

    [Fact]
    public void A_folder_with_errors_is_no_beginning()
    {
        _mesh.Write("mesh.scope", "global\n");
        Assert.Equal(ExitCode.Invalid, Assert.Throws<InputException>(() => _mesh.Session()).ExitCode);
    }

    private static string Ok(MeshSession session, string line) => Text(session, line, ExitCode.Ok);

    private static string No(MeshSession session, string line) => Text(session, line, ExitCode.No);

    private static string Text(MeshSession session, string line, int exitCode)
    {
        var answer = session.Answer(line);
        Assert.Equal((exitCode, ""), (answer.ExitCode, answer.Messages));
        return answer.Text;
    }

    private static void Wrong(MeshSession session, string line, int exitCode, string message)
    {
        var answer = session.Answer(line);
        Assert.Equal((exitCode, "", false), (answer.ExitCode, answer.Text, answer.IsOk));
        Assert.Contains(message, answer.Messages);
    }
}
