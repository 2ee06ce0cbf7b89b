using ScopeMesh.Hosts.Admin;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A route table as text: its hash first, everything in the table's own order, so that two can be compared by lines.</summary>
internal static class RoutesText
{
    /// <summary>Writes a table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="table">The table.</param>
    /// <param name="scopes">What the clusters decided on a service.</param>
    public static void Write(TextWriter writer, RouteTable table, Func<MeshService, IReadOnlyList<ScopeDump>> scopes)
    {
        writer.WriteLine($"route table {table.ContentHash}");
        writer.WriteLine($"for {table.Viewpoint.Role.ToString().ToLowerInvariant()} in cluster {table.Viewpoint.Cluster}, network {Name(table.Viewpoint.Network)}");
        if (OutboundTraffic.IsRegistryOnly(table))
            writer.WriteLine("connections to what is not in it are refused");
        foreach (var domain in BelievedDomains.Of(table))
            writer.WriteLine($"believes trust domain {domain}");
        Section(writer, "services", RouteTableDump.ServicesOf(table).SelectMany(service => Service(table, service, scopes(service))));
        Section(writer, "gateways", table.Workloads.Where(workload => workload.IsNetworkGateway).Select(Gateway));
        Section(
            writer,
            "other workloads",
            table.Workloads.Where(workload => workload.Services.IsEmpty && !workload.IsNetworkGateway).Select(Workload));
        Section(writer, "policies", table.Authorizations.Select(policy => $"{policy.Key} {Word(policy.Action)}"));
    }

    private static void Section(TextWriter writer, string title, IEnumerable<string> lines)
    {
        writer.WriteLine();
        writer.WriteLine(title);
        foreach (var line in lines.DefaultIfEmpty("(none)"))
            writer.WriteLine($"  {line}");
    }

    private static IEnumerable<string> Service(RouteTable table, MeshService service, IReadOnlyList<ScopeDump> scopes)
    {
        yield return service.Key.ToString();
        foreach (var scope in scopes)
            yield return $"  {Word(scope.Scope)} in {scope.Cluster} {(scope.Because is ['(', ..] ? "" : "by ")}{scope.Because}";
        yield return (service.Addresses.IsEmpty, service.AddressBlocks.IsEmpty) switch
        {
            (true, true) => "  headless",
            (false, true) => $"  vips {Join(service.Addresses.Select(Address))}",
            _ => $"  vips {Join(service.Addresses.Select(Address).Concat(service.AddressBlocks.Select(block => $"{block.Block} in {Name(block.Network)}")))}",
        };
        foreach (var port in service.Ports)
            yield return $"  port {Port(port)}{(port.AppProtocol == AppProtocol.Unknown ? "" : $" {Word(port.AppProtocol)}")}";
        if (service.LoadBalancing != LoadBalancing.Default)
            yield return $"  prefers {Preference(service.LoadBalancing)}";
        foreach (var line in Settings(service))
            yield return $"  {line}";
        foreach (var identity in service.SubjectAltNames)
            yield return $"  elsewhere as {identity}";
        foreach (var endpoint in table.EndpointsOf(service.Key))
            yield return $"  endpoint {Workload(endpoint.Workload)}, ports {Join(endpoint.Membership.Ports.Select(Port))}";
    }

    private static IEnumerable<string> Settings(MeshService service)
    {
        if (!service.WeightedWaypoints.IsEmpty)
            yield return $"through waypoints {Join(service.WeightedWaypoints.Select(one => $"{Gateway(one.Destination)} weight {one.Weight}"))}";
        else if (service.Waypoint is { } waypoint)
            yield return $"through waypoint {Gateway(waypoint)}";
        if (!service.ClusterWeights.IsEmpty)
            yield return $"weights {Join(service.ClusterWeights.Select(weight => $"{weight.Cluster} {weight.Weight}"))}";
        if (service.HasClientAffinity)
            yield return "callers keep their endpoint";
        if (service.IpFamilies != IpFamilies.Automatic)
            yield return $"families {Word(service.IpFamilies)}";
        if (service.Visibility == ServiceVisibility.Namespace)
            yield return "seen in its namespace alone";
    }

    private static string Workload(Workload workload)
    {
        var parts = new List<string>
        {
            workload.NetworkGateway is { } way ? $"behind gateway {Gateway(way)}"
                : workload.Addresses.IsEmpty && workload.Hostname.Length > 0 ? $"where {workload.Hostname} is"
                : $"at {Join(workload.Addresses.Select(address => Address(new NetworkAddress(workload.Network, address))))}",
            $"capacity {workload.Capacity}",
            workload.Status == HealthStatus.Healthy ? "ready" : "not ready",
        };
        if (workload.NetworkMode == NetworkMode.HostNetwork)
            parts.Add("in its Node's network");
        if (workload.Waypoint is { } waypoint)
            parts.Add($"through waypoint {Gateway(waypoint)}");
        if (workload.TunnelProtocol == TunnelProtocol.None)
            parts.Add("not in the mesh");
        if (workload.Locality != Locality.Unknown)
            parts.Add($"in {workload.Locality}");
        if (workload.Node.Length > 0)
            parts.Add($"on {workload.Node}");
        if (workload.TunnelProtocol == TunnelProtocol.Hbone && !workload.Identity.IsNone)
            parts.Add($"as {workload.Identity}");
        foreach (var policy in workload.AuthorizationPolicies)
            parts.Add($"policy {policy}");
        return $"{workload.Uid} {Join(parts)}";
    }

    private static string Gateway(GatewayAddress way) => way.Match(
        addressed => $"{Address(addressed.Address)} port {addressed.HbonePort}",
        named => $"{named.Host} port {named.HbonePort}");

    private static string Gateway(Workload gateway) =>
        $"{gateway.Uid} of {gateway.Cluster} as {gateway.Identity}";

    private static string Preference(LoadBalancing balancing)
    {
        var scopes = Join(balancing.Preferences.Select(Word));
        var text = balancing.Mode switch
        {
            LoadBalancingMode.Any => "any",
            LoadBalancingMode.Strict => $"only the same {scopes}",
            LoadBalancingMode.Failover => $"the same {scopes}",
            LoadBalancingMode.Passthrough => "the address that is called",
        };
        return balancing.Health == HealthPolicy.AllowAll ? $"{text}, ready or not" : text;
    }

    private static string Address(NetworkAddress address) => $"{address.Address} in {Name(address.Network)}";

    private static string Name(string network) => network.Length == 0 ? "(none)" : network;

    private static string Port(PortMapping port) =>
        $"{port.ServicePort} to {(port.TargetPort == 0 ? "a named port" : $"{port.TargetPort}")}";

    private static string Join(IEnumerable<string> items) => string.Join(", ", items);

    private static string Word<T>(T value)
        where T : struct, Enum =>
        value.ToString().ToLowerInvariant();
}
