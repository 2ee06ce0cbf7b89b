using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What is read of Istio's MeshConfig besides its scope rules.</summary>
/// <param name="TrustDomain">The trust domain, if it is set.</param>
internal sealed record MeshConfig(string? TrustDomain)
{
    private const string TrustDomainKey = "trustDomain";

    /// <summary>Trust domains whose principals policies take for those of the trust domain; null where none are set.</summary>
    public ValueList<string>? TrustDomainAliases { get; init; }

    /// <summary>Nothing is set.</summary>
    public static MeshConfig Default { get; } = new(TrustDomain: null);

    /// <summary>Reads a MeshConfig, bare or under <c>meshConfig</c>; null and an error where it is not one.</summary>
    /// <param name="source">The file; null where there is none, which sets nothing.</param>
    /// <param name="bag">Where errors go.</param>
    public static MeshConfig? Read(SourceText? source, DiagnosticBag bag)
    {
        if (source is null)
            return Default;
        var sink = new DiagnosticSink(source.File, ManifestLimits.Default.FileDiagnostics);
        var documents = SourceDocuments.Read(source, ManifestLimits.Default, sink).ToArray();
        var findings = sink.InOrder();
        bag.AddRange(findings);
        if (findings.Any(finding => finding.Severity == Severity.Error))
            return null;
        return documents is [{ Root: SourceNode.Mapping root }, ..] ? Read(root, bag) : Default;
    }

    private static MeshConfig? Read(SourceNode.Mapping root, DiagnosticBag bag)
    {
        var config = root.Find("meshConfig")?.Value as SourceNode.Mapping ?? root;
        var aliases = TrustDomainAliasReader.Read(config, bag, out var isSound);
        if (!isSound)
            return null;
        switch (config.Find(TrustDomainKey)?.Value)
        {
            case null:
                return Default with { TrustDomainAliases = aliases };
            case SourceNode.Scalar { Kind: ScalarKind.Text, Text: { Length: > 0 } domain } when !domain.Contains('/', StringComparison.Ordinal):
                return new MeshConfig(domain) { TrustDomainAliases = aliases };
            case var node:
                bag.Error(
                    CompilationCodes.InvalidMeshConfig,
                    node.Span,
                    $"`{TrustDomainKey}` is no name",
                    $"write a name such as `{Model.WellKnown.DefaultTrustDomain}`");
                return null;
        }
    }
}
