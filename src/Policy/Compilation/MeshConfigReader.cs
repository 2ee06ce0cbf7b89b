using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Manifests.Yaml;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Reads a MeshConfig, bare, under <c>meshConfig</c> (Helm values), in an IstioOperator, or as the text <c>data.mesh</c> of a
/// ConfigMap. Scope rules in it are read elsewhere.
/// </summary>
internal static class MeshConfigReader
{
    private const string TrustDomainKey = "trustDomain";
    private const string BundleUrlKey = "spiffeBundleUrl";

    private static readonly FieldType<OutboundTrafficPolicy> OutboundMode = FieldTypes.Choice(
        ("ALLOW_ANY", OutboundTrafficPolicy.AllowAny), ("REGISTRY_ONLY", OutboundTrafficPolicy.RegistryOnly));

    /// <summary>The configuration; null and an error where it is none.</summary>
    /// <param name="source">The file; null where there is none, which sets nothing.</param>
    /// <param name="bag">Where findings go.</param>
    public static MeshConfig? Read(SourceText? source, DiagnosticBag bag)
    {
        if (source is null)
            return MeshConfig.Default;
        var sink = new DiagnosticSink(source.File, ManifestLimits.Default.FileDiagnostics);
        if (Root(source, sink) is not { } root)
            return Finish(MeshConfig.Default, sink, bag);
        if (Text(root, "kind") == "ConfigMap")
            return ReadConfigMap(root, source.File, sink, bag);
        var config = Text(root, "kind") == "IstioOperator"
            ? Child(Child(root, "spec"), "meshConfig")
            : Child(root, "meshConfig") ?? root;
        return Finish(config is null ? MeshConfig.Default : Read(config, sink, bag), sink, bag);
    }

    /// <summary>The MeshConfig within a document, wherever it stands, and the place of the text that holds it where that is a value itself.</summary>
    /// <param name="document">The document.</param>
    /// <param name="file">Its file.</param>
    public static IEnumerable<(SourceNode.Mapping Root, SourceSpan? At)> ConfigsIn(SourceNode document, string file)
    {
        if (document is not SourceNode.Mapping root)
            return [];
        if (Text(root, "kind") == "ConfigMap")
        {
            return Child(root, "data")?.Find("mesh")?.Value is SourceNode.Scalar { Kind: ScalarKind.Text } mesh
                && Root(new SourceText(file, mesh.Text), new DiagnosticSink(file, 0)) is { } inner
                ? [(Child(inner, "meshConfig") ?? inner, mesh.Span)]
                : [];
        }

        var config = Text(root, "kind") == "IstioOperator" ? Child(Child(root, "spec"), "meshConfig") : Child(root, "meshConfig") ?? root;
        return config is null ? [] : [(config, null)];
    }

    /// <summary>A text within a text: what is found there is told where the inner one stands.</summary>
    private static MeshConfig? ReadConfigMap(SourceNode.Mapping root, string file, DiagnosticSink sink, DiagnosticBag bag)
    {
        if (Child(root, "data")?.Find("mesh")?.Value is not SourceNode.Scalar { Kind: ScalarKind.Text } mesh)
            return Finish(MeshConfig.Default, sink, bag);
        var inner = new DiagnosticBag();
        var config = Read(new SourceText(file, mesh.Text), inner);
        bag.AddRange(inner.ToOrderedList().Select(finding => finding with { Span = mesh.Span }));
        return Finish(config, sink, bag);
    }

    private static MeshConfig? Finish(MeshConfig? config, DiagnosticSink sink, DiagnosticBag bag)
    {
        bag.AddRange(sink.InOrder());
        return sink.Errors > 0 ? null : config;
    }

    private static SourceNode.Mapping? Root(SourceText source, DiagnosticSink sink) =>
        SourceDocuments.Read(source, ManifestLimits.Default, sink).FirstOrDefault()?.Root as SourceNode.Mapping;

    private static MeshConfig? Read(SourceNode.Mapping root, DiagnosticSink sink, DiagnosticBag bag)
    {
        MeshConfigFields.Report(root, bag);
        var fields = new ObjectReader(root, "", sink);
        var aliases = TrustDomainAliasReader.Read(root, bag, out var areSound);
        if (!TryReadTrustDomain(root, bag, out var trustDomain) || !areSound)
            return null;
        return new MeshConfig
        {
            TrustDomain = trustDomain,
            TrustDomainAliases = aliases,
            RootNamespace = fields.Value("rootNamespace", FieldTypes.Name(NameRule.DnsLabel))?.Value,
            OutboundTrafficPolicy = fields.Object("outboundTrafficPolicy")?.Value("mode", OutboundMode)?.Value,
            ServiceSettings = fields.Has("serviceSettings") ? ReadServiceSettings(fields) : null,
            Federation = fields.Has("caCertificates") ? ReadFederation(fields, bag) : null,
        };
    }

    private static bool TryReadTrustDomain(SourceNode.Mapping root, DiagnosticBag bag, out string? trustDomain)
    {
        trustDomain = null;
        switch (root.Find(TrustDomainKey)?.Value)
        {
            case null:
                return true;
            case SourceNode.Scalar { Kind: ScalarKind.Text, Text: var domain } when TrustDomainNames.Allow(domain):
                trustDomain = domain;
                return true;
            case var node:
                bag.Error(
                    CompilationCodes.InvalidMeshConfig,
                    node.Span,
                    $"`{TrustDomainKey}` is no name",
                    $"write a name such as `{WellKnown.DefaultTrustDomain}`");
                return false;
        }
    }

    private static ValueList<ClusterLocalHost> ReadServiceSettings(ObjectReader fields) => fields.Objects("serviceSettings")
        .SelectMany(setting =>
        {
            var isLocal = setting.ObjectOrEmpty("settings").Value("clusterLocal", FieldTypes.Flag)?.Value ?? false;
            return setting.Values("hosts", HostFields.HostOrWildcard).Select(host => new ClusterLocalHost(host.Value, isLocal));
        })
        .ToValueList();

    /// <summary>
    /// The roots of each foreign trust domain; the mesh's own where none are written. What is fetched from a URL is not
    /// fetched here, and further roots of the mesh's own trust domain are its authority's business.
    /// </summary>
    private static ValueList<TrustBundle> ReadFederation(ObjectReader fields, DiagnosticBag bag)
    {
        var roots = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var certificate in fields.Objects("caCertificates"))
        {
            var domains = certificate.Values("trustDomains", FieldTypes.NonEmpty);
            var pem = certificate.Value("pem", FieldTypes.NonEmpty);
            if (certificate.KeySpan(BundleUrlKey) is { } url)
                MeshConfigFields.ReportNotActedOn($"`{certificate.Path}.{BundleUrlKey}`", url, bag);
            if (domains.IsEmpty)
                MeshConfigFields.ReportNotActedOn($"`{certificate.Path}` without `trustDomains`", certificate.Span, bag);
            if (pem is null && certificate.Has(BundleUrlKey))
                continue;
            foreach (var domain in domains.Select(domain => domain.Value))
                roots[domain] = $"{roots.GetValueOrDefault(domain, "").TrimEnd()}\n{pem?.Value}".Trim('\n');
        }

        return roots.Select(root => new TrustBundle(root.Key, root.Value)).ToValueList();
    }

    private static SourceNode.Mapping? Child(SourceNode.Mapping? node, string key) =>
        node?.Find(key)?.Value as SourceNode.Mapping;

    private static string? Text(SourceNode.Mapping node, string key) => (node.Find(key)?.Value as SourceNode.Scalar)?.Text;
}
