using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Whose fault it is that a tunnel cannot be taken; the status of CONNECT follows from it.</summary>
public enum InboundRefusal
{
    /// <summary>The authority's address is not the workload's, nor of what the workload is the waypoint of.</summary>
    AddressMismatch,

    /// <summary>The authority's host is no service of the workload.</summary>
    UnknownHost,

    /// <summary>The service has no such port at this workload.</summary>
    UnknownPort,

    /// <summary>The port is the node proxy's own.</summary>
    SelfCall,
}

/// <summary>Where an inbound tunnel leads within the workload that took it.</summary>
public abstract record InboundTarget
{
    private protected InboundTarget()
    {
    }

    /// <summary>To an address and port of the workload.</summary>
    /// <param name="Address">The application's address and port.</param>
    /// <param name="Service">The service that was asked for, if one was.</param>
    public sealed record Application(IPEndPoint Address, MeshService? Service) : InboundTarget
    {
        /// <summary>
        /// What was called, for the PROXY protocol header that is sent ahead of the connection; null where none is sent. The
        /// header's source is the tunnel's peer, and its TLV 0xD0 the identity that the peer proved.
        /// </summary>
        public IPEndPoint? Announced { get; init; }
    }

    /// <summary>Nowhere.</summary>
    /// <param name="Reason">Why, as one of few reasons.</param>
    /// <param name="Message">Why, in one line.</param>
    public sealed record Refused(InboundRefusal Reason, string Message) : InboundTarget;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Application, T> application, Func<Refused, T> refused) => this switch
    {
        Application target => application(target),
        Refused target => refused(target),
        _ => throw new UnreachableException(),
    };
}

/// <summary>
/// Finds what an inbound CONNECT means at the workload that took it (ztunnel's <c>validate_destination</c> and
/// <c>find_inbound_upstream</c>). It always leads to the workload's own address; what it asks for must be the workload's, or
/// of something that the workload is the waypoint of.
/// </summary>
public static class InboundResolver
{
    /// <summary>The target of one tunnel.</summary>
    /// <param name="table">What the node knows.</param>
    /// <param name="workload">The workload that took the tunnel.</param>
    /// <param name="local">The address at which it was taken.</param>
    /// <param name="authority">What CONNECT asks for.</param>
    public static InboundTarget Resolve(RouteTable table, Workload workload, IPAddress local, Destination authority)
    {
        var target = authority switch
        {
            Destination.Addressed addressed => ResolveAddress(table, workload, local, addressed.Target),
            Destination.Named named => ResolveName(table, workload, local, named),
            _ => Refuse(InboundRefusal.UnknownHost, "the authority is neither a name nor an address"),
        };
        if (target is not InboundTarget.Application application)
            return target;
        if (WellKnown.IsNodeProxyPort(application.Address.Port))
            return Refuse(InboundRefusal.SelfCall, "attempted recursive call to ourselves");
        return workload.ApplicationTunnel is { } tunnel ? Through(tunnel, application, workload, authority) : application;
    }

    private static InboundTarget ResolveAddress(RouteTable table, Workload workload, IPAddress local, IPEndPoint target) =>
        target.Address.Equals(local) || workload.ApplicationTunnel is not null || IsWaypointOf(table, workload, target.Address)
            ? new InboundTarget.Application(new IPEndPoint(local, target.Port), null)
            : Refuse(InboundRefusal.AddressMismatch, $"ip mismatch: {local} != {target.Address}");

    /// <summary>Whether an address is of something whose connections this workload takes first.</summary>
    private static bool IsWaypointOf(RouteTable table, Workload workload, IPAddress address)
    {
        var asked = new NetworkAddress(workload.Network, address);
        if (table.FindByAddress(asked) is { } called)
            return called.Waypoint is { } waypoint && HopFinder.LeadsTo(table, waypoint, called.Namespace, workload);
        return table.FindByVirtualAddress(asked, "") is { } service && IsWaypointOf(table, workload, service);
    }

    private static bool IsWaypointOf(RouteTable table, Workload workload, MeshService service)
    {
        foreach (var weighted in service.WeightedWaypoints.AsSpan())
        {
            if (weighted.Weight > 0 && HopFinder.LeadsTo(table, weighted.Destination, service.Namespace, workload))
                return true;
        }

        return service.Waypoint is { } waypoint && HopFinder.LeadsTo(table, waypoint, service.Namespace, workload);
    }

    private static InboundTarget ResolveName(RouteTable table, Workload workload, IPAddress local, Destination.Named named)
    {
        var host = named.Host.ToLowerInvariant();
        if (table.FindByHostname(host, workload.Namespace) is not { } service)
        {
            return host == workload.Hostname && host.Length > 0
                ? new InboundTarget.Application(new IPEndPoint(local, named.Port), null)
                : Refuse(InboundRefusal.UnknownHost, $"no service or workload for hostname: {named.Host}");
        }

        var membership = workload.Membership(service.Key);
        if (membership is null && workload.ApplicationTunnel is null && !IsWaypointOf(table, workload, service))
            return Refuse(InboundRefusal.UnknownHost, $"no service or workload for hostname: {named.Host}");
        var part = new Endpoint(workload, membership ?? new ServiceMembership(service.Key, []));
        return EndpointSelection.TargetPort(service, part, named.Port) is { } port
            ? new InboundTarget.Application(new IPEndPoint(local, port), service)
            : Refuse(InboundRefusal.UnknownPort, $"requested service {named} found, but cannot resolve port");
    }

    /// <summary>One port takes what is meant for others, and a header says what was called.</summary>
    private static InboundTarget.Application Through(
        ApplicationTunnel tunnel, InboundTarget.Application application, Workload workload, Destination authority)
    {
        var announced = (tunnel.Protocol, authority) switch
        {
            (ApplicationTunnelProtocol.None, _) => null,
            (_, Destination.Addressed addressed) => addressed.Target,
            _ => new IPEndPoint(VirtualAddressOf(application, workload), authority.Port),
        };
        return application with
        {
            Address = tunnel.Port > 0 ? new IPEndPoint(application.Address.Address, tunnel.Port) : application.Address,
            Announced = announced,
        };
    }

    /// <summary>The address that a service would have been called at: one of the workload's network, and IPv4, rather than another.</summary>
    private static IPAddress VirtualAddressOf(InboundTarget.Application application, Workload workload) =>
        application.Service?.Addresses
            .OrderByDescending(address => address.Network == workload.Network)
            .ThenByDescending(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
            .Select(address => address.Address)
            .FirstOrDefault() ?? application.Address.Address;

    private static InboundTarget Refuse(InboundRefusal reason, string message) =>
        new InboundTarget.Refused(reason, message);
}
