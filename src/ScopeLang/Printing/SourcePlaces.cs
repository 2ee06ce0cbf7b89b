using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Finds tokens of a text by their places.</summary>
internal sealed class SourcePlaces(IReadOnlyList<Token> tokens)
{
    /// <summary>Where the token of an anchor begins.</summary>
    public int Offset(Anchor anchor) =>
        anchor.Steps == 0 ? anchor.Offset : tokens[IndexAt(anchor.Offset) + anchor.Steps].Span.Offset;

    /// <summary>The line of the token that covers a place, or is the last one before it; 0 before all tokens.</summary>
    public int LineAt(int offset) => IndexAt(offset) is >= 0 and var index ? tokens[index].Span.Line : 0;

    /// <summary>Gives each comment of an item its break: the first one after what stands before the comment.</summary>
    /// <param name="pieces">The item.</param>
    /// <param name="comments">Its comments in order.</param>
    public IReadOnlyList<PlacedComment> Place(IReadOnlyList<Piece> pieces, IReadOnlyList<Comment> comments)
    {
        var placed = new List<PlacedComment>(comments.Count);
        for (var i = 0; i < pieces.Count && placed.Count < comments.Count; i++)
        {
            if (!pieces[i].IsBreak)
                continue;
            var next = Offset(pieces[i].Anchor);
            while (placed.Count < comments.Count && comments[placed.Count].Origin.Span.Offset < next)
                placed.Add(At(i, comments[placed.Count]));
        }
        while (placed.Count < comments.Count)
            placed.Add(At(pieces.Count, comments[placed.Count]));
        return placed;
    }

    private PlacedComment At(int piece, Comment comment)
    {
        var span = comment.Origin.Span;
        return new PlacedComment(comment.Text, piece, EndsLine: LineAt(span.Offset) == span.Line);
    }

    private int IndexAt(int offset)
    {
        var (low, high) = (0, tokens.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (tokens[middle].Span.Offset <= offset)
                low = middle + 1;
            else
                high = middle;
        }
        return low - 1;
    }
}
