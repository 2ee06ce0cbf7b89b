using System.Buffers;
using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Tests.Unit.ScopeLang.Interop;

public sealed class ScopeFactsJsonTests
{
    [Fact]
    public void Reads_all_that_a_line_may_say()
    {
        var facts = Valid(
            """
            { "service": {"labels": {"b": "", "x.y/a": "\u0031"}, "name": "s"}, "cluster": "East_1",
              "namespace": {"name": "n", "labels": {"env": "prod"}} }
            """);
        Assert.Equal("East_1", facts.Cluster);
        Assert.Equal(NamespaceFacts.Known("n", LabelSet.Create([new("env", "prod")])), facts.Namespace);
        Assert.Equal("s", facts.Service);
        Assert.Equal(LabelSet.Create([new("x.y/a", "1"), new("b", "")]), facts.ServiceLabels);
    }

    [Fact]
    public void Absent_labels_are_none_and_an_absent_cluster_is_c() => Assert.Equal(
        new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", LabelSet.Empty),
        Valid("""{"namespace":{"name":"n"},"service":{"name":"s"}}"""));

    [Fact]
    public void Labels_that_are_null_are_those_of_a_namespace_that_nobody_has_seen() => Assert.Equal(
        NamespaceFacts.Unknown("n"),
        Valid("""{"namespace":{"labels":null,"name":"n"},"service":{"name":"s"}}""").Namespace);

    [Fact]
    public void The_name_of_a_namespace_may_stand_among_its_labels() => Assert.Equal(
        NamespaceFacts.Known("n", LabelSet.Empty),
        Valid("""{"namespace":{"labels":{"kubernetes.io/metadata.name":"n"},"name":"n"},"service":{"name":"s"}}""").Namespace);

    [Theory]
    [InlineData("""[]""", "a line must be an object, and is a list")]
    [InlineData("""null""", "a line must be an object, and is null")]
    [InlineData("""{}""", "no `namespace` is given")]
    [InlineData("""{"namespace":{"name":"n"}}""", "no `service` is given")]
    [InlineData("""{"namespace":{},"service":{"name":"s"}}""", "`namespace` has no `name`")]
    [InlineData("""{"namespace":{"name":"n"},"service":{"labels":{}}}""", "`service` has no `name`")]
    [InlineData("""{"namespace":"n","service":{"name":"s"}}""", "`namespace` must be an object, and is a string")]
    [InlineData("""{"namespaces":{}}""", "facts has no field `namespaces`; did you mean `namespace`?")]
    [InlineData("""{"namespace":{"nmae":"n"}}""", "a namespace has no field `nmae`; did you mean `name`?")]
    [InlineData("""{"namespace":{"name":"n"},"service":{"name":"s"},"x\u0007":1}""", "facts has no field `x\uFFFD`")]
    [InlineData("""{"namespace":{"name":1}}""", "`name` of the namespace must be a string, and is a number")]
    [InlineData("""{"namespace":{"name":""}}""", "the name `` of the namespace is empty")]
    [InlineData("""{"service":{"name":"S"}}""", "the name `S` of the service holds `S`: only lower-case ASCII letters, digits, `-` and `.` may stand there")]
    [InlineData("""{"cluster":null}""", "`cluster` must be a string, and is null")]
    [InlineData("""{"cluster":""}""", "the name `` of the cluster is empty")]
    [InlineData("""{"cluster":"a/b"}""", "the name `a/b` of the cluster holds `/`: only ASCII letters, digits, `-`, `_` and `.` may stand there")]
    [InlineData("""{"cluster":"a","cluster":"a"}""", "`cluster` is given twice")]
    [InlineData("""{"service":{"name":"s"},"service":{"name":"s"}}""", "`service` is given twice")]
    [InlineData("""{"service":{"name":"s","name":"s"}}""", "`name` is given twice")]
    [InlineData("""{"service":{"name":"s","labels":{},"labels":{}}}""", "`labels` is given twice")]
    [InlineData("""{"service":{"name":"s","labels":null}}""", "`labels` of the service must be an object, and is null")]
    [InlineData("""{"service":{"name":"s","labels":{"a":true}}}""", "the label `a` of the service must be a string, and is true or false")]
    [InlineData("""{"service":{"name":"s","labels":{"a":"1","b":"","\u0061":"1"}}}""", "the label `a` of the service is given twice")]
    [InlineData("""{"service":{"name":"s","labels":{"a b":"1"}}}""", "the label key `a b` holds U+0020: only ASCII letters, digits, `-`, `_` and `.` may stand there")]
    [InlineData("""{"service":{"name":"s","labels":{"a":"-"}}}""", "the label value `-` must begin and end with an ASCII letter or digit")]
    [InlineData("""{"namespace":{"name":"n","labels":{"kubernetes.io/metadata.name":"m"}},"service":{"name":"s"}}""", "the label `kubernetes.io/metadata.name` of namespace `n` names another one")]
    [InlineData("""{"namespace":{"name":"n"},"service":{"name":"s"}} {}""", "not one JSON object, from byte 51 on")]
    [InlineData("""{"namespace":{"name":"n"},""", "not one JSON object, from byte 26 on")]
    [InlineData("""{"cluster":"a",}""", "not one JSON object, from byte 16 on")]
    [InlineData("""{/**/}""", "not one JSON object, from byte 2 on")]
    [InlineData("", "not one JSON object, from byte 1 on")]
    [InlineData("""{"cluster":"\ud800"}""", "a text is not Unicode")]
    public void What_does_not_fit_is_said(string line, string error)
    {
        var read = ScopeFactsJson.Read(Encoding.UTF8.GetBytes(line));
        Assert.Equal((null, error), (read.Facts, read.Error));
    }

    [Fact]
    public void Bytes_that_are_no_text_do_not_fit()
    {
        var line = "{\"cluster\":\"a\"}"u8.ToArray();
        line[12] = 0xFF;
        Assert.Equal("a text is not Unicode", ScopeFactsJson.Read(line).Error);
    }

    [Fact]
    public void A_line_that_is_too_long_is_not_read() => Assert.Equal(
        "the line is longer than 1048576 bytes", ScopeFactsJson.Read(new byte[ScopeFactsJson.LineBytes + 1]).Error);

    [Fact]
    public void Nesting_is_bounded() => Assert.NotNull(ScopeFactsJson.Read(Encoding.UTF8.GetBytes(new string('[', 1_000_000))).Error);

    [Fact]
    public void Writes_what_has_to_be_said()
    {
        Assert.Equal(
            """{"cluster":"c","namespace":{"name":"n"},"service":{"name":"s"}}""",
            ScopeFactsJson.Write(new ScopeFacts("c", NamespaceFacts.Known("n", LabelSet.Empty), "s", LabelSet.Empty)));
        Assert.Equal(
            """{"cluster":"c","namespace":{"name":"n","labels":null},"service":{"name":"s","labels":{"a":"1"}}}""",
            ScopeFactsJson.Write(new ScopeFacts("c", NamespaceFacts.Unknown("n"), "s", LabelSet.Create([new("a", "1")]))));
    }

    [Fact]
    public void An_answer_is_compact_and_the_writer_can_be_used_again()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = ScopeFactsJson.AnswerWriter(bytes);
        ScopeFactsJson.WriteAnswer(json, Scope.Global, ["a \"b\"", "#2"]);
        ScopeFactsJson.WriteAnswer(json, Scope.Local, []);
        Assert.Equal("""{"scope":"global","rules":["a \"b\"","#2"]}{"scope":"local","rules":[]}""", Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private static ScopeFacts Valid(string line)
    {
        var read = ScopeFactsJson.Read(Encoding.UTF8.GetBytes(line));
        Assert.Null(read.Error);
        return read.Facts!.Value;
    }
}
