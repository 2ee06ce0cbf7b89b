using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Syntax;

/// <summary>
/// Where a part of a policy was written. All origins are equal, so that parts compare by what they say and not by
/// where they stand.
/// </summary>
/// <param name="span">The place.</param>
public readonly struct Origin(SourceSpan span) : IEquatable<Origin>
{
    /// <summary>The place in the text.</summary>
    public SourceSpan Span { get; } = span;

    /// <inheritdoc/>
    public bool Equals(Origin other) => true;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Origin;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    /// <summary>Always true.</summary>
    public static bool operator ==(Origin left, Origin right) => left.Equals(right);

    /// <summary>Always false.</summary>
    public static bool operator !=(Origin left, Origin right) => !left.Equals(right);

    /// <summary><c>file:line:column</c>.</summary>
    public override string ToString() => Span.ToString();
}
