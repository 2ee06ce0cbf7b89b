namespace ScopeMesh.ScopeLang.Printing;

/// <summary>
/// Measures groups, all of them in one pass: what a group takes on a line together with what follows it up to the next
/// break. A group that holds a comment fits on no line.
/// </summary>
internal sealed class GroupWidths
{
    private readonly IReadOnlyList<Piece> _pieces;
    private readonly int[] _widths;
    private readonly Stack<(int Index, int Start, bool HasComment)> _open = [];
    private readonly List<(int Index, int Start)> _closed = [];
    private int _column;

    private GroupWidths(IReadOnlyList<Piece> pieces) => (_pieces, _widths) = (pieces, new int[pieces.Count]);

    /// <summary>The width of a group that must be broken.</summary>
    public const int None = -1;

    /// <summary>For each piece that opens a group, its width or <see cref="None"/>.</summary>
    public static IReadOnlyList<int> Measure(IReadOnlyList<Piece> pieces, IReadOnlyList<PlacedComment> comments)
    {
        var widths = new GroupWidths(pieces);
        var comment = 0;
        for (var i = 0; i < pieces.Count; i++)
        {
            var hasComment = false;
            for (; comment < comments.Count && comments[comment].Piece == i; comment++)
                hasComment = true;
            widths.Step(i, hasComment);
        }
        widths.EndClosed();
        return widths._widths;
    }

    private void Step(int i, bool hasComment)
    {
        var piece = _pieces[i];
        switch (piece.Kind)
        {
            case PieceKind.Text:
                _column += piece.Text.Length;
                break;
            case PieceKind.Space:
            case PieceKind.Seam:
                EndClosed();
                _column += piece.Kind == PieceKind.Space ? 1 : 0;
                if (hasComment)
                    MarkInnermost();
                break;
            case PieceKind.Open:
                _open.Push((i, _column, HasComment: false));
                break;
            case PieceKind.Close:
                Close();
                break;
        }
    }

    // What holds a group holds its comments: they are passed on when it closes, so that each is counted once.
    private void Close()
    {
        var (index, start, hasComment) = _open.Pop();
        if (!hasComment)
        {
            _closed.Add((index, start));
            return;
        }
        _widths[index] = None;
        MarkInnermost();
    }

    private void MarkInnermost()
    {
        if (_open.TryPop(out var group))
            _open.Push(group with { HasComment = true });
    }

    private void EndClosed()
    {
        foreach (var (index, start) in _closed)
            _widths[index] = _column - start;
        _closed.Clear();
    }
}
