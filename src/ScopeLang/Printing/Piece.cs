using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>What a <see cref="Piece"/> is.</summary>
internal enum PieceKind
{
    /// <summary>Text that no line break comes into.</summary>
    Text,

    /// <summary>A break: a space, or the end of a line.</summary>
    Space,

    /// <summary>A break: nothing, or the end of a line.</summary>
    Seam,

    /// <summary>A group begins. All of its own breaks end a line, or none does. Outside of groups all do.</summary>
    Open,

    /// <summary>The group ends.</summary>
    Close,
}

/// <summary>
/// A part of the printed form of an item. Everything that prints items gives pieces, and <see cref="ItemLayout"/>
/// makes lines of them, so that how something is spelled is said once.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, where it is one.</param>
/// <param name="Level">For a break, how deep the line after it is indented.</param>
/// <param name="CommentLevel">For a break, how deep the lines of the comments before it are indented.</param>
/// <param name="Anchor">For a break, where what follows it was written: comments before that place stand at the break.</param>
internal readonly record struct Piece(
    PieceKind Kind, string Text = "", int Level = 0, int CommentLevel = 0, Anchor Anchor = default)
{
    public bool IsBreak => Kind is PieceKind.Space or PieceKind.Seam;
}

/// <summary>
/// The start of a token of the source, found from a place that the tree knows: the token there, or one that stands some
/// tokens after (before, if negative) it. Keywords and brackets that the tree does not hold are found so.
/// </summary>
internal readonly record struct Anchor(int Offset, int Steps)
{
    /// <summary>The first token of a part, or one that stands some tokens from it.</summary>
    public static Anchor First(Origin origin, int steps = 0) => new(origin.Span.Offset, steps);

    /// <summary>The last token of a part that ends with a bracket, or one that stands some tokens from its end.</summary>
    public static Anchor Last(Origin origin, int steps = 0) => new(origin.Span.Offset + origin.Span.Length - 1, steps);
}
