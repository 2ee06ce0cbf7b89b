using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Lists everything that could take a connection, with what became of it.</summary>
internal static class Candidates
{
    /// <summary>What takes it, what waits, then what lost.</summary>
    /// <param name="table">What the caller's node proxy knows.</param>
    /// <param name="journey">What becomes of the connection.</param>
    /// <param name="service">The service that was called, if one was.</param>
    /// <param name="merged">What it is made of.</param>
    /// <param name="copies">The copies of that name.</param>
    public static IEnumerable<ExplainedCandidate> Of(
        RouteTable table, Journey journey, MeshService? service, MergedService? merged, ValueList<ExplainedCopy> copies)
    {
        var usable = journey.Ways.Select(way => Usable(journey.Source, service, way)).OfType<ExplainedCandidate>();
        var hidden = copies
            .Where(copy => !copy.IsSeen)
            .Select(copy => Lost($"{Count(copy.Members, "endpoint")} in {copy.Cluster}", copy.Cluster, copy.Why));
        return service is null || merged is null || LeadsElsewhere(service)
            ? usable.Concat(hidden)
            : usable.Concat(Lost(table, journey, service)).Concat(Elsewhere(table, journey.Source, service, merged)).Concat(hidden);
    }

    /// <summary>Whether endpoints are not the caller's node proxy's to choose.</summary>
    private static bool LeadsElsewhere(MeshService service) =>
        service.Waypoint is not null || !service.WeightedWaypoints.IsEmpty || service.LoadBalancing.Mode == LoadBalancingMode.Passthrough;

    private static ExplainedCandidate? Usable(Workload source, MeshService? service, Way way) =>
        way.Decision.Carried() switch
        {
            RouteDecision.Tunnel { IsToWaypoint: true } tunnel => Taken(way, tunnel.To, tunnel.To.Display, "it is the waypoint of what was called"),
            RouteDecision.Tunnel tunnel => Taken(way, tunnel.To, tunnel.To.Display, Preferences(source, tunnel.To, service)),
            RouteDecision.DoubleTunnel crossing => Taken(
                way,
                crossing.To,
                $"{Count((int)crossing.To.Capacity, "pod")} in {crossing.To.Cluster} behind gateway {crossing.Gateway.Display}",
                crossing.Waypoint is null ? Preferences(source, crossing.To, service) : "they are the waypoint of what was called"),
            RouteDecision.Plain { To: { } to } => Taken(way, to, to.Display, Preferences(source, to, service)),
            _ => null,
        };

    private static ExplainedCandidate Taken(Way way, Workload to, string name, string why) => new(
        name, to.Cluster, way.Tier == 0 ? CandidateState.Chosen : CandidateState.Waits, way.Tier, way.Part, why);

    private static ExplainedCandidate Lost(string name, string cluster, string why) => new(name, cluster, CandidateState.Lost, -1, 0, why);

    /// <summary>Which preferences an endpoint meets; what has none is as good as any.</summary>
    private static string Preferences(Workload source, Workload to, MeshService? service)
    {
        if (service is null)
            return "it is what was called";
        var weight = service.ClusterWeights.FirstOrDefault(weight => weight.Cluster == to.Cluster);
        var weighs = (service.ClusterWeights.IsEmpty, weight) switch
        {
            (true, _) => $"capacity {to.Capacity}",
            (false, null) => $"capacity {to.Capacity}, and its cluster has no weight",
            (false, { } has) => $"capacity {to.Capacity}, and its cluster has weight {has.Weight}",
        };
        var balancing = service.LoadBalancing;
        if (balancing.Mode is not (LoadBalancingMode.Failover or LoadBalancingMode.Strict))
            return weighs;
        var met = balancing.Preferences.Select(scope => EndpointSelection.Matches(source, to, scope)
            ? $"the same {Kebab.Of(scope)}"
            : $"another {Kebab.Of(scope)}");
        return $"{weighs}; {string.Join(", ", met)}";
    }

    /// <summary>Endpoints that the caller's node proxy knows and cannot call.</summary>
    private static IEnumerable<ExplainedCandidate> Lost(RouteTable table, Journey journey, MeshService service)
    {
        var taken = journey.Ways.Select(way => TargetOf(way.Decision)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var (endpoint, reached) in new RoutePlanner(table, journey.Source).Consider(service, journey.Destination.Port))
        {
            if (taken.Contains(endpoint.Workload.Uid))
                continue;
            var why = reached switch
            {
                null => "it is not ready",
                Choice<RouteDecision>.One { Value: RouteDecision.Refused refused } => refused.Message,
                _ when service.Port(journey.Destination.Port) is null => $"service `{service.Hostname}` has no port {journey.Destination.Port}",
                _ => "it is not where the preferences of a strict service ask for",
            };
            var name = endpoint.Workload.NetworkGateway is null
                ? endpoint.Workload.Display
                : $"{Count((int)endpoint.Workload.Capacity, "pod")} in {endpoint.Workload.Cluster}, network {endpoint.Workload.Network}";
            yield return Lost(name, endpoint.Workload.Cluster, why);
        }
    }

    private static string? TargetOf(RouteDecision decision) => decision.Carried() switch
    {
        RouteDecision.Tunnel tunnel => tunnel.To.Uid,
        RouteDecision.DoubleTunnel crossing => crossing.To.Uid,
        RouteDecision.Plain plain => plain.To?.Uid,
        _ => null,
    };

    /// <summary>Endpoints in other networks of which nothing stands in the caller's table, or not for all.</summary>
    private static IEnumerable<ExplainedCandidate> Elsewhere(
        RouteTable table, Workload source, MeshService service, MergedService merged)
    {
        var known = table.EndpointsOf(service.Key);
        foreach (var copy in merged.Copies)
        {
            var networks = copy.Members
                .Where(member => member.Network != source.Network)
                .GroupBy(member => member.Network)
                .OrderBy(group => group.Key, StringComparer.Ordinal);
            foreach (var network in networks)
            {
                var isReached = known.Any(endpoint =>
                    endpoint.Workload.Cluster == copy.Cluster.Id && endpoint.Workload.Network == network.Key);
                foreach (var lost in network.Where(member => !isReached || !CanCross(member, service)))
                    yield return Lost(lost.Display, copy.Cluster.Id, WhyNot(lost, merged, service));
            }
        }
    }

    private static bool CanCross(Workload member, MeshService service) =>
        member.TunnelProtocol == TunnelProtocol.Hbone && EndpointSelection.IsReady(member, service.LoadBalancing);

    private static string WhyNot(Workload member, MergedService merged, MeshService service)
    {
        if (member.TunnelProtocol != TunnelProtocol.Hbone)
            return "it is not in the mesh, and only what takes HBONE is called across networks";
        if (!EndpointSelection.IsReady(member, service.LoadBalancing))
            return "it is not ready";
        return merged.IsShared
            ? $"no gateway leads to network `{member.Network}` from here"
            : $"it is in network `{member.Network}`, and a local service does not cross networks";
    }

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
