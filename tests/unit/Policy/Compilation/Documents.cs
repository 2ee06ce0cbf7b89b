namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>Documents as users write them, one line each.</summary>
internal static class Documents
{
    public static string Namespace(string name, string labels = "", string annotations = "") =>
        $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}, labels: {{{labels}}}, annotations: {{{annotations}}}}}}}";

    /// <summary>A Service of port 80; <paramref name="spec"/> takes the place of its ports and selector.</summary>
    public static string Service(string name, string? spec = null, string metadata = "") =>
        $"{{apiVersion: v1, kind: Service, metadata: {{name: {name}{With(metadata)}}}, spec: {{{spec ?? $"ports: [{{port: 80}}], selector: {{app: {name}}}"}}}}}";

    public static string Pod(string name, string spec = "", string metadata = "", string status = "") =>
        $"{{apiVersion: v1, kind: Pod, metadata: {{name: {name}{With(metadata)}}}, spec: {{containers: [{{name: main}}]{With(spec)}}}, status: {{{status}}}}}";

    public static string Deployment(string name, int replicas, string labels, string spec = "", string metadata = "") =>
        $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}{With(metadata)}}}, spec: {{replicas: {replicas}, "
        + $"selector: {{matchLabels: {{{labels}}}}}, template: {{metadata: {{labels: {{{labels}}}}}, "
        + $"spec: {{containers: [{{name: main}}]{With(spec)}}}}}}}}}";

    public static string ServiceAccount(string name, string metadata = "") =>
        $"{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: {name}{With(metadata)}}}}}";

    public static string Gateway(string name, string spec, string metadata = "", string status = "") =>
        $"{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{name: {name}{With(metadata)}}}, "
        + $"spec: {{gatewayClassName: istio-east-west, {spec}}}, status: {{{status}}}}}";

    public static string Node(string name, string spec) =>
        $"{{apiVersion: v1, kind: Node, metadata: {{name: {name}}}, spec: {{{spec}}}}}";

    /// <summary>A waypoint that takes HBONE; its routes are those of its own namespace unless <paramref name="routes"/> says otherwise.</summary>
    public static string Waypoint(string name, string metadata = "", string routes = "") =>
        $"{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{name: {name}{With(metadata)}}}, "
        + $"spec: {{gatewayClassName: istio-waypoint, listeners: [{{name: mesh, port: 15008, protocol: HBONE{With(routes)}}}]}}}}";

    public static string ServiceEntry(string name, string spec, string metadata = "", string status = "") =>
        $"{{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {{name: {name}{With(metadata)}}}, spec: {{{spec}}}, status: {{{status}}}}}";

    public static string WorkloadEntry(string name, string spec, string metadata = "") =>
        $"{{apiVersion: networking.istio.io/v1, kind: WorkloadEntry, metadata: {{name: {name}{With(metadata)}}}, spec: {{{spec}}}}}";

    private static string With(string more) => more.Length == 0 ? "" : $", {more}";
}
