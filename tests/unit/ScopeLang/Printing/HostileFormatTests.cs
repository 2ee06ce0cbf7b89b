using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Printing;

/// <summary>Valid texts that are made to overflow, to hang or to fill the memory when they are formatted.</summary>
public sealed class HostileFormatTests
{
    [Fact]
    public void A_chain_of_100000_operands_has_a_line_for_each()
    {
        var text = $"let a = false\nlocal when {Repeated("a||", 99_999)}a";
        var formatted = ScopeFormatter.Format(text).Text!;
        Assert.Equal($"let a = false\nlocal when\n  a\n{Repeated("  or a\n", 99_999)}", formatted);
        Assert.Equal(formatted, ScopeFormatter.Format(formatted).Text);
    }

    [Theory]
    [InlineData("# c\n")]
    [InlineData("or a# c\n")]
    [InlineData("and# c\na ")]
    [InlineData("and a or# c\nnot a ")]
    [InlineData("or service(# c\n) ")]
    [InlineData("or service(a# c\n=# c\nb# c\n)")]
    public void Comments_of_10000_lines_are_kept(string fragment)
    {
        var text = $"let a = true\nglobal when a {Repeated(fragment, 10_000)}";
        var formatted = ScopeFormatter.Format(text).Text!;
        var (before, after) = (ScopePolicy.Parse(text).Policy!, ScopePolicy.Parse(formatted).Policy!);
        Assert.Equal(before, after);
        Assert.Equal(before.Comments, after.Comments);
        Assert.Equal(formatted, ScopeFormatter.Format(formatted).Text);
    }

    [Theory]
    [InlineData("", "a||", "a", "")]
    [InlineData("", "a&&", "a", "")]
    [InlineData("", "a # c\n||", "a", "")]
    [InlineData("", "#\n", "a", "")]
    [InlineData("(a or b and ", "b||", "b", ")")]
    [InlineData("a and (b or ", "#\n", "b", ")")]
    public void A_text_that_formatting_would_make_too_long_for_its_limit_is_an_error(
        string open, string wide, string inner, string close)
    {
        // The levels indent each of the lines, so that the text would be hundreds of megabytes.
        const int Levels = 120;
        var head = $"let a = true let b = true global when {Repeated(open, Levels)}";
        var tail = $"{inner}{Repeated(close, Levels)}";
        var text = head + Repeated(wide, (ScopeLimits.TextBytes - head.Length - tail.Length) / wide.Length) + tail;
        Assert.NotNull(ScopePolicy.Parse(text).Policy);
        var format = ScopeFormatter.Format(text, "f");
        Assert.Null(format.Text);
        var diagnostic = Assert.Single(format.Diagnostics);
        Assert.Equal(
            "f: error SL030: the text would be longer than 1048576 bytes when formatted; divide it into policies of their own",
            diagnostic.ToString());
    }

    [Fact]
    public void A_name_list_of_1000_and_10000_items_are_formatted()
    {
        var names = string.Join(',', Enumerable.Range(0, ScopeLimits.SetValues).Select(i => $"n{i}"));
        var rules = Repeated("global when true ", ScopeLimits.Items - 1);
        var formatted = ScopeFormatter.Format($"{rules}local when service named({names})").Text!;
        Assert.Equal(ScopeLimits.Items + ScopeLimits.SetValues + 2, formatted.AsSpan().Count('\n'));
    }

    [Theory]
    [InlineData(160)]
    [InlineData(256)]
    [InlineData(384)]
    [InlineData(512)]
    [InlineData(768)]
    [InlineData(1_024)]
    public void The_deepest_text_never_overflows_the_stack_of_its_thread(int stackKiB)
    {
        const int Levels = ScopeLimits.NestingLevels / 2;
        var text = $"global when {Repeated("not (true or ", Levels)}false{new string(')', Levels)}";
        ScopeFormat? format = null;
        var thread = new Thread(() => format = ScopeFormatter.Format(text), stackKiB * 1_024);
        thread.Start();
        thread.Join();
        Assert.NotNull(format);
        Assert.All(format.Diagnostics, d => Assert.Equal(ScopeCodes.NestedTooDeep, d.Code));
        Assert.Equal(format.Text is null, !format.Diagnostics.IsEmpty);
    }

    private static string Repeated(string part, int times) => string.Concat(Enumerable.Repeat(part, times));
}
