using System.Text;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>A word of a line.</summary>
/// <param name="Text">What it says, without the quotes around it.</param>
/// <param name="Start">Where it begins in the line.</param>
/// <param name="IsOpen">Whether a quote in it is not closed.</param>
internal readonly record struct LineWord(string Text, int Start, bool IsOpen);

/// <summary>Lines as words: blanks divide them, and quotes of both kinds keep blanks within one.</summary>
internal static class LineWords
{
    private const char None = '\0';

    public static IReadOnlyList<LineWord> Split(string line)
    {
        var words = new List<LineWord>();
        var text = new StringBuilder();
        var (start, quote) = (-1, None);
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (quote == None && char.IsWhiteSpace(letter))
            {
                if (start >= 0)
                    words.Add(new LineWord(text.ToString(), start, IsOpen: false));
                start = -1;
                text.Clear();
                continue;
            }

            if (start < 0)
                start = i;
            if (quote == None && letter is '"' or '\'')
                quote = letter;
            else if (letter == quote)
                quote = None;
            else
                text.Append(letter);
        }

        if (start >= 0)
            words.Add(new LineWord(text.ToString(), start, quote != None));
        return words;
    }

    /// <summary>The words of a line's beginning; the last is the one that is being written, which may be empty.</summary>
    public static IReadOnlyList<LineWord> Begun(string beginning)
    {
        var words = Split(beginning);
        var isBetween = words is [] || (char.IsWhiteSpace(beginning[^1]) && !words[^1].IsOpen);
        return isBetween ? [.. words, new LineWord("", beginning.Length, IsOpen: false)] : words;
    }
}
