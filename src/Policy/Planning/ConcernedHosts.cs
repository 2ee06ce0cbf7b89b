using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>
/// The host names connections to which may have another outcome, by what tables differ in: a service, what serves it, its
/// waypoints and what these are served by, and the policies of all of them. Whatever is not among them has the same.
/// </summary>
internal sealed class ConcernedHosts
{
    private readonly MeshComparison _comparison;
    private readonly HashSet<string> _hosts = new(StringComparer.Ordinal);

    private ConcernedHosts(MeshComparison comparison) => _comparison = comparison;

    /// <summary>Whether all host names are concerned.</summary>
    public bool AreAll { get; private set; }

    /// <summary>Whether a host name is concerned.</summary>
    /// <param name="host">A full host name.</param>
    public bool Contains(string host) => AreAll || _hosts.Contains(host);

    /// <summary>Finds them.</summary>
    /// <param name="comparison">The mesh before and after.</param>
    public static ConcernedHosts Of(MeshComparison comparison)
    {
        var concerned = new ConcernedHosts(comparison) { AreAll = !WaysOf(comparison.Before.Mesh).SequenceEqual(WaysOf(comparison.After.Mesh)) };
        foreach (var (viewpoint, delta) in comparison.Deltas)
            concerned.Add(viewpoint, delta);
        concerned.AddBehindWaypoints();
        return concerned;
    }

    /// <summary>The ways between clusters, which tables of others know in part.</summary>
    private static IEnumerable<(string, string, string, ValueList<EastWestGateway>, ValueList<EastWestGateway>)> WaysOf(Mesh mesh) =>
        mesh.Clusters.Select(cluster => (cluster.Id, cluster.Network, cluster.TrustDomain, cluster.Gateways, cluster.RemoteGateways));

    private void Add(Viewpoint viewpoint, RouteTableDelta delta)
    {
        var (before, after) = (_comparison.Before.Table(viewpoint), _comparison.After.Table(viewpoint));
        foreach (var key in delta.Services.Select(service => service.Key).Concat(delta.RemovedServices))
        {
            AreAll |= BelievedDomains.IsReserved(key) || OutboundTraffic.IsReserved(key);
            _hosts.Add(key.Name);
        }

        foreach (var uid in delta.Workloads.Select(workload => workload.Uid).Concat(delta.RemovedWorkloads))
        {
            Add(before.FindWorkload(uid));
            Add(after.FindWorkload(uid));
        }

        if (!delta.Authorizations.IsEmpty || !delta.RemovedAuthorizations.IsEmpty)
        {
            AddUnder(viewpoint, before, delta);
            AddUnder(viewpoint, after, delta);
        }
    }

    private void Add(Workload? workload)
    {
        if (workload is null)
            return;
        AreAll |= workload.IsNetworkGateway;
        foreach (var part in workload.Services)
            _hosts.Add(part.Service.Name);
        if (workload.Hostname.Length > 0)
            _hosts.Add(workload.Hostname);
    }

    /// <summary>What is served by pods that policies are about which differ.</summary>
    private void AddUnder(Viewpoint viewpoint, RouteTable table, RouteTableDelta delta)
    {
        var names = delta.Authorizations.Select(policy => policy.Key).Concat(delta.RemovedAuthorizations).ToHashSet();
        var policies = names.Select(table.FindAuthorization).OfType<AuthorizationPolicy>().ToArray();
        var isGlobal = Array.Exists(policies, policy => policy.Scope == AuthorizationScope.Global);
        var namespaces = policies
            .Where(policy => policy.Scope == AuthorizationScope.Namespace)
            .Select(policy => policy.Key.Namespace)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var cluster in new[] { _comparison.Before.Mesh.Find(viewpoint.Cluster), _comparison.After.Mesh.Find(viewpoint.Cluster) })
        {
            foreach (var workload in cluster?.Workloads ?? [])
            {
                if (isGlobal || namespaces.Contains(workload.Namespace) || Lists(workload, names))
                    Add(workload);
            }
        }
    }

    private static bool Lists(Workload workload, HashSet<NamespacedName> names)
    {
        foreach (var listed in workload.AuthorizationPolicies.AsSpan())
        {
            if (names.Contains(listed))
                return true;
        }

        return false;
    }

    /// <summary>What has a waypoint goes by what its waypoint does; one that is named by an address may be anybody's.</summary>
    private void AddBehindWaypoints()
    {
        if (AreAll || _hosts.Count == 0)
            return;
        var behind = _comparison.Before.Mesh.Clusters.Concat(_comparison.After.Mesh.Clusters)
            .SelectMany(cluster => cluster.Services)
            .SelectMany(service => WaypointsOf(service).Select(way => (Way: way.Match(_ => "", named => named.Host.Name), service.Hostname)))
            .Distinct()
            .ToLookup(pair => pair.Way, pair => pair.Hostname);
        _hosts.UnionWith(behind[""]);
        var waiting = new Queue<string>(_hosts);
        while (waiting.TryDequeue(out var host))
        {
            foreach (var more in behind[host].Where(_hosts.Add))
                waiting.Enqueue(more);
        }
    }

    private static IEnumerable<GatewayAddress> WaypointsOf(ClusterService service)
    {
        if (service.Waypoint is { } only)
            yield return only;
        foreach (var weighted in service.WeightedWaypoints)
            yield return weighted.Destination;
    }
}
