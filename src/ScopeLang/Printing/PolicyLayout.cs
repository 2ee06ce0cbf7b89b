using System.Text;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Lays out a whole text: its items, the comments that stand between them, and the blank lines.</summary>
internal sealed class PolicyLayout
{
    private readonly ParsedText _parsed;
    private readonly SourcePlaces _places;
    private readonly StringBuilder _text = new();
    private int _comment;
    private int _lastLine;

    private PolicyLayout(ParsedText parsed) => (_parsed, _places) = (parsed, new SourcePlaces(parsed.Tokens));

    /// <summary>The text of a policy without errors, broken off where it exceeds what a file may hold.</summary>
    public static string Write(ParsedText parsed)
    {
        var layout = new PolicyLayout(parsed);
        for (var i = 0; i < parsed.Items.Count && layout._text.Length <= Page.File.Characters; i++)
            layout.Item(parsed.Items[i], i + 1 < parsed.Items.Count ? StartOf(parsed.Items[i + 1]) : int.MaxValue);
        layout.CommentsBefore(int.MaxValue);
        return layout._text.ToString();
    }

    private static int StartOf(ScopeItem item) => item.Origin.Span.Offset;

    private void Item(ScopeItem item, int next)
    {
        CommentsBefore(StartOf(item));
        var last = item.Origin.Span.Offset + item.Origin.Span.Length - 1;
        var lastLine = _places.LineAt(last);
        var own = new List<Comment>();
        while (_comment < _parsed.Comments.Count && IsOwn(_parsed.Comments[_comment].Origin.Span))
            own.Add(_parsed.Comments[_comment++]);
        BlankLineBefore(item.Origin.Span.Line);
        var pieces = ItemPrinter.Pieces(item);
        ItemLayout.Write(pieces, _places.Place(pieces, own), Page.File, _text);
        _text.Append('\n');
        _lastLine = lastLine;

        // What follows an item on its last line speaks of it too.
        bool IsOwn(Diagnostics.SourceSpan span) => span.Offset < next && (span.Offset < last || span.Line == lastLine);
    }

    private void CommentsBefore(int offset)
    {
        for (; _comment < _parsed.Comments.Count && _parsed.Comments[_comment].Origin.Span.Offset < offset; _comment++)
        {
            var comment = _parsed.Comments[_comment];
            BlankLineBefore(comment.Origin.Span.Line);
            _text.Append(comment.Text).Append('\n');
            _lastLine = comment.Origin.Span.Line;
        }
    }

    // Several lines become one, and those at the start of the text none.
    private void BlankLineBefore(int line)
    {
        if (_text.Length > 0 && line - _lastLine > 1)
            _text.Append('\n');
    }
}
