using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>ztunnel's <c>validate_destination</c>, written to be read: what a workload may be asked for by an address.</summary>
public static class ReferenceInbound
{
    /// <summary>Whether a workload takes a tunnel to an address.</summary>
    public static bool Takes(RouteTable table, Workload workload, IPAddress local, IPAddress asked)
    {
        if (asked.Equals(local) || workload.ApplicationTunnel is not null)
            return true;
        var called = table.Workloads
            .Where(other => other.NetworkMode == NetworkMode.Standard && other.Network == workload.Network && other.Addresses.Contains(asked))
            .OrderByDescending(other => other.Uid.Contains("//Pod/", StringComparison.Ordinal))
            .ThenByDescending(other => other.TunnelProtocol == TunnelProtocol.Hbone)
            .FirstOrDefault();
        if (called is not null)
            return called.Waypoint is { } waypoint && Means(table, waypoint, called.Namespace, workload);
        if (table.FindByVirtualAddress(new NetworkAddress(workload.Network, asked), "") is not { } service)
            return false;
        return service.WeightedWaypoints.Where(way => way.Weight > 0).Select(way => way.Destination)
            .Concat(service.Waypoint is { } only ? [only] : [])
            .Any(way => Means(table, way, service.Namespace, workload));
    }

    private static bool Means(RouteTable table, GatewayAddress way, string ns, Workload workload)
    {
        var service = way.Match(
            addressed => table.FindByVirtualAddress(addressed.Address, ns),
            named => table.Services.FirstOrDefault(known => known.Key == named.Host));
        if (service is not null)
            return workload.Services.Any(part => part.Service == service.Key);
        var meant = way.Match(
            addressed => table.FindByAddress(addressed.Address),
            named => table.Workloads.FirstOrDefault(known => known.Namespace == named.Host.Namespace && known.Hostname == named.Host.Name));
        return meant?.Uid == workload.Uid;
    }
}
