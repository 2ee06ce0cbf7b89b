using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>A gateway or a waypoint that was found.</summary>
/// <param name="Workload">What it is.</param>
/// <param name="Address">Its address; null where its name must be resolved first, or where it is behind a gateway.</param>
/// <param name="Port">The port at which it takes HBONE.</param>
/// <param name="Service">The service that it was found by, if it was.</param>
/// <param name="Families">The families of addresses that count where its name is resolved.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hop(
    Workload Workload, IPAddress? Address, int Port, MeshService? Service, ValueList<AddressFamily> Families)
{
    /// <summary>The address and port, or the pattern of one.</summary>
    public IPEndPoint Target => new(Address ?? IPAddress.Any, Port);

    /// <summary>The identities that it may prove. Its own is known, so that the others of its service are not expected.</summary>
    public ValueList<SpiffeId> Identities => Workload.Identity.IsNone ? [] : [Workload.Identity];

    /// <summary>A decision that leads to it: one that names it first where it has no address.</summary>
    public RouteDecision Reached(RouteDecision decision) =>
        Address is null ? new RouteDecision.Unresolved(Workload.Hostname, Families, decision) : decision;
}

/// <summary>
/// Finds what the address of a gateway or waypoint means (ztunnel's <c>fetch_waypoint</c> and
/// <c>fetch_network_gateway</c>): a service, of which one endpoint is chosen, or a workload.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="source">The caller.</param>
internal sealed class HopFinder(RouteTable table, Workload source)
{
    /// <summary>How connections are shared among what an address means; null where it means nothing that can be used.</summary>
    /// <param name="way">The address.</param>
    /// <param name="ns">The namespace of what refers to it, which may see services of its own.</param>
    /// <param name="called">The address that was called, if one was.</param>
    /// <param name="lead">What becomes of a connection by each; refusals leave it out.</param>
    public Choice<RouteDecision>? Find(
        GatewayAddress way, string ns, IPAddress? called, Func<Hop, Choice<RouteDecision>> lead) =>
        way.Match(
            addressed => table.FindByVirtualAddress(addressed.Address, ns) is { } service
                ? OfService(service, way.HbonePort, addressed.Address.Address, lead)
                : OfWorkload(table.FindByAddress(addressed.Address), way.HbonePort, addressed.Address.Address, lead),
            named => table.FindService(named.Host) is { } service
                ? OfService(service, way.HbonePort, called, lead)
                : OfWorkload(table.FindWorkloadByHostname(named.Host), way.HbonePort, called, lead));

    /// <summary>Whether an address means this workload, or a service that it is an endpoint of.</summary>
    /// <param name="table">The table.</param>
    /// <param name="way">The address.</param>
    /// <param name="ns">The namespace of what refers to it.</param>
    /// <param name="workload">The workload.</param>
    public static bool LeadsTo(RouteTable table, GatewayAddress way, string ns, Workload workload) => way.Match(
        addressed => table.FindByVirtualAddress(addressed.Address, ns) is { } service
            ? workload.Membership(service.Key) is not null
            : table.FindByAddress(addressed.Address)?.Uid == workload.Uid,
        named => table.FindService(named.Host) is { } service
            ? workload.Membership(service.Key) is not null
            : table.FindWorkloadByHostname(named.Host)?.Uid == workload.Uid);

    private static Choice<RouteDecision>? OfWorkload(
        Workload? workload, int port, IPAddress? called, Func<Hop, Choice<RouteDecision>> lead) =>
        workload is null ? null : lead(HopTo(workload, port, called, null, IpFamilies.Automatic));

    private static Hop HopTo(Workload workload, int port, IPAddress? called, MeshService? service, IpFamilies families) => new(
        workload,
        AddressSelection.Of(workload, called, families),
        port,
        service,
        AddressSelection.Order(called, families));

    private Choice<RouteDecision>? OfService(
        MeshService service, int servicePort, IPAddress? called, Func<Hop, Choice<RouteDecision>> lead)
    {
        var usable = ImmutableArray.CreateBuilder<(Workload, Choice<RouteDecision>)>();
        Choice<RouteDecision>? refused = null;
        foreach (var endpoint in table.EndpointsOf(service.Key))
        {
            if (!EndpointSelection.IsReady(endpoint.Workload, service.LoadBalancing))
                continue;
            if (EndpointSelection.TargetPort(service, endpoint, servicePort) is not { } port)
                continue;
            var led = lead(HopTo(endpoint.Workload, port, called, service, service.IpFamilies));
            if (led.IsRefused())
                refused ??= led;
            else
                usable.Add((endpoint.Workload, led));
        }

        return EndpointSelection.Share(source, service, usable.ToImmutable()) ?? refused;
    }
}
