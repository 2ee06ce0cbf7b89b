namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>Quotes what somebody wrote, so that a message stays one line of a bearable length.</summary>
internal static class UserText
{
    private const int QuotedChars = 80;

    public static string Quote(string text)
    {
        var shown = text.Length <= QuotedChars ? text : string.Concat(text.AsSpan(0, QuotedChars), "…");
        return $"`{string.Concat(shown.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c))}`";
    }
}
