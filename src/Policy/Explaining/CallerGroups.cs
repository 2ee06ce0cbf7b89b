using System.Net;
using System.Runtime.InteropServices;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Callers that no decision of the mesh can tell apart, but for the endpoint that each keeps where a service says so.</summary>
/// <param name="Members">The callers, in the order in which they were given, at least one.</param>
public sealed record CallerGroup(ValueList<Workload> Members)
{
    /// <summary>One that stands for all.</summary>
    public Workload First => Members[0];
}

/// <summary>
/// Groups callers by all that decisions turn on: what a caller can see, where it is so far as services prefer places, what it
/// proves, and its address so far as policies name addresses.
/// </summary>
public sealed class CallerGroups
{
    private readonly MeshView _view;
    private readonly HashSet<RoutingScope> _scopes;
    private readonly AddressBlock[] _blocks;
    private readonly (GatewayAddress Way, string Namespace)[] _waypoints;

    private CallerGroups(MeshView view)
    {
        _view = view;
        _scopes = view.Mesh.Clusters
            .SelectMany(cluster => cluster.Services)
            .SelectMany(service => service.LoadBalancing.Preferences)
            .ToHashSet();
        _blocks = BlocksOf(view.Mesh);
        _waypoints = [.. view.Mesh.Clusters.SelectMany(WaypointsOf).Distinct()];
    }

    /// <summary>What callers of a mesh are told apart by.</summary>
    /// <param name="view">The mesh.</param>
    public static CallerGroups Of(MeshView view) => new(view);

    /// <summary>The groups, in the order of their first members.</summary>
    /// <param name="callers">Workloads of the mesh.</param>
    public ValueList<CallerGroup> Group(IEnumerable<Workload> callers) => callers
        .GroupBy(KeyOf)
        .Select(group => new CallerGroup(group.ToValueList()))
        .ToValueList();

    /// <summary>Whether each of a group keeps an endpoint of its own at a destination, so that one does not stand for all.</summary>
    /// <param name="group">The group.</param>
    /// <param name="destination">Where they want to go.</param>
    public bool AreKept(CallerGroup group, Destination destination) =>
        group.Members.Count > 1
        && Journeys.IsCarried(group.First)
        && _view.Of(group.First) is { } table
        && Router.GoesByCaller(table, new OutboundConnection(group.First.Uid, destination), _view.DomainSuffix);

    private CallerKey KeyOf(Workload caller) => new(
        caller.Cluster,
        caller.Network,
        caller.Namespace,
        Journeys.IsCarried(caller),
        caller.Identity,
        _scopes.Contains(RoutingScope.Region) ? caller.Locality.Region : "",
        _scopes.Contains(RoutingScope.Zone) ? caller.Locality.Zone : "",
        _scopes.Contains(RoutingScope.Subzone) ? caller.Locality.Subzone : "",
        _scopes.Contains(RoutingScope.Node) ? caller.Node : "",
        _blocks.Length == 0 ? [] : caller.Addresses.Select(PlaceOf).ToValueList(),
        IsWaypoint(caller) ? caller.Uid : "");

    /// <summary>Of an address a policy asks no more than in which blocks it is; families say which of several a callee sees.</summary>
    private CallerPlace PlaceOf(IPAddress address) => new(
        address.AddressFamily,
        Enumerable.Range(0, _blocks.Length).Where(place => _blocks[place].Contains(address)).ToValueList());

    /// <summary>A waypoint's own connections to what is behind it do not go to itself.</summary>
    private bool IsWaypoint(Workload caller) =>
        _waypoints.Length > 0
        && _view.Of(caller) is { } table
        && Array.Exists(_waypoints, waypoint => HopFinder.LeadsTo(table, waypoint.Way, waypoint.Namespace, caller));

    private static AddressBlock[] BlocksOf(Mesh mesh) =>
    [
        .. mesh.Clusters
            .SelectMany(cluster => cluster.Authorizations)
            .SelectMany(policy => policy.Groups)
            .SelectMany(group => group.Rules)
            .SelectMany(rules => rules.Matches)
            .SelectMany(match => match.SourceIps.Concat(match.NotSourceIps))
            .Distinct(),
    ];

    private static IEnumerable<(GatewayAddress Way, string Namespace)> WaypointsOf(Cluster cluster)
    {
        foreach (var service in cluster.Services)
        {
            foreach (var weighted in service.WeightedWaypoints)
                yield return (weighted.Destination, service.Name.Namespace);
            if (service.Waypoint is { } only)
                yield return (only, service.Name.Namespace);
        }

        foreach (var workload in cluster.Workloads)
        {
            if (workload.Waypoint is { } waypoint)
                yield return (waypoint, workload.Namespace);
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct CallerKey(
        string Cluster,
        string Network,
        string Namespace,
        bool IsCarried,
        SpiffeId Identity,
        string Region,
        string Zone,
        string Subzone,
        string Node,
        ValueList<CallerPlace> Addresses,
        string Waypoint);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct CallerPlace(System.Net.Sockets.AddressFamily Family, ValueList<int> Blocks);
}
