using System.Net;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Tables;

/// <summary>What crosses from cluster to cluster and from network to network, on meshes of every shape.</summary>
public sealed class CrossingLaws
{
    private const int Cases = 400;

    [Fact]
    public void A_copy_is_seen_exactly_where_its_owner_exports_and_the_viewer_imports_it() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (viewer, table) in NodeTables(mesh))
                {
                    foreach (var key in Keys(mesh))
                    {
                        // Each copy of a Service with a virtual address shows by that address.
                        var expected = Seen(mesh, viewer, key).SelectMany(owner => Copy(owner, key)!.Addresses
                            .Select(ip => new NetworkAddress(owner.Network, ip)));
                        var actual = table.FindService(key)?.Addresses.Where(address => !IsVirtual(address.Address));
                        Assert.Equal(expected.ToHashSet(), actual?.ToHashSet() ?? []);
                    }
                }
            },
            Cases);

    [Fact]
    public void Behind_the_gateways_of_a_network_stand_exactly_the_ready_pods_that_are_seen_there() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (viewer, table) in NodeTables(mesh))
                {
                    foreach (var key in Keys(mesh).Where(key => table.FindService(key) is not null))
                    {
                        var health = table.FindService(key)!.LoadBalancing.Health;
                        var expected = Seen(mesh, viewer, key)
                            .Where(owner => IsShared(mesh, viewer, key))
                            .SelectMany(owner => Takers(owner, key, viewer.Network)
                                .Where(pod => mesh.Clusters.Any(cluster => Leads(cluster, pod.Network, viewer, owner))))
                            .Where(pod => pod.Status == HealthStatus.Healthy || health == HealthPolicy.AllowAll)
                            .GroupBy(pod => pod.Network)
                            .Select(pods => (pods.Key, pods.Sum(pod => pod.Capacity)))
                            .Where(network => network.Item2 > 0)
                            .Order();
                        var actual = table.EndpointsOf(key)
                            .Where(endpoint => endpoint.Workload.Network != viewer.Network)
                            .GroupBy(endpoint => endpoint.Workload.Network)
                            .Select(group => (group.Key, group.Sum(endpoint => endpoint.Workload.Capacity)))
                            .Where(network => network.Item2 > 0)
                            .Order();
                        Assert.Equal(expected, actual);
                    }
                }
            },
            Cases);

    [Fact]
    public void No_address_of_another_network_is_in_a_table_but_gateways() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var table in Tables(mesh))
                {
                    Assert.DoesNotContain(
                        table.Workloads,
                        workload => workload.Network != table.Viewpoint.Network && !workload.Addresses.IsEmpty && !workload.IsNetworkGateway);
                    Assert.All(
                        table.Workloads.Where(workload => workload.NetworkGateway is not null),
                        workload => Assert.Contains(table.Workloads, gateway => gateway.IsNetworkGateway && gateway.Network == workload.Network));
                }
            },
            Cases);

    [Fact]
    public void Pods_of_other_clusters_in_ones_network_are_known_where_both_believe_each_other() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (viewer, table) in NodeTables(mesh))
                {
                    var expected = mesh.Clusters
                        .Where(cluster => cluster != viewer && TrustDomains.BelieveEachOther(viewer, cluster))
                        .SelectMany(cluster => cluster.Pods.Select(pod => pod.Workload))
                        .Where(pod => pod.Network == viewer.Network && pod.TunnelProtocol == TunnelProtocol.Hbone)
                        .Select(pod => pod.Uid);
                    var known = table.Workloads.Where(workload => workload.IsPod && workload.Cluster != viewer.Id).ToArray();
                    Assert.Equal(
                        expected.Order(StringComparer.Ordinal),
                        known.Where(pod => pod.TunnelProtocol == TunnelProtocol.Hbone).Select(pod => pod.Uid));
                    Assert.All(known, pod => Assert.All(
                        pod.Services.Where(part => Keys(mesh).Contains(part.Service)),
                        part => Assert.Contains(mesh.Find(pod.Cluster)!, Seen(mesh, viewer, part.Service))));
                }
            },
            Cases);

    [Fact]
    public void No_identity_is_expected_that_the_viewers_cluster_does_not_believe() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var table in Tables(mesh))
                {
                    var viewer = mesh.Find(table.Viewpoint.Cluster)!;
                    Assert.All(
                        table.Services.SelectMany(service => service.SubjectAltNames),
                        identity => Assert.True(TrustDomains.Believes(viewer, identity.TrustDomain)));
                    Assert.All(
                        table.Workloads.Where(workload => workload.Cluster != viewer.Id),
                        workload => Assert.True(TrustDomains.Believes(viewer, workload.TrustDomain)));
                }
            },
            Cases);

    [Fact]
    public void Whom_callers_expect_elsewhere_are_pods_there_waypoints_before_them_and_those_that_are_named() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (viewer, table) in NodeTables(mesh))
                {
                    foreach (var service in Keys(mesh).Select(table.FindService).OfType<MeshService>())
                    {
                        var seen = Seen(mesh, viewer, service.Key).ToArray();
                        var pods = (IsShared(mesh, viewer, service.Key) ? seen : []).SelectMany(owner => MembersElsewhere(owner, service.Key, viewer.Network)
                            .Concat(WaypointTakers(owner, service.Key, viewer.Network)));
                        var basis = Copy(viewer, service.Key) ?? seen.Select(owner => Copy(owner, service.Key)!)
                            .MinBy(copy => copy.CreatedAt ?? DateTimeOffset.MinValue)!;
                        Assert.Equal(
                            pods.Select(pod => pod.Identity).Concat(basis.SubjectAltNames)
                                .Where(identity => TrustDomains.Believes(viewer, identity.TrustDomain)).ToHashSet(),
                            service.SubjectAltNames.ToHashSet());
                    }
                }
            },
            Cases);

    [Fact]
    public void A_shared_service_has_an_address_in_the_viewers_network_unless_it_is_headless() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (viewer, table) in NodeTables(mesh))
                {
                    foreach (var key in Keys(mesh).Where(key => IsShared(mesh, viewer, key)))
                    {
                        if (table.FindService(key) is not { } service)
                            continue;
                        var basis = Copy(viewer, key) ?? Seen(mesh, viewer, key).Select(owner => Copy(owner, key)!)
                            .MinBy(copy => copy.CreatedAt ?? DateTimeOffset.MinValue)!;
                        var here = service.Addresses.Where(address => address.Network == viewer.Network).ToArray();
                        Assert.True(basis.IsHeadless || here.Length > 0);
                        Assert.False(basis.IsHeadless && here.Any(address => IsVirtual(address.Address)));
                        Assert.DoesNotContain(service.Addresses.Except(here), address => IsVirtual(address.Address));
                    }
                }
            },
            Cases);

    [Fact]
    public void Who_goes_through_a_gateway_is_let_in_and_may_meet_whom_it_expects() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (viewer, table) in NodeTables(mesh))
                {
                    foreach (var (service, way) in table.Services.SelectMany(service => table.EndpointsOf(service.Key)
                        .Where(endpoint => endpoint.Workload.NetworkGateway is not null && endpoint.Workload.Capacity > 0)
                        .Select(endpoint => (service, endpoint.Workload))))
                    {
                        Assert.True(TrustDomains.BelieveEachOther(viewer, mesh.Find(way.Cluster)!));
                        var gateway = RouteTableCompiler.Compile(mesh, new Viewpoint(way.Cluster, way.Network, ViewpointRole.Gateway));
                        Assert.NotNull(gateway.FindService(service.Key));
                        Assert.Contains(
                            gateway.EndpointsOf(service.Key).Select(taker => taker.Workload).Concat(WaypointPods(mesh, service)),
                            taker => service.SubjectAltNames.Contains(taker.Identity));
                    }
                }
            },
            Cases);

    [Fact]
    public void A_gateway_has_all_that_callers_ask_it_for_and_only_what_they_expect() =>
        Law.Holds(
            ModelMeshes.All.Select(Uniform),
            mesh =>
            {
                foreach (var (viewer, table) in NodeTables(mesh))
                {
                    foreach (var (service, endpoint) in table.Services.SelectMany(service => table.EndpointsOf(service.Key)
                        .Where(endpoint => endpoint.Workload.NetworkGateway is not null && endpoint.Workload.Capacity > 0)
                        .Select(endpoint => (service, endpoint))))
                    {
                        var gateway = RouteTableCompiler.Compile(
                            mesh, new Viewpoint(endpoint.Workload.Cluster, endpoint.Workload.Network, ViewpointRole.Gateway));
                        Assert.NotNull(gateway.FindService(service.Key));
                        var takers = gateway.EndpointsOf(service.Key).Where(taker => taker.Workload.TunnelProtocol == TunnelProtocol.Hbone).ToArray();
                        Assert.NotEmpty(takers.Length > 0 ? takers.Select(taker => taker.Workload) : WaypointPods(mesh, service));
                        Assert.All(takers, taker => Assert.Contains(taker.Workload.Identity, service.SubjectAltNames));
                    }
                }
            },
            Cases / 4);

    [Fact]
    public void A_change_of_one_service_changes_only_what_depends_on_it() =>
        Law.Holds(
            from mesh in ModelMeshes.All
            from place in Gen.Choose(0, 3)
            from other in ModelMeshes.Cluster(0)
            select (mesh, place: place % mesh.Clusters.Count, name: new NamespacedName("shop", other.Services.IsEmpty ? "cart" : other.Services[0].Name.Name)),
            at =>
            {
                var cluster = at.mesh.Clusters[at.place];
                var changed = at.mesh with
                {
                    Clusters = at.mesh.Clusters.Select(one => one != cluster ? one : Without(one, at.name)).ToValueList(),
                };
                var (before, after) = (MeshIndex.Create(at.mesh), MeshIndex.Create(changed));
                var moved = before.VirtualAddresses.Moved.Union(after.VirtualAddresses.Moved);
                foreach (var viewpoint in Viewpoints(at.mesh))
                {
                    var (old, now) = (RouteTableCompiler.Compile(before, viewpoint), RouteTableCompiler.Compile(after, viewpoint));
                    var untouched = old.Services.Where(service => !DependsOn(at.mesh, service, at.name) && !moved.Contains(service.Hostname));
                    Assert.All(untouched, service => Assert.Equal(service, now.FindService(service.Key)));
                }
            },
            Cases);

    private static bool IsVirtual(IPAddress address) =>
        VirtualAddresses.Range.Contains(address) || VirtualAddresses.RangeV6.Contains(address);

    /// <summary>A service depends on another one whose pods it names, and on its own waypoints.</summary>
    private static bool DependsOn(Mesh mesh, MeshService service, NamespacedName name) =>
        $".{service.Hostname}".Contains($".{name.Name}.{name.Namespace}.", StringComparison.Ordinal)
        || mesh.Clusters.Any(cluster => Copy(cluster, service.Key)?.Waypoint is GatewayAddress.Named waypoint && waypoint.Host.Name.StartsWith($"{name.Name}.", StringComparison.Ordinal))
        || name.Name != "way" && service.Name == "way";

    private static Cluster Without(Cluster cluster, NamespacedName name) => cluster with
    {
        Services = cluster.Services.Where(service => service.Name != name).ToValueList(),
        Pods = cluster.Pods.Select(pod => pod with
        {
            Workload = pod.Workload with
            {
                Services = pod.Workload.Services.Where(part => !part.Service.Name.StartsWith($"{name.Name}.", StringComparison.Ordinal)).ToValueList(),
            },
        }).ToValueList(),
    };

    /// <summary>The same mesh where all clusters follow one policy and believe each other.</summary>
    private static Mesh Uniform(Mesh mesh) => mesh with
    {
        Clusters = mesh.Clusters.Select(cluster => cluster with
        {
            ScopePolicy = mesh.Clusters[0].ScopePolicy,
            TrustDomain = "cluster.local",
            ClusterLocalHosts = ClusterLocalHosts.None,
            Imports = [],
            Exports = [],
            Gateways = cluster.Gateways.Select(gateway => gateway with { Identity = new SpiffeId("cluster.local", "istio-system", gateway.Name.Name) }).ToValueList(),
            Pods = cluster.Pods.Select(pod => pod with { Workload = pod.Workload with { TrustDomain = "cluster.local" } }).ToValueList(),
        }).ToValueList(),
    };

    private static IEnumerable<Workload> WaypointPods(Mesh mesh, MeshService service) => mesh.Clusters
        .SelectMany(cluster => Copy(cluster, service.Key)?.Waypoint is GatewayAddress.Named named
            ? cluster.Workloads.Where(workload => workload.Membership(named.Host) is not null)
            : []);

    private static IEnumerable<NamespacedName> Keys(Mesh mesh) =>
        mesh.Clusters.SelectMany(cluster => cluster.Services.Select(service => service.Key)).Distinct();

    private static ClusterService? Copy(Cluster cluster, NamespacedName key) => cluster.Services.FirstOrDefault(service => service.Key == key);

    /// <summary>The clusters whose copies a viewer sees, said once more.</summary>
    private static IEnumerable<Cluster> Seen(Mesh mesh, Cluster viewer, NamespacedName key)
    {
        var own = Copy(viewer, key);
        if (own is not null && !Exports(viewer, own))
            return [viewer];
        return mesh.Clusters.Where(owner => owner == viewer ? own is not null : Copy(owner, key) is { } copy && Exports(owner, copy) && Imports(viewer, owner, copy));
    }

    private static bool IsShared(Mesh mesh, Cluster viewer, NamespacedName key) =>
        Copy(viewer, key) is not { } own || Exports(viewer, own);

    private static bool Exports(Cluster owner, ClusterService service) =>
        SaysYes(owner, owner, service, owner.Exports.Any(export => export.Name == service.Name))
        || (SaysNothing(owner, owner, service) && BehindWaypoint(owner, service).Any(user => Exports(owner, user)));

    private static bool Imports(Cluster viewer, Cluster owner, ClusterService service)
    {
        if (!TrustDomains.Believes(viewer, owner.TrustDomain) || !TrustDomains.Believes(owner, viewer.TrustDomain))
            return false;
        var isListed = viewer.Imports.Contains(service.Name) || owner.Exports.Any(export => export.Name == service.Name);
        return SaysYes(viewer, owner, service, isListed)
            || (SaysNothing(viewer, owner, service)
                && BehindWaypoint(owner, service).Any(user => Exports(owner, user) && Imports(viewer, owner, user)));
    }

    private static bool SaysYes(Cluster judge, Cluster owner, ClusterService service, bool isListed)
    {
        var decision = Decide(judge, owner, service);
        return !judge.ClusterLocalHosts.Keeps(service.Hostname)
            && (decision.Scope == Scope.Global || (isListed && decision.Rule is null));
    }

    private static bool SaysNothing(Cluster judge, Cluster owner, ClusterService service) =>
        !judge.ClusterLocalHosts.Keeps(service.Hostname) && Decide(judge, owner, service) is { Scope: Scope.Local, Rule: null };

    private static ScopeDecision Decide(Cluster judge, Cluster owner, ClusterService service) => judge.ScopePolicy.Decide(
        new ScopeFacts(owner.Id, NamespaceFacts.Known("shop", LabelSet.Empty), service.Name.Name, service.Labels));

    private static IEnumerable<ClusterService> BehindWaypoint(Cluster cluster, ClusterService waypoint) =>
        cluster.Services.Where(service => service.Waypoint is GatewayAddress.Named named && named.Host == waypoint.Key);

    /// <summary>Who takes connections for a copy in other networks: its pods, or where none does its waypoint's that are ready.</summary>
    private static IEnumerable<Workload> Takers(Cluster owner, NamespacedName key, string network)
    {
        var own = MembersElsewhere(owner, key, network).ToArray();
        return own.Length > 0 ? own : WaypointTakers(owner, key, network).Where(pod => pod.Status == HealthStatus.Healthy
            || Copy(owner, ((GatewayAddress.Named)Copy(owner, key)!.Waypoint!).Host)!.LoadBalancing.Health == HealthPolicy.AllowAll);
    }

    private static IEnumerable<Workload> WaypointTakers(Cluster owner, NamespacedName key, string network) =>
        Copy(owner, key)!.Waypoint is GatewayAddress.Named waypoint && Copy(owner, waypoint.Host) is not null
            ? MembersElsewhere(owner, waypoint.Host, network)
            : [];

    private static IEnumerable<Workload> MembersElsewhere(Cluster owner, NamespacedName service, string network) =>
        owner.Workloads.Where(workload => workload.Membership(service) is not null
            && workload.TunnelProtocol == TunnelProtocol.Hbone && workload.Network != network);

    /// <summary>Whether a cluster's gateways lead a viewer to an owner's pods in a network: where each believes the others.</summary>
    private static bool Leads(Cluster cluster, string network, Cluster viewer, Cluster owner) =>
        cluster.Gateways.Any(gateway => gateway.Network == network)
        && TrustDomains.BelieveEachOther(cluster, viewer)
        && TrustDomains.BelieveEachOther(cluster, owner);

    private static IEnumerable<(Cluster Viewer, RouteTable Table)> NodeTables(Mesh mesh)
    {
        var index = MeshIndex.Create(mesh);
        return mesh.Clusters.Select(cluster => (
            cluster, RouteTableCompiler.Compile(index, new Viewpoint(cluster.Id, cluster.Network, ViewpointRole.Node))));
    }

    private static IEnumerable<RouteTable> Tables(Mesh mesh)
    {
        var index = MeshIndex.Create(mesh);
        return Viewpoints(mesh).Select(viewpoint => RouteTableCompiler.Compile(index, viewpoint));
    }

    internal static IEnumerable<Viewpoint> Viewpoints(Mesh mesh) =>
        from cluster in mesh.Clusters
        from network in mesh.Clusters.Select(one => one.Network).Append("net-1").Distinct()
        from role in Enum.GetValues<ViewpointRole>()
        select new Viewpoint(cluster.Id, network, role);
}
