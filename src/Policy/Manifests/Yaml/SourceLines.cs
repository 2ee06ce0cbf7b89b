using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>Turns offsets of a text into places, with lines as editors count them.</summary>
internal sealed class SourceLines
{
    private readonly SourceText _source;
    private readonly List<int> _starts = [0];

    public SourceLines(SourceText source)
    {
        _source = source;
        var text = source.Text;
        for (var offset = 0; offset < text.Length; offset++)
        {
            var isBreak = text[offset] == '\n'
                || (text[offset] == '\r' && (offset + 1 == text.Length || text[offset + 1] != '\n'));
            if (isBreak)
                _starts.Add(offset + 1);
        }
    }

    public int Count => _starts.Count;

    public string Text => _source.Text;

    /// <summary>The offset at which a line begins, lines counting from zero; the text's end after the last.</summary>
    public int StartOf(int line) => line < _starts.Count ? _starts[line] : _source.Text.Length;

    /// <summary>The place of a part of the text; what lies outside the text is cut off.</summary>
    public SourceSpan Locate(int start, int end)
    {
        var from = Math.Clamp(start, 0, _source.Text.Length);
        var to = Math.Clamp(end, from, _source.Text.Length);
        var found = _starts.BinarySearch(from);
        var line = found >= 0 ? found : ~found - 1;
        return new SourceSpan(_source.File, line + 1, from - _starts[line] + 1, from, to - from);
    }
}
