using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Linting;

/// <summary>The certificates that MeshConfigs hold (<c>caCertificates</c>), as texts: who can read certificates turns them into facts.</summary>
public static class FederationRoots
{
    /// <summary>The texts, in the order of files and places.</summary>
    /// <param name="sources">The texts of the mesh.</param>
    public static ValueList<Located<string>> Of(MeshSources sources) => sources.Clusters
        .Select(cluster => cluster.Config)
        .Prepend(sources.Config)
        .OfType<SourceText>()
        .OrderBy(source => source.File, StringComparer.Ordinal)
        .SelectMany(Of)
        .ToValueList();

    private static IEnumerable<Located<string>> Of(SourceText source)
    {
        var sink = new DiagnosticSink(source.File, 0);
        return SourceDocuments.Read(source, ManifestLimits.Default, sink)
            .SelectMany(document => MeshConfigReader.ConfigsIn(document.Root, source.File))
            .SelectMany(config => Pems(config.Root, config.At));
    }

    private static IEnumerable<Located<string>> Pems(SourceNode.Mapping config, ScopeLang.Diagnostics.SourceSpan? at) =>
        from certificate in (config.Find("caCertificates")?.Value as SourceNode.Sequence)?.Items ?? []
        let pem = (certificate as SourceNode.Mapping)?.Find("pem")?.Value as SourceNode.Scalar
        where pem is not null
        select new Located<string>(pem.Text, at ?? pem.Span);
}
