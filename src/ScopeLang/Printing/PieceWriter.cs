namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Collects the pieces of one item, and knows how deep they stand.</summary>
internal sealed class PieceWriter
{
    private readonly List<Piece> _pieces = [];
    private int _level;

    public IReadOnlyList<Piece> Pieces => _pieces;

    public PieceWriter Text(string text)
    {
        _pieces.Add(new Piece(PieceKind.Text, text));
        return this;
    }

    public void Open() => _pieces.Add(new Piece(PieceKind.Open));

    public void Close() => _pieces.Add(new Piece(PieceKind.Close));

    public void Indent() => _level++;

    public void Outdent() => _level--;

    /// <summary>A break before something of this level.</summary>
    public void Break(PieceKind kind, Anchor anchor) => _pieces.Add(new Piece(kind, "", _level, _level, anchor));

    /// <summary>A break before the bracket that ends this level; comments before it belong to what it encloses.</summary>
    public void BreakToEnd(PieceKind kind, Anchor anchor)
    {
        _level--;
        _pieces.Add(new Piece(kind, "", _level, _level + 1, anchor));
    }

    /// <summary>Elements in brackets, joined by commas: on one line, or on a line each.</summary>
    /// <param name="brackets">The opening and the closing bracket.</param>
    /// <param name="elements">The elements; of none there are the brackets alone.</param>
    /// <param name="place">Where an element was written.</param>
    /// <param name="write">Writes an element.</param>
    /// <param name="end">Where the closing bracket was written.</param>
    /// <param name="edge">The break at both brackets.</param>
    public void List<T>(
        (string Open, string Close) brackets, ValueList<T> elements, Func<T, Anchor> place, Action<T> write, Anchor end,
        PieceKind edge = PieceKind.Seam)
    {
        Open();
        Text(brackets.Open);
        Indent();
        for (var i = 0; i < elements.Count; i++)
        {
            Break(i == 0 ? edge : PieceKind.Space, place(elements[i]));
            write(elements[i]);
            if (i < elements.Count - 1)
                Text(",");
        }
        if (elements.IsEmpty)
            Outdent();
        else
            BreakToEnd(edge, end);
        Text(brackets.Close);
        Close();
    }
}
