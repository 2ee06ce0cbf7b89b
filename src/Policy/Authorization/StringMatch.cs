namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// What a text must look like, its case included. The empty text, which stands for nobody, matches nothing.
/// </summary>
public abstract record StringMatch
{
    private StringMatch()
    {
    }

    /// <summary>The text itself.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Exact(string Value) : StringMatch;

    /// <summary>How the text begins.</summary>
    /// <param name="Value">Its beginning.</param>
    public sealed record Prefix(string Value) : StringMatch;

    /// <summary>How the text ends.</summary>
    /// <param name="Value">Its end.</param>
    public sealed record Suffix(string Value) : StringMatch;

    /// <summary>Any text that is not empty.</summary>
    public sealed record Presence : StringMatch;

    /// <summary>Reads Istio's form: <c>*</c>, <c>*suffix</c>, <c>prefix*</c> or the text itself.</summary>
    /// <param name="text">The text, not empty.</param>
    public static StringMatch Parse(string text) => text switch
    {
        "*" => new Presence(),
        ['*', .. var end] => new Suffix(end),
        [.. var start, '*'] => new Prefix(start),
        _ => new Exact(text),
    };

    /// <summary>Whether a text matches.</summary>
    /// <param name="text">The text.</param>
    public bool Matches(string text) => text.Length > 0 && this switch
    {
        Exact exact => string.Equals(text, exact.Value, StringComparison.Ordinal),
        Prefix prefix => text.StartsWith(prefix.Value, StringComparison.Ordinal),
        Suffix suffix => text.EndsWith(suffix.Value, StringComparison.Ordinal),
        _ => true,
    };
}
