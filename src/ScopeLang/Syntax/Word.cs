namespace ScopeMesh.ScopeLang.Syntax;

/// <summary>A name, key or value as its author means it: without quotes and escapes.</summary>
/// <param name="Text">The text.</param>
/// <param name="Origin">Where it stands, quotes included.</param>
public readonly record struct Word(string Text, Origin Origin)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A comment: from its <c>#</c> to the end of the line. Part of the text, not of the meaning.</summary>
/// <param name="Text">The text, with its <c>#</c> and without blanks at its end.</param>
/// <param name="Origin">Where it stands.</param>
public readonly record struct Comment(string Text, Origin Origin);
