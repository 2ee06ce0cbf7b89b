using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Bench.Policy;

/// <summary>
/// Manifest records to the cluster that they describe: ten clusters of 100 namespaces, in each of which ten Services have
/// ten written pods apiece; and a tenth of that, so that one sees whether time grows with size.
/// </summary>
internal static class CompilationBench
{
    private const int Clusters = 10;
    private const int Services = 10;
    private const int PodsOfService = 10;
    private const int PodsOnNode = 100;

    private static readonly SourceSpan Place = SourceSpan.OfFile("bench.yaml");

    public static IEnumerable<Table> Run()
    {
        foreach (var namespaces in new[] { 10, 100 })
        {
            var clusters = Enumerable.Range(0, Clusters).Select(cluster => Create($"c{cluster}", namespaces)).ToArray();
            var pods = Clusters * namespaces * Services * PodsOfService;
            yield return new Table(
                $"{pods:N0} pods, {pods / PodsOfService:N0} Services, {Clusters * namespaces:N0} namespaces in {Clusters} clusters",
                Series.Run([new("manifests to clusters", () => clusters.Count(Compile) == Clusters ? 1 : 0)], rounds: 3, turn: TimeSpan.FromSeconds(1)));
        }
    }

    private static bool Compile(ClusterManifests manifests)
    {
        var bag = new DiagnosticBag();
        var cluster = ClusterCompiler.Compile(
            manifests, PolicyPlan.Default, MeshConfig.Default, PolicyTrust.Default, WellKnown.DefaultDomainSuffix, bag);
        return !bag.HasErrors && cluster.Pods.All(pod => pod.Workload.Services.Count == 1);
    }

    private static ClusterManifests Create(string id, int namespaces)
    {
        var manifests = ImmutableArray.CreateBuilder<Manifest>();
        var nodes = namespaces * Services * PodsOfService / PodsOnNode;
        for (var node = 0; node < nodes; node++)
            manifests.Add(new NodeManifest(Meta($"n{node}", ""), Place, [At(new IPNetwork(Address(10, node << 8), 24))], []));
        for (var ns = 0; ns < namespaces; ns++)
        {
            manifests.Add(new NamespaceManifest(Meta($"ns{ns}", ""), Place));
            manifests.Add(new ServiceAccountManifest(Meta("app", $"ns{ns}"), Place));
            manifests.Add(new AuthorizationPolicyManifest(
                Meta("app", $"ns{ns}"), Place, new SelectorManifest(Labels(("app", "s0")), [], Place), null, null, []));
            for (var service = 0; service < Services; service++)
                AddService(manifests, $"ns{ns}", $"s{service}", (ns * Services + service) * PodsOfService);
        }

        return new ClusterManifests(id, "bench", manifests.ToImmutable(), []);
    }

    private static void AddService(ImmutableArray<Manifest>.Builder manifests, string ns, string name, int firstPod)
    {
        var port = new ServicePortManifest(At("http"), At(80), At<PortReference>(new PortReference.Number(8080)), null, null);
        manifests.Add(new ServiceManifest(
            Meta(name, ns), Place, null, false, [], [port], Labels(("app", name)), null, null, null, null, null, [], null));
        for (var pod = firstPod; pod < firstPod + PodsOfService; pod++)
        {
            var spec = new PodSpecManifest(
                At($"n{pod / PodsOnNode}"), At("app"), false, null, null, [new ContainerManifest(At("main"), [new ContainerPortManifest(null, At(8080), null)])]);
            manifests.Add(new PodManifest(
                Meta($"{name}-{pod}", ns, ("app", name), ("pod-template-hash", $"h{firstPod}"), ("team", ns), ("version", "v1")),
                Place,
                spec,
                At(PodPhase.Running),
                [At(Address(11, pod))],
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
