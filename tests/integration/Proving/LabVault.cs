using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>
/// What has a waypoint: the global service <c>vault</c> of two clusters and its pods, which take connections from waypoints
/// alone. The waypoints are programs in another language (tests/interop/waypoint.mjs). That of one cluster ends tunnels by
/// itself; that of the other is captured as other pods are, and its node proxy ends them for it.
/// </summary>
internal static class LabVault
{
    /// <summary>The name of the waypoints, and their service account.</summary>
    public const string Waypoint = "waypoint";

    /// <summary>The pod of a waypoint.</summary>
    public const string WaypointPod = $"{Waypoint}-0";

    /// <summary>The address of <c>vault</c> in the clusters that have it.</summary>
    public const string Address = "10.96.0.54";

    /// <summary>The full name of <c>vault</c>.</summary>
    public const string Hostname = "vault.sample.svc.cluster.local";

    /// <summary>The address of <c>side</c>, a service of the same pods that has no waypoint.</summary>
    public const string SideAddress = "10.96.0.55";

    private const string TrustDomain = "cluster.local";
    private const int BindingPort = 15088;
    private const int East = 1, North = 3;

    /// <summary>The port of <c>vault</c> and its pods at an address.</summary>
    public static string At(string host) => $"{host}:{LabMesh.HttpPort}";

    /// <summary>Whether a cluster has it.</summary>
    public static bool IsIn(int cluster) => cluster is East or North;

    /// <summary>The pods of it, and of waypoints, that a cluster has.</summary>
    public static IEnumerable<LabPod> PodsOf(int cluster) => IsIn(cluster) ? [Vault(cluster), new(cluster, 0, 41, WaypointPod)] : [];

    /// <summary>Whether a pod is a waypoint.</summary>
    public static bool IsWaypoint(LabPod pod) => pod.Name == WaypointPod;

    /// <summary>Whether a pod is a waypoint without a node proxy.</summary>
    public static bool IsBare(LabPod pod) => IsWaypoint(pod) && pod.Cluster == East;

    /// <summary>The labels that a pod has for its part in this, as YAML.</summary>
    public static string LabelsOf(LabPod pod) =>
        IsBare(pod) ? $"{WellKnown.GatewayNameLabel}: {Waypoint}, {WellKnown.TunnelLabel}: http"
        : IsWaypoint(pod) ? $"{WellKnown.GatewayNameLabel}: {Waypoint}"
        : pod == Vault(pod.Cluster) ? $"{WellKnown.UseWaypointLabel}: {Waypoint}"
        : "";

    /// <summary>
    /// The manifests of a cluster. Who may call the pods, and what may be asked for, are two policies: one for their node
    /// proxies, and one for waypoints alone, which node proxies leave to them.
    /// </summary>
    public static string Yaml(int cluster)
    {
        var (annotations, listener) = cluster == East
            ? ("{}", "port: 15008, protocol: HBONE")
            : ($"{{{WellKnown.WaypointInboundBindingAnnotation}: PROXY/{BindingPort}}}", $"port: {BindingPort}, protocol: istio.io/PROXY");
        return $$"""
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata:
              name: {{Waypoint}}
              namespace: sample
              labels: {istio.io/waypoint-for: all}
              annotations: {{annotations}}
            spec:
              gatewayClassName: istio-waypoint
              listeners: [{name: mesh, {{listener}} }]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: vault, namespace: sample, labels: {istio.io/global: "true", istio.io/use-waypoint: {{Waypoint}} } }
            spec:
              clusterIP: {{Address}}
              selector: {app: vault}
              ports: [{name: http, port: {{LabMesh.HttpPort}} }]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: side, namespace: sample}
            spec:
              clusterIP: {{SideAddress}}
              selector: {app: vault}
              ports: [{name: http, port: {{LabMesh.HttpPort}} }]
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: through-the-waypoint, namespace: sample}
            spec:
              action: ALLOW
              selector: {matchLabels: {app: vault} }
              rules: [{from: [{source: {principals: [{{TrustDomain}}/ns/sample/sa/{{Waypoint}}] } }] }]
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: nothing-forbidden, namespace: sample}
            spec:
              action: DENY
              targetRefs: [{kind: Service, group: "", name: vault}]
              rules: [{to: [{operation: {paths: [/forbidden]} }] }]
            ---

            """;
    }

    /// <summary>Starts the waypoint of a cluster; where it ends tunnels, with a certificate of the cluster's authority.</summary>
    /// <param name="lab">The networks.</param>
    /// <param name="pod">Its pod.</param>
    /// <param name="boot">What was made for the cluster.</param>
    public static async Task<Process> StartWaypointAsync(Lab lab, LabPod pod, string boot)
    {
        var (id, vault) = (LabMesh.Clusters[pod.Cluster - 1], At(Vault(pod.Cluster).Address));
        var program = Lab.StartIn(
            lab.Of(pod), "node",
            [
                Path.Combine(Repository.Root, "tests/interop/waypoint.mjs"), "--name", id, "--to", vault, "--for", vault, "--for", At(Address),
                .. IsBare(pod) ? BareArguments(id, boot) : ["--sandwiched", "--listen", $"{BindingPort}"],
            ]);
        if (await program.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException($"the waypoint has ended: {await program.StandardError.ReadToEndAsync()}");
        return program;
    }

    private static string[] BareArguments(string cluster, string boot)
    {
        var certificates = Path.Combine(boot, WaypointPod);
        Issue(Path.Combine(boot, "ca"), certificates);
        return
        [
            "--certs", certificates, "--network", $"network-{cluster}", "--for", At(Hostname),
            "--gateway", $"{Lab.GatewayAddress(North)}:15008", "--elsewhere", At(Hostname),
        ];
    }

    private static LabPod Vault(int cluster) => new(cluster, 1, 40, "vault-0");

    private static void Issue(string authority, string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var signed = AuthorityFiles.Read(authority).Open(TrustDomain, CertificateLimits.Default, RandomNumberGenerator.Fill)
            .Sign(request, new SpiffeId(TrustDomain, "sample", Waypoint), TimeSpan.Zero, TimeProvider.System.GetUtcNow());
        var chain = Assert.IsType<SigningResult.Issued>(signed).Chain;
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "cert.pem"), string.Concat(chain.SkipLast(1)));
        File.WriteAllText(Path.Combine(folder, "ca.pem"), chain[^1]);
        File.WriteAllText(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }
}
