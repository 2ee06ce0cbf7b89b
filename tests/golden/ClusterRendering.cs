using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Golden;

/// <summary>What a cluster's manifests give, in few words: only what is not as usual is said.</summary>
internal static class ClusterRendering
{
    public static IEnumerable<string> Of(Cluster cluster) =>
        cluster.Services.SelectMany(Of).Concat(cluster.Endpoints.SelectMany(Of));

    private static IEnumerable<string> Of(ClusterService service)
    {
        yield return $"service {service.Key}";
        if (service.Source == ServiceSource.ServiceEntry)
            yield return $"  of ServiceEntry {service.Name}";
        if (!service.IsCanonical)
            yield return "  not canonical";
        if (service.Visibility == ServiceVisibility.Namespace)
            yield return "  seen by its namespace";
        if (service.IsHeadless)
            yield return "  headless";
        if (!service.Addresses.IsEmpty || !service.AddressBlocks.IsEmpty)
            yield return $"  at {string.Join(", ", [.. service.Addresses.Select(ip => $"{ip}"), .. service.AddressBlocks.Select(block => $"{block}")])}";
        if (!service.Ports.IsEmpty)
            yield return $"  ports {string.Join(", ", service.Ports.Select(port => $"{port.ServicePort}>{port.TargetPort} {Lower(port.AppProtocol)}"))}";
        foreach (var line in Preferences(service))
            yield return $"  {line}";
        if (service.Waypoint is { } waypoint)
            yield return $"  waypoint {waypoint}{(service.UsesWaypointForIngress ? ", for ingress too" : "")}";
        if (!service.WeightedWaypoints.IsEmpty)
            yield return $"  waypoints {string.Join(", ", service.WeightedWaypoints.Select(one => $"{one.Weight} to {one.Destination}"))}";
    }

    private static IEnumerable<string> Preferences(ClusterService service)
    {
        var balancing = service.LoadBalancing;
        if (balancing.Mode != LoadBalancingMode.Any)
            yield return $"{Lower(balancing.Mode)} {string.Join(", ", balancing.Preferences.Select(scope => Lower(scope)))}".TrimEnd();
        if (balancing.Health == HealthPolicy.AllowAll)
            yield return "ready or not";
        if (service.IpFamilies != IpFamilies.Automatic)
            yield return $"families {Lower(service.IpFamilies)}";
    }

    private static IEnumerable<string> Of(Workload endpoint)
    {
        yield return $"endpoint {endpoint.Uid}";
        var where = endpoint.Addresses.IsEmpty ? endpoint.Hostname : string.Join(", ", endpoint.Addresses);
        yield return $"  in {endpoint.Network} at {where}, {Lower(endpoint.TunnelProtocol)}, capacity {endpoint.Capacity}";
        foreach (var part in endpoint.Services)
            yield return $"  serves {part.Service} at {string.Join(", ", part.Ports.Select(port => $"{port.ServicePort}>{port.TargetPort}"))}".TrimEnd();
    }

    private static string Lower<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}
