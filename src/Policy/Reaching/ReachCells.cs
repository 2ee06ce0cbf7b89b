using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>Makes cells of journeys: what a journey says now, without what is the caller's own, so that cells can be equal.</summary>
internal static class ReachCells
{
    /// <summary>Parts that differ by less than rounding can are one: they are sums in whatever order.</summary>
    private const int Decimals = 9;

    /// <summary>The cell of a journey.</summary>
    /// <param name="mesh">The mesh, which has the names of gateways.</param>
    /// <param name="journey">The journey.</param>
    public static ReachCell Of(Mesh mesh, Journey journey)
    {
        var paths = journey.Ends
            .Select(end => PathOf(mesh, end.Way.Decision, end.End, end.Part))
            .GroupBy(path => path with { Part = 0 })
            .Select(same => same.Key with { Part = Math.Round(same.Sum(path => path.Part), Decimals) })
            .OrderBy(path => path.ToString(), StringComparer.Ordinal);
        return new ReachCell(journey.Verdict, paths.ToValueList());
    }

    /// <summary>What made a workload; where nothing did, its own name.</summary>
    public static WorkloadName OwnerOf(Workload workload) =>
        new(workload.Cluster, workload.Namespace, workload.Owner.Length > 0 ? workload.Owner : workload.Name);

    private static ReachPath PathOf(Mesh mesh, RouteDecision decision, WayEnd end, double part)
    {
        var host = decision is RouteDecision.Unresolved { Host: var name } ? name : "";
        var carried = decision.Carried();
        var means = carried.Match(
            _ => ReachMeans.Tunnel, _ => ReachMeans.DoubleTunnel, _ => ReachMeans.Plain, _ => ReachMeans.None, _ => ReachMeans.None);
        var gateway = carried is RouteDecision.DoubleTunnel crossing ? GatewayOf(mesh, crossing) : null;
        return new ReachPath(means, gateway, IsToWaypoint(carried, end), EndOf(end.Arrival, host), part);
    }

    private static string GatewayOf(Mesh mesh, RouteDecision.DoubleTunnel crossing) =>
        GatewayFinder.Find(mesh, crossing) is { } known
            ? $"{known.Cluster.Id}/{known.Gateway.Name}"
            : crossing.Gateway.Display;

    private static bool IsToWaypoint(RouteDecision decision, WayEnd end) => decision switch
    {
        RouteDecision.Tunnel tunnel => tunnel.IsToWaypoint,
        RouteDecision.DoubleTunnel crossing =>
            end.Forwarded is GatewayDecision.Forward forward && forward.Service.Key != crossing.Service.Key,
        _ => false,
    };

    private static ReachEnd EndOf(Arrival arrival, string host) => arrival.Match<ReachEnd>(
        delivered => new ReachEnd.Answered(OwnerOf(delivered.At), IsChecked: true, delivered.By.By),
        plain => plain.At is { } at
            ? new ReachEnd.Answered(OwnerOf(at), IsChecked: false, [])
            : new ReachEnd.Outside(plain.Address?.ToString() ?? host),
        unread => new ReachEnd.Unread(unread.Through.Cluster),
        stopped => new ReachEnd.Refused(
            stopped.Stage, stopped.Reason, stopped.At is { } at ? OwnerOf(at) : null, stopped.By?.By ?? []));
}
