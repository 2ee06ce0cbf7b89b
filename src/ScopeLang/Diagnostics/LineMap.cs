namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>The lines of a text: ended by LF, CRLF or CR, as editors see them.</summary>
internal sealed class LineMap
{
    private readonly string _text;
    private readonly List<int> _starts = [0];

    public LineMap(string text)
    {
        _text = text;
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                _starts.Add(i + 1);
    }

    /// <summary>How many lines there are; the empty text has one.</summary>
    public int Count => _starts.Count;

    /// <summary>Where a line begins.</summary>
    public int StartOf(int line) => _starts[line - 1];

    /// <summary>A line without its end.</summary>
    public ReadOnlySpan<char> Line(int line) =>
        _text.AsSpan(StartOf(line), (line < Count ? _starts[line] : _text.Length) - StartOf(line)).TrimEnd("\r\n");

    /// <summary>The place of an offset; one outside the text counts as its nearer end.</summary>
    public (int Line, int Column) Locate(int offset)
    {
        var inside = Math.Clamp(offset, 0, _text.Length);
        var index = _starts.BinarySearch(inside);
        var line = index >= 0 ? index : ~index - 1;
        return (line + 1, inside - _starts[line] + 1);
    }
}
