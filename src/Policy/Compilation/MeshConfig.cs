using ScopeMesh.ScopeLang.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What is read of Istio's MeshConfig besides its scope rules.</summary>
/// <param name="TrustDomain">The trust domain, if it is set.</param>
internal sealed record MeshConfig(string? TrustDomain)
{
    private const string TrustDomainKey = "trustDomain";

    /// <summary>Nothing is set.</summary>
    public static MeshConfig Default { get; } = new(TrustDomain: null);

    /// <summary>Reads a MeshConfig, bare or under <c>meshConfig</c>; null and an error where it is not one.</summary>
    public static MeshConfig? Read(Manifests.SourceText source, DiagnosticBag bag)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(source.Text));
        }
        catch (YamlException error)
        {
            bag.Error(CompilationCodes.InvalidMeshConfig, Span(source, error.Start), Sentence(error.Message));
            return null;
        }

        if (yaml.Documents is [])
            return Default;
        if (yaml.Documents[0].RootNode is not YamlMappingNode root)
            return Default;
        var config = Child(root, "meshConfig") as YamlMappingNode ?? root;
        if (Child(config, TrustDomainKey) is not { } node)
            return Default;
        if (node is YamlScalarNode { Value: { Length: > 0 } domain } && !domain.Contains('/', StringComparison.Ordinal))
            return new MeshConfig(domain);
        bag.Error(
            CompilationCodes.InvalidMeshConfig, Span(source, node.Start), $"`{TrustDomainKey}` is no name", "write a name such as `cluster.local`");
        return null;
    }

    private static YamlNode? Child(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static SourceSpan Span(Manifests.SourceText source, Mark mark) =>
        new(source.File, (int)mark.Line, (int)mark.Column, (int)mark.Index);

    private static string Sentence(string message) =>
        message.Length == 0 ? message : char.ToLowerInvariant(message[0]) + message[1..].TrimEnd('.');
}
