using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>The types of fields that name hosts.</summary>
internal static class HostFields
{
    /// <summary>A name in DNS, in any case and with or without the root's dot.</summary>
    public static FieldType<string> Host { get; } = FieldTypes.Text.Then<string>("a host name", text =>
        Explain(text) is { } why ? Wrong(text, why) : text);

    /// <summary>A name in DNS, or all names of one ending: <c>*.example.com</c>.</summary>
    public static FieldType<string> HostOrWildcard { get; } = FieldTypes.Text.Then<string>("a host name", text =>
        Explain(AfterWildcard(text)) is { } why ? Wrong(text, why) : text);

    /// <summary>Whether a text is written with nothing but digits and dots: an address that is none, and no name.</summary>
    public static bool LooksLikeAddress(string text) => text.All(character => char.IsAsciiDigit(character) || character == '.');

    /// <summary>Istio takes <c>*.a</c>, <c>*-b.a</c> and <c>*b.a</c>, and not <c>*</c> alone.</summary>
    private static string AfterWildcard(string text) => text switch
    {
        ['*', '.' or '-', .. var rest] => rest,
        ['*', _, ..] => text[1..],
        _ => text,
    };

    private static string? Explain(string text) =>
        LabelSyntax.ExplainDnsSubdomain((text is [.. var host, '.'] ? host : text).ToLowerInvariant());

    private static WrongValue Wrong(string text, string why) => new(
        ManifestCodes.InvalidName, $"is {UserText.Quote(text)}, which {why}", "write a host such as `api.example.com`");
}
