using System.Diagnostics.CodeAnalysis;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>Ends the reading of one document from any depth; never leaves <see cref="DocumentReader"/>.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "never leaves DocumentReader")]
internal sealed class InvalidDocument : Exception
{
    private InvalidDocument(string code, SourceSpan span, string message, string remedy)
        : base(message)
    {
        Code = code;
        Span = span;
        Remedy = remedy;
    }

    public string Code { get; }

    public SourceSpan Span { get; }

    public string Remedy { get; }

    public static InvalidDocument NotYaml(string message, SourceSpan span, string remedy) =>
        new(ManifestCodes.NotYaml, span, message, remedy);

    public static InvalidDocument MoreThanOneValue(SourceSpan span) =>
        new(ManifestCodes.NotYaml, span, "another document begins here", "put a line of `---` before it");

    public static InvalidDocument MissingValue(SourceSpan span) =>
        new(ManifestCodes.NotYaml, span, "not YAML: a value is missing", "check brackets there and above");

    public static InvalidDocument KeyIsNoText(SourceSpan span) =>
        new(ManifestCodes.NotYaml, span, "a key is a list or a mapping", "write text");

    public static InvalidDocument MergesNoMapping(SourceSpan span) =>
        new(ManifestCodes.NotYaml, span, "`<<` merges a value that is no mapping", "merge an alias to a mapping");

    public static InvalidDocument UnknownAlias(string name, SourceSpan span) =>
        new(ManifestCodes.NotYaml, span, $"`*{name}` stands for nothing", $"mark a value before it with `&{name}`");

    public static InvalidDocument TooDeep(ManifestLimits limits, SourceSpan span) => new(
        ManifestCodes.TooDeep, span, $"values nest deeper than {limits.NestingLevels} levels", "nest them less");

    public static InvalidDocument TooManyNodes(ManifestLimits limits, SourceSpan span) => new(
        ManifestCodes.TooManyNodes,
        span,
        $"the document holds more than {limits.DocumentNodes} values, those that aliases stand for included",
        "split it, or use fewer aliases");
}
