using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// The endpoints that EndpointSlices list for Services without a selector. Where a Service selects pods the pods
/// themselves say more than the slices that a controller made of them, which are not looked at.
/// </summary>
internal sealed class EndpointPlan
{
    private readonly ILookup<NamespacedName, ListedEndpoint> _ofPods;

    private EndpointPlan(ILookup<NamespacedName, ListedEndpoint> ofPods, ValueList<Workload> others) =>
        (_ofPods, Others) = (ofPods, others);

    /// <summary>The endpoints that are no pods of the cluster, ordered by uid.</summary>
    public ValueList<Workload> Others { get; }

    /// <summary>The parts that slices give a pod in Services, ordered.</summary>
    public IEnumerable<ServiceMembership> Of(NamespacedName pod) => _ofPods[pod]
        .Where(listed => listed.IsReady || listed.Service.LoadBalancing.Health == HealthPolicy.AllowAll)
        .GroupBy(listed => listed.Service.Key)
        .OrderBy(parts => parts.Key)
        .Select(Membership);

    /// <summary>Finds what slices list.</summary>
    public static EndpointPlan Compile(
        ClusterFacts facts,
        ClusterObjects objects,
        NodePlan nodes,
        ImmutableArray<ServiceDraft> services,
        ImmutableArray<PodDraft> pods,
        DiagnosticBag bag)
    {
        var listed = EndpointListing.Read(objects, services, bag).ToImmutableArray();
        var names = pods.Select(pod => pod.Name).ToHashSet();
        var byAddress = listed.IsEmpty ? [] : ByAddress(pods);
        var placed = listed.Select(one => (Pod: PodOf(one, names, byAddress, bag), one)).ToImmutableArray();
        var others = placed
            .Where(pair => pair is { Pod: null, one: { NamedPod: null, Addresses.IsEmpty: false } })
            .GroupBy(pair => (pair.one.Service.Key, pair.one.Addresses[0]), pair => pair.one)
            .Select(same => Other([.. same], facts, nodes))
            .OrderBy(workload => workload.Uid, StringComparer.Ordinal);
        return new EndpointPlan(
            placed.Where(pair => pair.Pod is not null).ToLookup(pair => pair.Pod!.Value, pair => pair.one),
            others.ToValueList());
    }

    private static Dictionary<IPAddress, NamespacedName> ByAddress(ImmutableArray<PodDraft> pods)
    {
        var byAddress = new Dictionary<IPAddress, NamespacedName>();
        foreach (var pod in pods.Where(pod => !pod.Spec.HostNetwork))
        {
            foreach (var address in pod.Addresses)
                byAddress.TryAdd(address, pod.Name);
        }

        return byAddress;
    }

    /// <summary>The pod that is named, or whose address is listed: it is in the mesh, and proves who it is.</summary>
    private static NamespacedName? PodOf(
        ListedEndpoint listed, HashSet<NamespacedName> names, Dictionary<IPAddress, NamespacedName> byAddress, DiagnosticBag bag)
    {
        if (listed.NamedPod is { } named)
        {
            if (names.Contains(named.Value))
                return named.Value;
            bag.Warning(
                CompilationCodes.UnknownPod,
                named.Span,
                $"EndpointSlice `{listed.Slice}` lists pod `{named.Value}`, which does not run, and it is left out",
                "correct the `targetRef`, or remove it to list an address outside of the cluster");
            return null;
        }

        foreach (var address in listed.Addresses)
        {
            if (byAddress.TryGetValue(address, out var pod))
                return pod;
        }

        return null;
    }

    private static Workload Other(ImmutableArray<ListedEndpoint> same, ClusterFacts facts, NodePlan nodes)
    {
        var first = same[0];
        return new Workload
        {
            Uid = $"{facts.Id}/discovery.k8s.io/EndpointSlice/{first.Slice}/{first.Addresses[0]}",
            Name = first.Slice.Name,
            Namespace = first.Slice.Namespace,
            Addresses = first.Addresses,
            Network = facts.Network,

            // Nothing is known of it, so its address may be others' too (as in Istio).
            NetworkMode = NetworkMode.HostNetwork,
            TunnelProtocol = TunnelProtocol.None,
            TrustDomain = facts.TrustDomain,

            // It proves no identity; on the wire none and this one are the same.
            ServiceAccount = "default",
            Node = first.Node,
            Owner = first.Slice.Name,
            Services = [Membership(same)],
            Status = same.Any(listed => listed.IsReady) ? HealthStatus.Healthy : HealthStatus.Unhealthy,
            Cluster = facts.Id,
            Locality = LocalityOf(first, nodes),
        };
    }

    /// <summary>Where its Node is, else what is known of its zone.</summary>
    private static Locality LocalityOf(ListedEndpoint listed, NodePlan nodes) =>
        nodes.Find(listed.Node)?.Locality
        ?? (listed.Zone.Length == 0 ? Locality.Unknown : new Locality(nodes.RegionOf(listed.Zone), listed.Zone, ""));

    private static ServiceMembership Membership(IEnumerable<ListedEndpoint> same) => new(
        same.First().Service.Key,
        same.SelectMany(listed => listed.Ports)
            .DistinctBy(port => port.ServicePort)
            .OrderBy(port => port.ServicePort)
            .ToValueList());
}
