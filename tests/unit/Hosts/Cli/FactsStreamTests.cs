using System.Text;
using ScopeMesh.Hosts.Cli;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Tests.Unit.Hosts.Cli;

public sealed class FactsStreamTests
{
    private static readonly ScopePolicy Policy = ScopePolicy.Parse("global \"a\" when service(a)").Policy!;

    private const string Yes = """{"namespace":{"name":"n"},"service":{"name":"s","labels":{"a":""}}}""";
    private const string No = """{"namespace":{"name":"n"},"service":{"name":"s"}}""";
    private const string Global = "{\"scope\":\"global\",\"rules\":[\"a\"]}\n";
    private const string Local = "{\"scope\":\"local\",\"rules\":[]}\n";

    [Fact]
    public void Every_line_is_answered_in_its_order() =>
        Assert.Equal((null, Global + Local + Global), Run($"{Yes}\n{No}\r\n{Yes}"));

    [Fact]
    public void Nothing_is_answered_with_nothing() => Assert.Equal((null, ""), Run(""));

    [Fact]
    public void Blank_lines_ask_nothing_and_a_byte_order_mark_counts_for_nothing() =>
        Assert.Equal((null, Global + Local), Run($"\uFEFF{Yes}\n\n \t\r\n{No}\n\n"));

    [Fact]
    public void The_first_line_that_does_not_fit_ends_it_and_what_was_decided_stays() =>
        Assert.Equal(((4L, "no `namespace` is given"), Global + Local), Run($"{Yes}\n{No}\n\n{{}}\n{Yes}\n"));

    [Fact]
    public void It_means_the_same_however_it_is_cut()
    {
        var text = $"{Yes}\n\n{No}\n{Yes}\n{{\"cluster\":1}}\n{Yes}";
        for (var size = 1; size < 80; size++)
            Assert.Equal(((5L, "`cluster` must be a string, and is a number"), Global + Local + Global), Run(text, size));
    }

    [Fact]
    public void A_line_may_be_as_long_as_the_limit_and_no_longer()
    {
        var longest = Yes.PadRight(ScopeFactsJson.LineBytes);
        Assert.Equal((null, Local + Global + Local), Run($"{No}\n{longest}\n{No}"));
        Assert.Equal(((2L, "the line is longer than 1048576 bytes"), Local), Run($"{No}\n{longest} \n{No}"));
        Assert.Equal(((1L, "the line is longer than 1048576 bytes"), ""), Run(new string('x', 3 << 20)));
    }

    [Fact]
    public void What_has_come_is_answered_before_more_is_waited_for()
    {
        using var output = new MemoryStream();
        var seen = new List<string>();
        using var input = new Chunks($"{Yes}\n{No}\n{Yes}\n", Yes.Length + 1, () => seen.Add(Encoding.UTF8.GetString(output.ToArray())));
        Assert.Null(new FactsStream(Policy, input, output).Run());
        Assert.Equal(["", Global, Global + Local], seen.Take(3));
    }

    private static ((long, string)? Error, string Output) Run(string text, int chunk = 1 << 20)
    {
        using var output = new MemoryStream();
        using var input = new Chunks(text, chunk, () => { });
        return (new FactsStream(Policy, input, output).Run(), Encoding.UTF8.GetString(output.ToArray()));
    }

    /// <summary>Gives a few bytes at a time, as pipes may.</summary>
    private sealed class Chunks(string text, int size, Action beforeRead) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            beforeRead();
            return base.Read(buffer, offset, Math.Min(size, count));
        }
    }
}
