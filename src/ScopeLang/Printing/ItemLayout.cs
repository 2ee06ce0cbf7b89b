using System.Text;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>How much a page holds.</summary>
/// <param name="Columns">The columns that a line should not exceed; a comment at its end does not count.</param>
/// <param name="Characters">With how many characters in all the writing is broken off.</param>
internal readonly record struct Page(int Columns, int Characters)
{
    /// <summary>Lines of any length.</summary>
    public static Page Unbounded { get; } = new(int.MaxValue, int.MaxValue);

    /// <summary>A policy file.</summary>
    public static Page File { get; } = new(100, ScopeLimits.TextBytes);
}

/// <summary>A comment and the break (or the end of the item) at which it stands.</summary>
/// <param name="Text">The comment.</param>
/// <param name="Piece">The place of the break among the pieces; their number for the end.</param>
/// <param name="EndsLine">Whether it stands on the line of what comes before it.</param>
internal readonly record struct PlacedComment(string Text, int Piece, bool EndsLine);

/// <summary>
/// Makes lines of the pieces of one item. A group that does not fit in the rest of its line is broken at all of its own
/// breaks; as the outer group is asked first, an inner one is only broken inside a broken one.
/// </summary>
internal sealed class ItemLayout
{
    private readonly IReadOnlyList<Piece> _pieces;
    private readonly IReadOnlyList<PlacedComment> _comments;
    private readonly IReadOnlyList<int> _widths;
    private readonly Page _page;
    private readonly StringBuilder _text;
    private readonly Stack<bool> _broken = [];
    private int _comment;
    private int _column;

    // A line ends when the next one gets its text: a line without any is never begun.
    private int? _nextLine;
    private bool _isAfterComment;

    private ItemLayout(
        IReadOnlyList<Piece> pieces, IReadOnlyList<PlacedComment> comments, Page page, StringBuilder text)
    {
        (_pieces, _comments, _page, _text) = (pieces, comments, page, text);
        _widths = GroupWidths.Measure(pieces, comments);
    }

    /// <summary>Appends an item, without a line feed at its end.</summary>
    /// <param name="pieces">The item.</param>
    /// <param name="comments">Its comments in order.</param>
    /// <param name="page">What bounds it.</param>
    /// <param name="text">What is appended to; at the start of a line.</param>
    public static void Write(
        IReadOnlyList<Piece> pieces, IReadOnlyList<PlacedComment> comments, Page page, StringBuilder text)
    {
        var layout = new ItemLayout(pieces, comments, page, text);
        for (var i = 0; i < pieces.Count && !layout.IsFull; i++)
            layout.Step(i);
        layout.Comments(pieces.Count, level: 0);
    }

    private bool IsFull => _text.Length > _page.Characters;

    private void Step(int i)
    {
        var piece = _pieces[i];
        switch (piece.Kind)
        {
            case PieceKind.Text:
                Append(piece.Text);
                break;
            case PieceKind.Space:
            case PieceKind.Seam:
                Break(i, piece);
                break;
            case PieceKind.Open:
                _broken.Push(!Fits(_widths[i]));
                break;
            case PieceKind.Close:
                _broken.Pop();
                break;
        }
    }

    private bool Fits(int width) =>
        width != GroupWidths.None && width <= _page.Columns - (_nextLine is { } level ? Indentation(level) : _column);

    private void Break(int i, Piece piece)
    {
        Comments(i, piece.CommentLevel);
        if (!_broken.TryPeek(out var isBroken) || isBroken)
            _nextLine = piece.Level;
        else if (piece.Kind == PieceKind.Space)
            Append(" ");
    }

    private void Comments(int piece, int level)
    {
        for (; _comment < _comments.Count && _comments[_comment].Piece == piece && !IsFull; _comment++)
        {
            var comment = _comments[_comment];
            if (comment.EndsLine && !_isAfterComment)
                _text.Append(' ').Append(comment.Text);
            else
            {
                _nextLine = level;
                Append(comment.Text);
            }
            _isAfterComment = true;
        }
    }

    private void Append(string text)
    {
        if (text.Length == 0)
            return;
        if (_nextLine is { } level)
        {
            _column = Indentation(level);
            _text.Append('\n').Append(' ', _column);
            _nextLine = null;
        }
        _text.Append(text);
        _column += text.Length;
        _isAfterComment = false;
    }

    private static int Indentation(int level) => 2 * level;
}
