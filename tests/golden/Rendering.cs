using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Golden;

/// <summary>Tables and decisions in few words, always in the same order.</summary>
internal static class Rendering
{
    public static IEnumerable<string> Of(MeshService service)
    {
        yield return $"service {service.Key}";
        if (!service.Addresses.IsEmpty)
            yield return $"  at {Join(service.Addresses)}";
        if (!service.Ports.IsEmpty)
            yield return $"  ports {Join(service.Ports.Select(Of))}";
        if (!service.SubjectAltNames.IsEmpty)
            yield return $"  elsewhere as {Join(service.SubjectAltNames.Select(id => id.Principal))}";
        if (service.LoadBalancing.Mode != LoadBalancingMode.Any)
            yield return $"  {Lower(service.LoadBalancing.Mode)} {Join(service.LoadBalancing.Preferences.Select(scope => Lower(scope)))}";
        if (service.LoadBalancing.Health == HealthPolicy.AllowAll)
            yield return "  ready or not";
        if (service.Waypoint is { } waypoint)
            yield return $"  waypoint {waypoint}{(service.UsesWaypointForIngress ? ", for ingress too" : "")}";
        if (service.IpFamilies != IpFamilies.Automatic)
            yield return $"  families {Lower(service.IpFamilies)}";
        if (service.HasClientAffinity)
            yield return "  callers keep their endpoint";
        if (!service.ClusterWeights.IsEmpty)
            yield return $"  weights {Join(service.ClusterWeights.Select(weight => $"{weight.Cluster}={weight.Weight}"))}";
    }

    public static IEnumerable<string> Of(Workload workload)
    {
        yield return $"workload {workload.Uid}";
        yield return workload.NetworkGateway is { } gateway
            ? $"  in {workload.Network} behind {gateway}, stands for {workload.Capacity}"
            : $"  in {workload.Network} at {Join(workload.Addresses)} as {(workload.Identity.IsNone ? "nobody" : workload.Identity.Principal)}";
        if (workload.Status == HealthStatus.Unhealthy)
            yield return "  not ready";
        if (workload.TunnelProtocol == TunnelProtocol.None)
            yield return "  not in the mesh";
        foreach (var part in workload.Services)
            yield return $"  serves {part.Service} at {Join(part.Ports.Select(Of))}";
    }

    public static string Of(RouteDecision decision) => decision.Match(
        tunnel => $"tunnel to {(tunnel.IsToWaypoint ? "waypoint " : "")}{tunnel.To.Display} at {tunnel.Address} "
            + $"for {tunnel.Authority}, expecting {Ids(tunnel.Expected)}",
        crossing => $"double tunnel to {(crossing.Waypoint is null ? "" : "waypoints in ")}{crossing.To.Network} "
            + $"at {crossing.Address} for {crossing.Authority}, "
            + $"expecting {Ids(crossing.OuterExpected)}, within it {Ids(crossing.InnerExpected)}",
        plain => $"plain to {plain.Address}",
        unresolved => $"ask DNS for {unresolved.Host}, then {Of(unresolved.Pattern)}",
        refused => $"refused {Kebab(refused.Reason)}");

    public static string Of(GatewayDecision decision) => decision.Match(
        forward => $"forward to {forward.To.Display} at {forward.Address}",
        refused => $"refused {Kebab(refused.Reason)}");

    public static string Of(InboundTarget target) => target.Match(
        application => $"to {application.Address}"
            + (application.Service is { } service ? $" as {service.Hostname}" : "")
            + (application.Announced is { } announced ? $", announced as {announced}" : ""),
        refused => $"refused {Kebab(refused.Reason)}");

    /// <summary>A reason as users read it: in small letters, with hyphens.</summary>
    public static string Kebab<T>(T reason)
        where T : struct, Enum => string.Concat(
        $"{reason}".Select((letter, place) => char.IsUpper(letter) && place > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static string Of(PortMapping port) => $"{port.ServicePort}>{port.TargetPort}";

    private static string Ids(ValueList<SpiffeId> ids) => ids.IsEmpty ? "nobody" : Join(ids.Select(id => id.Principal));

    private static string Join<T>(IEnumerable<T> items) => string.Join(", ", items);

    private static string Lower<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}
