using ScopeMesh.ScopeLang.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>A node and the text that it stands in.</summary>
internal readonly record struct YamlPlaced(YamlNode Node, YamlPlaces Places);

/// <summary>
/// Turns YamlDotNet's marks into places of a file. The YAML text may be the file, or a block scalar within it (as in a
/// ConfigMap), whose lines stand in the file with an indentation before them.
/// </summary>
internal sealed class YamlPlaces
{
    private readonly string _file;
    private readonly LineMap _fileLines;
    private readonly string _text;
    private readonly LineMap _lines;
    private readonly SourceSpan _whole;
    private readonly int _lineShift;
    private readonly int _indent;

    /// <summary>The places of a file.</summary>
    public YamlPlaces(string text, string file)
    {
        (_file, _text) = (file, text);
        _fileLines = _lines = new LineMap(text);
        _whole = SourceSpan.OfFile(file);
    }

    private YamlPlaces(YamlPlaces outer, YamlScalarNode scalar)
    {
        (_file, _fileLines) = (outer._file, outer._fileLines);
        _text = scalar.Value ?? "";
        _lines = new LineMap(_text);
        _whole = outer.SpanOf(scalar);
        _lineShift = _whole.Line;
        _indent = scalar.Style == ScalarStyle.Literal ? Indentation() : 0;
    }

    /// <summary>The YAML text.</summary>
    public string Text => _text;

    /// <summary>The places of a text that is the value of a scalar.</summary>
    public YamlPlaces Within(YamlScalarNode scalar) => new(this, scalar);

    /// <summary>Where a node stands: a scalar in full as far as its line goes, of anything else its beginning.</summary>
    public SourceSpan SpanOf(YamlNode node) =>
        Span(node.Start.Index, node is YamlScalarNode ? node.End.Index - node.Start.Index : 0);

    /// <summary>Where something was found wrong with the text.</summary>
    public SourceSpan SpanOf(Mark mark) => Span(mark.Index, 0);

    private SourceSpan Span(long index, long length)
    {
        var (line, column) = _lines.Locate((int)Math.Min(index, _text.Length));
        var rest = _lines.Line(line).Length - (column - 1);
        var visible = (int)Math.Clamp(length, 0, Math.Max(0, rest));
        var (fileLine, fileColumn) = (line + _lineShift, column + _indent);
        if (fileLine > _fileLines.Count || !Corresponds(line, fileLine))
            return _whole;
        return new SourceSpan(_file, fileLine, fileColumn, _fileLines.StartOf(fileLine) + fileColumn - 1, visible);
    }

    // A quoted or folded scalar has other lines than the file: its places are the scalar as a whole.
    private bool Corresponds(int line, int fileLine) =>
        _fileLines.Line(fileLine) is var there && there.Length >= _indent && there[_indent..].SequenceEqual(_lines.Line(line));

    private int Indentation()
    {
        for (var line = 1; line <= _lines.Count && line + _lineShift <= _fileLines.Count; line++)
            if (_lines.Line(line).Length > 0)
                return Math.Max(0, _fileLines.Line(line + _lineShift).Length - _lines.Line(line).Length);
        return 0;
    }
}
