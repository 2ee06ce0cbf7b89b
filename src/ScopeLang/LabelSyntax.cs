using System.Buffers;

namespace ScopeMesh.ScopeLang;

/// <summary>
/// What Kubernetes allows as label keys, label values and object names. Each <c>Explain…</c> tells what is wrong, as
/// the end of a sentence about the text, or null where the text is valid.
/// </summary>
public static class LabelSyntax
{
    /// <summary>The most characters of a label value, and of the name part of a label key.</summary>
    public const int NameLength = 63;

    /// <summary>The most characters of a DNS-1123 subdomain, and of the prefix of a label key.</summary>
    public const int SubdomainLength = 253;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly SearchValues<char> DnsCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Whether a text is a label key: <c>name</c> or <c>prefix/name</c>.</summary>
    /// <param name="text">The text.</param>
    public static bool IsKey(string text) => ExplainKey(text) is null;

    /// <summary>Whether a text is a label value; the empty text is one.</summary>
    /// <param name="text">The text.</param>
    public static bool IsValue(string text) => ExplainValue(text) is null;

    /// <summary>Whether a text is a DNS-1123 label, such as the name of a namespace.</summary>
    /// <param name="text">The text.</param>
    public static bool IsDnsLabel(string text) => ExplainDnsLabel(text) is null;

    /// <summary>Whether a text is a DNS-1123 subdomain: DNS-1123 labels joined by dots.</summary>
    /// <param name="text">The text.</param>
    public static bool IsDnsSubdomain(string text) => ExplainDnsSubdomain(text) is null;

    /// <summary>What keeps a text from being a label key.</summary>
    /// <param name="text">The text.</param>
    public static string? ExplainKey(string text) => text.IndexOf('/') switch
    {
        < 0 => ExplainKeyName(text),
        var slash => ExplainDnsSubdomain(text[..slash]) is { } why
            ? $"has a prefix that {why}"
            : ExplainKeyName(text[(slash + 1)..]),
    };

    /// <summary>What keeps a text from being a label value.</summary>
    /// <param name="text">The text.</param>
    public static string? ExplainValue(string text) => text.Length == 0 ? null : ExplainName(text);

    /// <summary>What keeps a text from being a DNS-1123 label.</summary>
    /// <param name="text">The text.</param>
    public static string? ExplainDnsLabel(string text) =>
        text.Length > NameLength ? $"is longer than {NameLength} characters" : ExplainDnsPart(text, "digits and `-`");

    /// <summary>What keeps a text from being a DNS-1123 subdomain.</summary>
    /// <param name="text">The text.</param>
    public static string? ExplainDnsSubdomain(string text)
    {
        if (text.Length > SubdomainLength)
            return $"is longer than {SubdomainLength} characters";
        foreach (var part in text.Split('.'))
            if (ExplainDnsPart(part, "digits, `-` and `.`") is { } why)
                return text.Length > 0 && part.Length == 0 ? "has an empty part between dots" : why;
        return null;
    }

    private static string? ExplainKeyName(string text) =>
        text.Length == 0 ? "has an empty name" : ExplainName(text);

    private static string? ExplainName(string text)
    {
        if (text.Length > NameLength)
            return $"is longer than {NameLength} characters";
        var odd = text.AsSpan().IndexOfAnyExcept(NameCharacters);
        if (odd >= 0)
            return $"holds {Show(text, odd)}: only ASCII letters, digits, `-`, `_` and `.` may stand there";
        return char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
            ? null
            : "must begin and end with an ASCII letter or digit";
    }

    private static string? ExplainDnsPart(string text, string others)
    {
        if (text.Length == 0)
            return "is empty";
        var odd = text.AsSpan().IndexOfAnyExcept(DnsCharacters);
        if (odd >= 0)
            return $"holds {Show(text, odd)}: only lower-case ASCII letters, {others} may stand there";
        return text[0] != '-' && text[^1] != '-' ? null : "must begin and end with a lower-case letter or digit";
    }

    private static string Show(string text, int index) =>
        char.IsControl(text[index]) || char.IsSurrogate(text[index]) || char.IsWhiteSpace(text[index])
            ? $"U+{(int)text[index]:X4}"
            : $"`{text[index]}`";
}
