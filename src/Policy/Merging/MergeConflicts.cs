using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Merging;

/// <summary>Finds in what copies of one Service differ from the one that counts.</summary>
public static class MergeConflicts
{
    /// <summary>The differences, by cluster and kind; none where all copies say the same.</summary>
    /// <param name="merged">The merged Service.</param>
    public static ValueList<MergeConflict> Of(MergedService merged) =>
        merged.Copies
            .Where(copy => copy != merged.Base)
            .SelectMany(copy => Between(merged.Base, copy))
            .ToValueList();

    private static IEnumerable<MergeConflict> Between(ServiceCopy basis, ServiceCopy other)
    {
        foreach (var (kind, say) in Sayings)
        {
            var (counts, else_) = (say(basis.Service), say(other.Service));
            if (counts != else_)
                yield return new MergeConflict(kind, basis.Cluster.Id, counts, other.Cluster.Id, else_);
        }
    }

    /// <summary>What a copy says in each regard, as text that copies which say the same have alike.</summary>
    internal static IEnumerable<(ConflictKind Kind, Func<ClusterService, string> Say)> Sayings =>
    [
        (ConflictKind.TypeConflict, service =>
            service.Source == ServiceSource.ServiceEntry ? "a ServiceEntry" : service.IsHeadless ? "headless" : "with a virtual address"),
        (ConflictKind.PortConflict, service => Ports(service)),
        (ConflictKind.SessionAffinityConflict, service => service.HasClientAffinity ? "`ClientIP`" : "`None`"),
        (ConflictKind.TrafficDistributionConflict, service => Preference(service.LoadBalancing)),
        (ConflictKind.WaypointConflict, service => Waypoints(service)),
        (ConflictKind.IpFamilyConflict, service => $"`{service.IpFamilies}`"),
        (ConflictKind.ClusterWeightConflict, service => Weights(service)),
    ];

    private static string Ports(ClusterService service) => service.Ports.IsEmpty
        ? "no port"
        : string.Join(", ", service.Ports.Select(port =>
            $"{port.ServicePort} to {(port.TargetPort == 0 ? "a named port" : port.TargetPort)}"
            + (port.AppProtocol == AppProtocol.Unknown ? "" : $" ({port.AppProtocol.ToString().ToLowerInvariant()})")));

    private static string Preference(LoadBalancing balancing)
    {
        var scopes = string.Join(", ", balancing.Preferences.Select(scope => scope.ToString().ToLowerInvariant()));
        var mode = balancing.Mode.ToString().ToLowerInvariant();
        var text = scopes.Length == 0 ? mode : $"{mode} by {scopes}";
        return balancing.Health == HealthPolicy.AllowAll ? $"{text}, ready or not" : text;
    }

    private static string Waypoints(ClusterService service)
    {
        if (service.Waypoint is null && service.WeightedWaypoints.IsEmpty)
            return "none";
        var weighted = service.WeightedWaypoints.Select(one => $"{one.Weight} to `{one.Destination}`");
        var ingress = service.UsesWaypointForIngress ? ", ingress too" : "";
        return string.Join(", ", weighted.Prepend($"`{service.Waypoint}`")) + ingress;
    }

    private static string Weights(ClusterService service) => service.ClusterWeights.IsEmpty
        ? "none"
        : string.Join(", ", service.ClusterWeights.Select(weight => $"{weight.Cluster}={weight.Weight}"));
}
