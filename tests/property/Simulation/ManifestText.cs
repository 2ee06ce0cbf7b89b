namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>Manifests as users write them, each on one line, which is read soonest.</summary>
internal static class ManifestText
{
    public const int ServicePort = 80;
    public const int TargetPort = 8080;

    public static string Config(string trustDomain, IEnumerable<string> believed) =>
        $"{{trustDomain: {trustDomain}, caCertificates: [{string.Join(", ", believed.Select(domain => $"{{trustDomains: [{domain}]}}"))}]}}";

    public static string Namespace(string name, string labels) =>
        $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}, labels: {{{labels}}}}}}}";

    public static string ServiceAccount(string ns, string name) =>
        $"{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: {name}, namespace: {ns}}}}}";

    public static string Node(string name, string cidr, string network, string region) =>
        $"{{apiVersion: v1, kind: Node, metadata: {{name: {name}, labels: {{topology.kubernetes.io/region: {region}"
        + $"{(network.Length > 0 ? $", topology.istio.io/network: {network}" : "")}}}}}, spec: {{podCIDR: {cidr}}}}}";

    public static string Gateway(string name, string network, string address) =>
        $"{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{name: {name}, namespace: istio-system, "
        + $"labels: {{topology.istio.io/network: {network}}}}}, spec: {{gatewayClassName: istio-east-west, "
        + $"addresses: [{{type: IPAddress, value: {address}}}], listeners: [{{name: mesh, port: 15008, protocol: HBONE, tls: {{mode: Terminate}}}}]}}}}";

    public static string Waypoint(string ns) =>
        $"{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{name: wp, namespace: {ns}, labels: {{istio.io/global: \"true\"}}}}, "
        + "spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}\n---\n"
        + Deployment(new DeploymentState(ns, "wp", 1, "red", "default"), ", gateway.networking.k8s.io/gateway-name: wp");

    public static string Service(ServiceState service)
    {
        var labels = new List<string>();
        if (service.IsGlobal)
            labels.Add("istio.io/global: \"true\"");
        if (service.Waypoint.Length > 0)
            labels.Add($"istio.io/use-waypoint: {service.Waypoint}");
        var distribution = service.Distribution.Length > 0 ? $", trafficDistribution: {service.Distribution}" : "";
        return $"{{apiVersion: v1, kind: Service, metadata: {{name: {service.Name}, namespace: {service.Namespace}, labels: {{{string.Join(", ", labels)}}}}}, "
            + $"spec: {{ports: [{{name: http, port: {ServicePort}, targetPort: {TargetPort}}}], selector: {{app: {service.Name}}}{distribution}}}}}";
    }

    public static string Deployment(DeploymentState deployment, string labels = "") =>
        $"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {deployment.Name}, namespace: {deployment.Namespace}}}, "
        + $"spec: {{replicas: {deployment.Replicas}, selector: {{matchLabels: {{app: {deployment.Name}}}}}, template: {{metadata: "
        + $"{{labels: {{app: {deployment.Name}, tier: {deployment.Tier}{labels}}}}}, spec: {{serviceAccountName: {deployment.Account}, containers: [{{name: main}}]}}}}}}}}";

    public static string Policy(string ns, string name, string spec, bool isDryRun) =>
        $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: {name}, namespace: {ns}"
        + $"{(isDryRun ? ", annotations: {istio.io/dry-run: \"true\"}" : "")}}}, spec: {{{spec}}}}}";

    public static string PeerAuthentication(string ns, string mode) =>
        $"{{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {{name: default, namespace: {ns}}}, spec: {{mtls: {{mode: {mode}}}}}}}";
}

/// <summary>What a Service says that edits change.</summary>
internal sealed record ServiceState(string Namespace, string Name, bool IsGlobal, string Waypoint, string Distribution)
{
    public string File => $"svc-{Namespace}-{Name}.yaml";
}

/// <summary>What a Deployment says that edits change.</summary>
internal sealed record DeploymentState(string Namespace, string Name, int Replicas, string Tier, string Account)
{
    public string File => $"dep-{Namespace}-{Name}.yaml";
}
