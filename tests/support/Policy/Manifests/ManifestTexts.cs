using FsCheck;
using FsCheck.Fluent;

namespace ScopeMesh.Tests.Support.Policy.Manifests;

/// <summary>Texts of manifests: valid, with mistakes, and no manifests at all.</summary>
public static class ManifestTexts
{
    private static readonly Gen<string> Names = Gen.Elements("a", "b", "shop", "curl-1", "Bad_Name", "true", "7");

    private static readonly Gen<string> Labels =
        Gen.Elements("{}", "{app: shop}", "{app: shop, version: v1}", "{app: 1}", "{istio.io/global: \"true\"}", "[app]");

    private static readonly Gen<string> Specs = Gen.Elements(
        "{}",
        "{ports: [{port: 80, targetPort: http}], selector: {app: shop}}",
        "{ports: [{name: a, port: 80}, {name: b, port: eighty}]}",
        "{clusterIP: None}",
        "{replicas: 2, selector: {matchLabels: {app: shop}}, template: {metadata: {labels: {app: shop}}, spec: {containers: [{name: c}]}}}",
        "{replicas: -1}",
        "{containers: [{name: c, ports: [{containerPort: 8080}]}], nodeName: n}",
        "{action: DENY, rules: [{from: [{source: {principals: [\"*\"]}}]}]}",
        "{action: DENY, rules: [{from: [{source: {principal: [\"*\"]}}]}]}",
        "{mtls: {mode: STRICT}}",
        "{gatewayClassName: istio-east-west, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}",
        "{gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE, allowedRoutes: {namespaces: {from: All}}}]}",
        "{hosts: [a.example.com], addresses: [192.0.2.0/24], ports: [{number: 80, name: http}], resolution: STATIC, endpoints: [{address: 10.0.0.1}]}",
        "{hosts: [\"*.example.com\"], resolution: DNS}",
        "{address: 10.0.0.1, ports: {http: 8080}, weight: 2, locality: a/b}",
        "{type: Headless, ips: [10.0.0.1], ports: [{port: 80}]}",
        "[1, 2]");

    private static readonly Gen<(string ApiVersion, string Kind)> Kinds = Gen.Elements(
        ("v1", "Service"),
        ("v1", "Namespace"),
        ("v1", "ServiceAccount"),
        ("v1", "Pod"),
        ("v1", "Node"),
        ("v1", "ConfigMap"),
        ("apps/v1", "Deployment"),
        ("networking.istio.io/v1", "VirtualService"),
        ("networking.istio.io/v1", "ServiceEntry"),
        ("networking.istio.io/v1", "WorkloadEntry"),
        ("multicluster.x-k8s.io/v1alpha1", "ServiceExport"),
        ("multicluster.x-k8s.io/v1alpha1", "ServiceImport"),
        ("security.istio.io/v1", "AuthorizationPolicy"),
        ("security.istio.io/v1", "PeerAuthentication"),
        ("gateway.networking.k8s.io/v1", "Gateway"));

    private static readonly Gen<string> Fragments = Gen.Elements(
        "---\n", "...\n", "%YAML 1.1\n", "a: ", "b: ", "- ", "? ", ": ", "<<: ", "&a ", "*a ", "!!str ", "!", "{", "}", "[", "]", ",", "\"",
        "'", "|\n", ">-\n", "\n", "\r\n", "\r", "  ", "    ", "\t", "#", "@", "`", "\\", "\0", "\u0085", "\u2028", "\uFEFF", "\ud83d\ude00", "\ud83d", "é",
        "apiVersion: v1\n", "kind: Service\n", "kind: List\nitems: ", "metadata: ", "name: x\n", "labels: ", "spec:\n", "ports: ", "port: ", "80", "true",
        "null", "1.5", "0x", "from: ", "to: ", "answers: ", "east/a/b", "h:1");

    /// <summary>An object as one document, often with a mistake in it; it always says what it is.</summary>
    public static Gen<string> Document { get; } =
        from kind in Kinds
        from name in Names
        from labels in Labels
        from spec in Specs
        select $"apiVersion: {kind.ApiVersion}\nkind: {kind.Kind}\nmetadata:\n  name: {name}\n  labels: {labels}\nspec: {spec}\n";

    /// <summary>Some documents, which need not be valid.</summary>
    public static Gen<string[]> Documents { get; } = Document.ArrayOf().Where(documents => documents.Length <= 12);

    /// <summary>Text that looks like YAML here and there.</summary>
    public static Gen<string> Noise { get; } = Gen.OneOf(
        Fragments.ArrayOf().Select(string.Concat),
        from documents in Documents
        from noise in Fragments.ArrayOf()
        from at in Gen.Choose(0, int.MaxValue)
        let text = Join(documents)
        select text.Insert(at % (text.Length + 1), string.Concat(noise)));

    /// <summary>The documents as one file.</summary>
    public static string Join(IEnumerable<string> documents) => string.Join("---\n", documents);
}
