using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>What names of some kind look like, as an API server checks them.</summary>
/// <param name="Example">A name that keeps the rule.</param>
/// <param name="Explain">What is wrong with a name, as the end of a sentence about it, or null.</param>
internal sealed record NameRule(string Example, Func<string, string?> Explain)
{
    private const int PortNameLength = 15;

    /// <summary>A label of RFC 1123: names of namespaces, containers and Services' ports.</summary>
    public static NameRule DnsLabel { get; } = new("my-app", LabelSyntax.ExplainDnsLabel);

    /// <summary>A label of RFC 1035: names of Services.</summary>
    public static NameRule ServiceName { get; } = new("my-app", name =>
        LabelSyntax.ExplainDnsLabel(name)
        ?? (char.IsAsciiLetterLower(name[0]) ? null : "must begin with a letter, as names of Services do"));

    /// <summary>Labels of RFC 1123 with dots between them: names of most objects.</summary>
    public static NameRule DnsSubdomain { get; } = new("my-app.v2", LabelSyntax.ExplainDnsSubdomain);

    /// <summary>A service name of RFC 6335: names of containers' ports.</summary>
    public static NameRule PortName { get; } = new("http-api", ExplainPortName);

    /// <summary>The name, or what is wrong with it.</summary>
    public Parsed<string> Check(string name) => Explain(name) is { } why
        ? new WrongValue(
            ManifestCodes.InvalidName, $"is {UserText.Quote(name)}, which {why}", $"write a name such as `{Example}`")
        : name;

    private static string? ExplainPortName(string name)
    {
        if (name.Length > PortNameLength)
            return $"is longer than {PortNameLength} characters";
        if (LabelSyntax.ExplainDnsLabel(name) is { } why)
            return why;
        if (name.Contains("--", StringComparison.Ordinal))
            return "holds `--`";
        return name.Any(char.IsAsciiLetterLower) ? null : "has no letter";
    }
}
