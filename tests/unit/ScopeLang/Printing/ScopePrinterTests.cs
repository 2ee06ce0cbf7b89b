using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Printing;

public sealed class ScopePrinterTests
{
    [Theory]
    [InlineData("svc(a)", "service(a)")]
    [InlineData("ns ( )", "namespace()")]
    [InlineData("service(a==b,c = d, e!=)", "service(a=b, c=d, e!=)")]
    [InlineData("service(a in (b))", "service(a=b)")]
    [InlineData("service(a notin ())", "service(a!=)")]
    [InlineData("service(k in (a,))", "service(k in (a, ))")]
    [InlineData("service(k in (,,))", "service(k in (, , ))")]
    [InlineData("service(in in (in))", "service(in=in)")]
    [InlineData("service(notin notin (in, notin))", "service(notin notin (in, notin))")]
    [InlineData("service(in, !notin)", "service(in, !notin)")]
    [InlineData("service(\"example.com/a\"=\"b\")", "service(example.com/a=b)")]
    [InlineData("service(global, let=when)", "service(global, let=when)")]
    [InlineData("service named (\"cart\")", "service named cart")]
    [InlineData("cluster named (east,west)", "cluster named (east, west)")]
    [InlineData("service named named", "service named named")]
    [InlineData("namespace named global", "namespace named global")]
    [InlineData("!(service(a))", "not service(a)")]
    [InlineData("not !true", "not not true")]
    [InlineData("(true && false) && true", "true and false and true")]
    [InlineData("true || (false || true)", "true or false or true")]
    [InlineData("(true or false) and true", "(true or false) and true")]
    [InlineData("(true and false) or true", "true and false or true")]
    [InlineData("not (true and false)", "not (true and false)")]
    [InlineData("not true and false", "not true and false")]
    [InlineData("not-live or live_2", "not-live or live_2")]
    public void An_expression_is_printed_with_as_little_as_it_needs(string written, string printed)
    {
        const string Lets = "let not-live = true\nlet live_2 = true\n";
        var parsed = ScopePolicy.Parse($"{Lets}global when {written}");
        Assert.Equal([], parsed.Diagnostics);
        Assert.Equal($"{Lets}global when {printed}\n", ScopePrinter.Print(parsed.Policy!));
    }

    [Theory]
    [InlineData("test \"t\" { expect global }", "test \"t\" {\n  expect global\n}\n")]
    [InlineData("test \"a \\\"b\\\\\" {cluster expect expect local}", "test \"a \\\"b\\\\\" {\n  cluster expect\n  expect local\n}\n")]
    [InlineData("test \"\" { namespace unknown expect global }", "test \"\" {\n  namespace unknown\n  expect global\n}\n")]
    [InlineData("test \"\" { namespace unknown shop expect local }", "test \"\" {\n  namespace unknown shop\n  expect local\n}\n")]
    [InlineData("test \"\" { namespace unknown service a expect local }", "test \"\" {\n  namespace unknown\n  service a\n  expect local\n}\n")]
    [InlineData(
        "test \"\" { namespace unknown \"service\" service \"a\" {} expect local }",
        "test \"\" {\n  namespace unknown \"service\"\n  service a\n  expect local\n}\n")]
    [InlineData(
        "test \"\" { service a { global: when \"b\":\"\", c: d } expect local }",
        "test \"\" {\n  service a { global: when, b: \"\", c: d }\n  expect local\n}\n")]
    public void A_test_is_printed_part_by_part(string written, string printed)
    {
        var parsed = ScopePolicy.Parse(written);
        Assert.Equal([], parsed.Diagnostics);
        Assert.Equal(printed, ScopePrinter.Print(parsed.Policy!));
    }
}
