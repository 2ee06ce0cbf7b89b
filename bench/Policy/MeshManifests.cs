using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Bench.Policy;

/// <summary>
/// Ten clusters as manifest records: ten Services a namespace, ten written pods a Service, every other Service global.
/// Half of the namespaces have the same names in all clusters. Clusters share one network, or have one each and a gateway.
/// </summary>
internal static class MeshManifests
{
    public const int Clusters = 10;

    private const int Services = 10;
    private const int PodsOfService = 10;
    private const int PodsOnNode = 100;

    private static readonly SourceSpan Place = SourceSpan.OfFile("bench.yaml");

    /// <summary>A mesh of a number of workloads, a multiple of 1,000.</summary>
    public static ImmutableArray<ClusterManifests> Of(int workloads, bool hasOneNetwork) =>
    [
        .. Enumerable.Range(0, Clusters).Select(cluster =>
            Create(cluster, workloads / (Clusters * Services * PodsOfService), hasOneNetwork ? "shared" : $"net-{cluster}")),
    ];

    /// <summary>Compiles one cluster.</summary>
    public static Cluster Compile(ClusterManifests manifests)
    {
        var bag = new DiagnosticBag();
        var cluster = ClusterCompiler.Compile(
            manifests, PolicyPlan.Default, MeshConfig.Default, PolicyTrust.Default, WellKnown.DefaultDomainSuffix, bag);
        return bag.HasErrors || cluster.Pods.Any(pod => pod.Workload.Services.Count != 1)
            ? throw new InvalidOperationException("the manifests are not what they should be")
            : cluster;
    }

    private static ClusterManifests Create(int cluster, int namespaces, string network)
    {
        var manifests = ImmutableArray.CreateBuilder<Manifest>();
        manifests.Add(new NamespaceManifest(Meta(WellKnown.SystemNamespace, "", (WellKnown.NetworkLabel, network)), Place));
        manifests.Add(new GatewayManifest(
            Meta("eastwest", WellKnown.SystemNamespace, (WellKnown.NetworkLabel, network)),
            Place,
            At(WellKnown.EastWestGatewayClass),
            [new GatewayAddressManifest(GatewayAddressManifest.IpAddress, At($"203.0.113.{cluster + 1}"))],
            [],
            [new GatewayListenerManifest(At("mesh"), At(WellKnown.HbonePort), At("HBONE"), At(GatewayTlsMode.Terminate), null)]));
        var nodes = namespaces * Services * PodsOfService / PodsOnNode;
        for (var node = 0; node < nodes; node++)
            manifests.Add(new NodeManifest(Meta($"n{node}", ""), Place, [At(new IPNetwork(Address(10, node << 8), 24))], []));
        for (var number = 0; number < namespaces; number++)
        {
            var ns = number % 2 == 0 ? $"ns{number}" : $"ns{number}-of-c{cluster}";
            manifests.Add(new NamespaceManifest(Meta(ns, "", ("env", number % 3 == 0 ? "prod" : "test"), ("team", $"team-{number % 7}")), Place));
            manifests.Add(new ServiceAccountManifest(Meta("app", ns), Place));
            manifests.Add(new AuthorizationPolicyManifest(
                Meta("app", ns), Place, new SelectorManifest(Labels(("app", "s0")), [], Place), null, null, []));
            for (var service = 0; service < Services; service++)
                AddService(manifests, ns, $"s{service}", service % 2 == 0, cluster, ((number * Services) + service) * PodsOfService);
        }

        return new ClusterManifests($"c{cluster}", "bench", manifests.ToImmutable(), []);
    }

    private static void AddService(
        ImmutableArray<Manifest>.Builder manifests, string ns, string name, bool isGlobal, int cluster, int firstPod)
    {
        var port = new ServicePortManifest(At("http"), At(80), At<PortReference>(new PortReference.Number(8080)), null, null);
        manifests.Add(new ServiceManifest(
            Meta(name, ns, ("app", name), ("istio.io/global", isGlobal ? "true" : "false"), ("app.kubernetes.io/part-of", ns)), Place, null, false, [], [port], Labels(("app", name)), null, null, null, null, null, [], null));
        for (var pod = firstPod; pod < firstPod + PodsOfService; pod++)
        {
            var spec = new PodSpecManifest(
                At($"n{pod / PodsOnNode}"), At("app"), false, null, null, [new ContainerManifest(At("main"), [new ContainerPortManifest(null, At(8080), null)])]);
            manifests.Add(new PodManifest(
                Meta($"{name}-{pod}", ns, ("app", name), ("pod-template-hash", $"h{firstPod}"), ("team", ns), ("version", "v1")),
                Place,
                spec,
                At(PodPhase.Running),
                [At(Address((byte)(11 + cluster), pod))],
                At(true),
                [],
                IsTerminating: false));
        }
    }

    private static ObjectMeta Meta(string name, string ns, params (string Key, string Value)[] labels) =>
        new(At(name), At(ns), Labels(labels), LocatedMap.Empty, null);

    private static LocatedMap Labels(params (string Key, string Value)[] labels) =>
        new(labels.Select(label => new LocatedEntry(label.Key, label.Value, Place)));

    private static Located<T> At<T>(T value) => new(value, Place);

    private static IPAddress Address(byte first, int rest) => new([first, (byte)(rest >> 16), (byte)(rest >> 8), (byte)rest]);
}
