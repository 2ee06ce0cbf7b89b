using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy.Meshes;

/// <summary>
/// Meshes with what callers are told apart by: pods of few owners, preferences for places, policies about identities,
/// addresses and ports, and policies that are listed and not known.
/// </summary>
public static class PeopledMeshes
{
    private static readonly NamespacedName[] Listed = [new("shop", "listed-0"), new("shop", "listed-1"), new("shop", "unknown")];

    private static readonly AddressBlock[] Blocks =
    [
        new(IPAddress.Parse("10.244.0.1"), 32), new(IPAddress.Parse("10.244.0.2"), 31), new(IPAddress.Parse("203.0.0.0"), 8),
    ];

    private static readonly AuthorizationMatch[] Matches =
    [
        new() { ServiceAccounts = [new ServiceAccountMatch("shop", "clerk")] },
        new() { Principals = [StringMatch.Parse("cluster.local/*")] },
        new() { Namespaces = [StringMatch.Parse("shop")], DestinationPorts = [8080] },
        new() { NotNamespaces = [StringMatch.Parse("*")] },
        new() { DestinationPorts = [8080] },
    ];

    private static readonly AuthorizationMatch[] MatchesOfAddresses =
    [
        new() { SourceIps = [Blocks[0]] },
        new() { SourceIps = [Blocks[1], Blocks[2]] },
        new() { NotSourceIps = [Blocks[0]], DestinationPorts = [8443] },
    ];

    /// <summary>Between one and four clusters.</summary>
    public static Gen<Mesh> All { get; } =
        from mesh in ModelMeshes.All
        from prefersPlaces in Gen.Elements(true, false)
        from namesAddresses in Gen.Elements(true, false)
        from clusters in Gen.CollectToArray(mesh.Clusters.Select(cluster => Cluster(cluster, prefersPlaces, namesAddresses)))
        select new Mesh(clusters.ToValueList());

    /// <summary>The same, where no service keeps callers at their endpoints.</summary>
    public static Gen<Mesh> WithoutAffinity { get; } = All.Select(mesh => new Mesh(mesh.Clusters
        .Select(cluster => cluster with
        {
            Services = cluster.Services.Select(service => service with { HasClientAffinity = false }).ToValueList(),
        })
        .ToValueList()));

    private static Gen<Cluster> Cluster(Cluster cluster, bool prefersPlaces, bool namesAddresses) =>
        from hasWaypoints in Gen.Elements(true, false)
        from services in Gen.CollectToArray(cluster.Services.Select(service => hasWaypoints ? AtWaypointPort(service) : service).Select(service => prefersPlaces ? Service(service) : Gen.Constant(service)))
        from pods in Gen.CollectToArray(cluster.Pods.Select(pod => Pod(pod, services)))
        from policies in Gen.CollectToArray(Enumerable.Range(0, 4).Select(number => Policy(number, namesAddresses)))
        from count in Gen.Choose(0, 4)
        select cluster with
        {
            Services = services.ToValueList(),
            Pods = pods.ToValueList(),
            Authorizations = policies.Take(count).OrderBy(policy => policy.Key).ToValueList(),
        };

    private static Gen<ClusterService> Service(ClusterService service) =>
        from mode in Gen.Elements(LoadBalancingMode.Any, LoadBalancingMode.Any, LoadBalancingMode.Failover, LoadBalancingMode.Strict)
        from scopes in Gen.Shuffle(RoutingScope.Region, RoutingScope.Node, RoutingScope.Cluster, RoutingScope.Network)
        from count in Gen.Choose(1, 2)
        select mode == LoadBalancingMode.Any
            ? service
            : service with
            {
                LoadBalancing = new LoadBalancing(mode, scopes.Take(count).ToValueList(), service.LoadBalancing.Health),
            };

    /// <summary>What others name as their waypoint takes tunnels there.</summary>
    private static ClusterService AtWaypointPort(ClusterService service) => service.Name.Name == "way"
        ? service with { Ports = service.Ports.Add(new PortMapping(WellKnown.HbonePort, WellKnown.HbonePort, AppProtocol.Unknown)) }
        : service;

    private static Gen<Pod> Pod(Pod pod, ClusterService[] services) =>
        from owner in Gen.Elements("", "till", "till", "shelf")
        from listed in Gen.Frequency((4, Gen.Constant<ValueList<NamespacedName>>([])), (1, Gen.Elements(Listed).Select(key => ValueList.Create<NamespacedName>([key]))))
        select pod with
        {
            Workload = pod.Workload with
            {
                Owner = owner,
                AuthorizationPolicies = listed,
                Services = pod.Workload.Services
                    .Select(part => part with { Ports = services.Single(service => service.Key == part.Service).Ports })
                    .ToValueList(),
            },
        };

    private static Gen<AuthorizationPolicy> Policy(int number, bool namesAddresses) =>
        from action in Gen.Elements(AuthorizationAction.Allow, AuthorizationAction.Allow, AuthorizationAction.Deny)
        from first in Gen.Elements(namesAddresses ? [.. Matches, .. MatchesOfAddresses] : Matches)
        from second in Gen.Elements(Matches)
        from isDryRun in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new AuthorizationPolicy(
            number < 2 ? Listed[number] : new NamespacedName(number == 2 ? "shop" : "istio-system", $"policy-{number}"),
            number < 2 ? AuthorizationScope.WorkloadSelector : number == 2 ? AuthorizationScope.Namespace : AuthorizationScope.Global,
            action,
            [new AuthorizationGroup([new AuthorizationRules([first, second])])])
        {
            IsDryRun = isDryRun,
        };
}
