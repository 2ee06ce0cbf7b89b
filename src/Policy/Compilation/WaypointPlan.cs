using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// The waypoints of a cluster and who uses them: labels <c>istio.io/use-waypoint</c> of a Service or a workload, else of its
/// Namespace. A waypoint that nobody defines stays named, so that nobody reaches what asks for it.
/// </summary>
internal sealed class WaypointPlan
{
    private readonly ClusterObjects _objects;
    private readonly ImmutableArray<GatewayManifest> _gateways;
    private readonly Dictionary<NamespacedName, Waypoint> _waypoints;
    private readonly HashSet<NamespacedName> _gatewayNames;
    private readonly WaypointReferences _references;

    private WaypointPlan(ClusterObjects objects, ClusterFacts facts, ImmutableArray<GatewayManifest> gateways, DiagnosticBag bag)
    {
        _objects = objects;
        _gateways = gateways.RemoveAll(gateway => gateway.GatewayClassName.Value != WellKnown.WaypointGatewayClass);
        _gatewayNames = gateways.Select(ClusterObjects.NameOf).ToHashSet();
        _waypoints = _gateways
            .Select(gateway => WaypointGateways.Compile(gateway, facts, bag))
            .ToDictionary(waypoint => waypoint.Name);
        _references = new WaypointReferences(_waypoints, objects, facts);
    }

    /// <summary>Finds the waypoints, and tells of Namespaces that name others.</summary>
    public static WaypointPlan Compile(ClusterObjects objects, ClusterFacts facts, DiagnosticBag bag)
    {
        var plan = new WaypointPlan(objects, facts, objects.Of<GatewayManifest>(), bag);
        foreach (var ns in objects.Namespaces.Values.OfType<NamespaceManifest>())
            plan._references.Report(ClusterObjects.Describe(ns), ns.Meta.Labels, ns.Meta.Name.Value, WaypointTraffic.All, bag);
        return plan;
    }

    /// <summary>The Services that a controller would make of the waypoints that have none.</summary>
    public IEnumerable<ServiceManifest> GeneratedServices(ImmutableArray<ServiceManifest> written)
    {
        var names = written.Select(ClusterObjects.NameOf).ToHashSet();
        return _gateways.Select(WaypointGateways.ServiceOf).Where(service => names.Add(ClusterObjects.NameOf(service)));
    }

    /// <summary>The waypoints of a Service or ServiceEntry. Those of gateways have none.</summary>
    public WaypointBinding OfService(Manifest manifest, DiagnosticBag bag)
    {
        var labels = manifest.Meta.Labels;
        if (labels[WellKnown.GatewayManagedLabel] is WellKnown.ManagedWaypoint or WellKnown.ManagedEastWestGateway)
            return WaypointBinding.None;
        var ns = manifest.Meta.Namespace.Value;
        _references.Report(ClusterObjects.Describe(manifest), labels, ns, WaypointTraffic.Service, bag);
        if (_references.Find(labels, ns, WaypointTraffic.Service) is not { } waypoint)
            return WaypointBinding.None;
        var isForIngress = (labels[WellKnown.IngressUseWaypointLabel]
            ?? _objects.Namespaces[ns]?.Meta.Labels[WellKnown.IngressUseWaypointLabel]) is "true" or "True" or "TRUE" or "t" or "T" or "1";
        return new WaypointBinding(waypoint, _references.Weighted(manifest, bag), isForIngress);
    }

    /// <summary>The waypoint of a workload; none of a gateway's own pods.</summary>
    /// <param name="labels">The workload's labels.</param>
    /// <param name="ns">Its namespace.</param>
    public GatewayAddress? OfWorkload(LocatedMap labels, string ns) =>
        labels[WellKnown.GatewayNameLabel] is { } gateway && _gatewayNames.Contains(new NamespacedName(ns, gateway))
            ? null
            : _references.Find(labels, ns, WaypointTraffic.Workload);

    /// <summary>How a workload takes connections that are meant for others: as the waypoint says whose pod it is.</summary>
    /// <param name="labels">The workload's labels.</param>
    /// <param name="ns">Its namespace.</param>
    public ApplicationTunnel? TunnelOf(LocatedMap labels, string ns) =>
        labels[WellKnown.GatewayNameLabel] is { } gateway
            ? _waypoints.GetValueOrDefault(new NamespacedName(ns, gateway))?.Tunnel
            : null;

    /// <summary>Tells of a workload that names a waypoint which it cannot have.</summary>
    /// <param name="kind">What it is, as in <c>Pod</c>.</param>
    /// <param name="workload">Its name.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="bag">Where findings go.</param>
    public void ReportWorkload(string kind, NamespacedName workload, LocatedMap labels, DiagnosticBag bag) =>
        _references.Report($"{kind} `{workload}`", labels, workload.Namespace, WaypointTraffic.Workload, bag);
}
