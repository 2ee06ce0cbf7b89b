using System.Collections.Frozen;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

/// <summary>The kinds that the mesh uses.</summary>
internal static class KnownKinds
{
    private static readonly FrozenDictionary<(string Group, string Kind), KindReader> Readers = new KindReader[]
    {
        Core("Namespace", NameRule.DnsLabel, false, (fields, meta) => new NamespaceManifest(meta, fields.Span)),
        Core("Node", NameRule.DnsSubdomain, false, NodeFields.Read),
        Core("Service", NameRule.ServiceName, true, ServiceFields.Read),
        Core("Pod", NameRule.DnsSubdomain, true, PodFields.Read),
        Core("ServiceAccount", NameRule.DnsSubdomain, true, (fields, meta) => new ServiceAccountManifest(meta, fields.Span)),
        InGroup("apps", "Deployment", ["v1"], DeploymentFields.Read),
        InGroup("discovery.k8s.io", "EndpointSlice", ["v1"], EndpointSliceFields.Read),
        InGroup("gateway.networking.k8s.io", "Gateway", ["v1", "v1beta1"], GatewayFields.Read),
        InGroup("multicluster.x-k8s.io", "ServiceExport", ["v1alpha1", "v1beta1"], (fields, meta) => new ServiceExportManifest(meta, fields.Span)),
        InGroup("multicluster.x-k8s.io", "ServiceImport", ["v1alpha1", "v1beta1"], ServiceImportFields.Read),
        InGroup("networking.istio.io", "ServiceEntry", ["v1", "v1beta1", "v1alpha3"], ServiceEntryFields.Read),
        InGroup("networking.k8s.io", "NetworkPolicy", ["v1"], NetworkPolicyFields.Read),
        InGroup("networking.istio.io", "WorkloadEntry", ["v1", "v1beta1", "v1alpha3"], WorkloadEntryFields.Read),
        InGroup("security.istio.io", "AuthorizationPolicy", ["v1", "v1beta1"], AuthorizationPolicyFields.Read),
        InGroup("security.istio.io", "PeerAuthentication", ["v1", "v1beta1"], PeerAuthenticationFields.Read),
    }.ToFrozenDictionary(reader => (reader.Group, reader.Kind));

    /// <summary>The reader of a kind, or null where the mesh does not use it, or not this version of it.</summary>
    public static KindReader? Find(string group, string version, string kind) =>
        Readers.GetValueOrDefault((group, kind)) is { } reader && reader.Versions.Contains(version) ? reader : null;

    /// <summary>The names of the kinds, ordered.</summary>
    public static ValueList<string> Names { get; } =
        Readers.Keys.Select(key => key.Kind).Distinct().Order(StringComparer.Ordinal).ToValueList();

    /// <summary>The kind of a name in whatever case, or null.</summary>
    public static KindReader? Named(string kind) =>
        Readers.Values.FirstOrDefault(reader => reader.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase));

    private static KindReader Core(
        string kind, NameRule names, bool isNamespaced, Func<ObjectReader, ObjectMeta, Manifest> read) =>
        new("", kind, ["v1"], names, isNamespaced, read);

    private static KindReader InGroup(
        string group, string kind, ValueList<string> versions, Func<ObjectReader, ObjectMeta, Manifest> read) =>
        new(group, kind, versions, NameRule.DnsSubdomain, true, read);
}
