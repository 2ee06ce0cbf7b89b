using System.Diagnostics;
using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Whose fault it is that a tunnel cannot be taken; the status of CONNECT follows from it.</summary>
public enum InboundRefusal
{
    /// <summary>The authority's address is not the workload's.</summary>
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
    public sealed record Application(IPEndPoint Address, MeshService? Service) : InboundTarget;

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
/// Finds what an inbound CONNECT means at the workload that took it: an address must be the workload's own; a host
/// must be a service that the workload is an endpoint of, and its service port leads to the workload's own port.
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
            Destination.Addressed addressed => ResolveAddress(local, addressed.Target),
            Destination.Named named => ResolveName(table, workload, local, named),
            _ => Refuse(InboundRefusal.UnknownHost, "the authority is neither a name nor an address"),
        };
        if (target is InboundTarget.Application application && WellKnown.IsNodeProxyPort(application.Address.Port))
            return Refuse(InboundRefusal.SelfCall, "attempted recursive call to ourselves");
        return target;
    }

    private static InboundTarget ResolveAddress(IPAddress local, IPEndPoint target) =>
        target.Address.Equals(local)
            ? new InboundTarget.Application(target, null)
            : Refuse(InboundRefusal.AddressMismatch, $"ip mismatch: {local} != {target.Address}");

    private static InboundTarget ResolveName(RouteTable table, Workload workload, IPAddress local, Destination.Named named)
    {
        var service = table.FindByHostname(named.Host.ToLowerInvariant(), workload.Namespace);
        if (service is null || workload.Membership(service.Key) is not { } membership)
            return Refuse(InboundRefusal.UnknownHost, $"no service or workload for hostname: {named.Host}");
        if (EndpointSelection.TargetPort(membership, named.Port) is not { } port)
        {
            return Refuse(
                InboundRefusal.UnknownPort, $"requested service {named} found, but cannot resolve port");
        }

        return new InboundTarget.Application(new IPEndPoint(local, port), service);
    }

    private static InboundTarget Refuse(InboundRefusal reason, string message) =>
        new InboundTarget.Refused(reason, message);
}
