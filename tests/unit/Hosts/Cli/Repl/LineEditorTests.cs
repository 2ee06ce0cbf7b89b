using ScopeMesh.Hosts.Cli.Repl;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Repl;

public sealed class LineEditorTests
{
    private static readonly string[] Words = ["east/", "explain", "export"];

    [Theory]
    [InlineData("abc<LeftArrow><LeftArrow>x", "ax|bc")]
    [InlineData("abc<Home>x<End>y", "xabcy|")]
    [InlineData("abc<^A>x<^E>y", "xabcy|")]
    [InlineData("abc<Backspace>", "ab|")]
    [InlineData("<Backspace><Delete><LeftArrow><RightArrow>", "|")]
    [InlineData("abc<Home><Delete>", "|bc")]
    [InlineData("abc<Home><^D>", "|bc")]
    [InlineData("abc<LeftArrow><^U>", "|c")]
    [InlineData("abc<LeftArrow><^K>", "ab|")]
    [InlineData("ab cd  <^W>", "ab |")]
    [InlineData("ab<^W><^W>", "|")]
    [InlineData("<UpArrow>", "second|")]
    [InlineData("own<UpArrow><UpArrow><UpArrow>", "first|")]
    [InlineData("own<UpArrow><DownArrow><DownArrow>", "own|")]
    [InlineData("<UpArrow>s<UpArrow>", "first|")]
    [InlineData("ea<Tab>", "east/|")]
    [InlineData("ex<Tab>", "exp|")]
    [InlineData("expl<Tab>x", "explain x|")]
    [InlineData("zz<Tab>", "zz|")]
    [InlineData("exp<Tab>", "exp|", "explain export")]
    [InlineData("<Tab>", "e|")]
    [InlineData("e<Tab>", "e|", "east/ explain export")]
    public void Keys_make_a_line(string keys, string expected, string choices = "")
    {
        var editor = Editor();
        Assert.All(Keys(keys), key => Assert.Equal(LineState.Open, editor.Press(key)));
        Assert.Equal(expected, editor.Text.Insert(editor.Cursor, "|"));
        Assert.Equal(choices, string.Join(' ', editor.Choices));
    }

    [Theory]
    [InlineData("<Enter>", nameof(LineState.Done))]
    [InlineData("ab<^C>", nameof(LineState.Dropped))]
    [InlineData("<^D>", nameof(LineState.Ended))]
    public void Some_keys_end_it(string keys, string expected)
    {
        var editor = Editor();
        Assert.Equal(expected, Keys(keys).Select(editor.Press).Last().ToString());
    }

    private static LineEditor Editor() => new(
        (line, cursor) => new Completions(0, [.. Words.Where(word => word.StartsWith(line[..cursor], StringComparison.Ordinal))]),
        ["first", "second"]);

    private static IEnumerable<ConsoleKeyInfo> Keys(string keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] != '<')
            {
                yield return new ConsoleKeyInfo(keys[i], default, shift: false, alt: false, control: false);
                continue;
            }

            var name = keys[(i + 1)..keys.IndexOf('>', i)];
            i += name.Length + 1;
            yield return new ConsoleKeyInfo('\0', Enum.Parse<ConsoleKey>(name.TrimStart('^')), shift: false, alt: false, control: name[0] == '^');
        }
    }
}
