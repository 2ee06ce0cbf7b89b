using System.Diagnostics;
using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>Why a connection is refused. In kebab case these are what logs, traces and expectations say.</summary>
public enum RefusalReason
{
    /// <summary>The caller is no workload of the table.</summary>
    UnknownSource,

    /// <summary>No service of that name can be seen from the caller's cluster.</summary>
    UnknownHost,

    /// <summary>The service has no such port.</summary>
    UnknownPort,

    /// <summary>The service has no usable endpoint, here or behind a gateway.</summary>
    NoHealthyEndpoint,

    /// <summary>The endpoint is in another network, and no gateway leads there.</summary>
    NoGateway,

    /// <summary>The connection was addressed to a node proxy itself.</summary>
    SelfCall,

    /// <summary>The authority of a tunnel names nothing that may be reached by it.</summary>
    UnknownAuthority,
}

/// <summary>Where a caller wants to go.</summary>
public abstract record Destination
{
    private protected Destination(int port) => Port = port;

    /// <summary>The port that was called.</summary>
    public int Port { get; }

    /// <summary>By a name.</summary>
    /// <param name="Host">The name, as it was given.</param>
    /// <param name="ServicePort">The port that was called.</param>
    public sealed record Named(string Host, int ServicePort) : Destination(ServicePort)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Host}:{ServicePort}";
    }

    /// <summary>By an address.</summary>
    /// <param name="Target">The address and port that were called.</param>
    public sealed record Addressed(IPEndPoint Target) : Destination(Target.Port)
    {
        /// <inheritdoc/>
        public override string ToString() => Target.ToString();
    }

    /// <summary>Reads a host: an address in its own notation is an address, anything else a name.</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="port">The port, 0 to 65535.</param>
    public static Destination Of(string host, int port) =>
        IPAddress.TryParse(host.Trim('[', ']'), out var address)
            ? new Addressed(new IPEndPoint(address, port))
            : new Named(host, port);
}

/// <summary>A connection that a workload wants to make.</summary>
/// <param name="SourceUid">The workload that makes it.</param>
/// <param name="Destination">Where it wants to go.</param>
public sealed record OutboundConnection(string SourceUid, Destination Destination);

/// <summary>What becomes of an outbound connection: everything that a node proxy needs to carry it.</summary>
public abstract record RouteDecision
{
    private protected RouteDecision()
    {
    }

    /// <summary>One HBONE tunnel to the endpoint's node proxy.</summary>
    /// <param name="To">The endpoint.</param>
    /// <param name="Address">Its node proxy.</param>
    /// <param name="Authority">What CONNECT asks for.</param>
    /// <param name="Expected">The identities that the node proxy may prove.</param>
    /// <param name="Service">The service that was called, if one was.</param>
    public sealed record Tunnel(
        Workload To, IPEndPoint Address, string Authority, ValueList<SpiffeId> Expected, MeshService? Service)
        : RouteDecision;

    /// <summary>An HBONE tunnel to a gateway of the endpoint's network, and in it one to the endpoint's node proxy.</summary>
    /// <param name="To">What stands for the endpoints behind the gateway.</param>
    /// <param name="Gateway">The gateway.</param>
    /// <param name="Address">Where the gateway listens.</param>
    /// <param name="Authority">What both CONNECTs ask for: the service's host name and port.</param>
    /// <param name="OuterExpected">The identities that the gateway may prove.</param>
    /// <param name="InnerExpected">The identities that the endpoint's node proxy may prove.</param>
    /// <param name="Service">The service that was called.</param>
    public sealed record DoubleTunnel(
        Workload To,
        Workload Gateway,
        IPEndPoint Address,
        string Authority,
        ValueList<SpiffeId> OuterExpected,
        ValueList<SpiffeId> InnerExpected,
        MeshService Service)
        : RouteDecision;

    /// <summary>A plain connection: the endpoint is not in the mesh, or nothing is known of the address.</summary>
    /// <param name="Address">Where to connect.</param>
    /// <param name="To">The endpoint, if it is known.</param>
    /// <param name="Service">The service that was called, if one was.</param>
    public sealed record Plain(IPEndPoint Address, Workload? To, MeshService? Service) : RouteDecision;

    /// <summary>No connection.</summary>
    /// <param name="Reason">Why, as one of few reasons.</param>
    /// <param name="Message">Why, in one line that names the culprit.</param>
    public sealed record Refused(RefusalReason Reason, string Message) : RouteDecision;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(
        Func<Tunnel, T> tunnel, Func<DoubleTunnel, T> doubleTunnel, Func<Plain, T> plain, Func<Refused, T> refused) =>
        this switch
        {
            Tunnel decision => tunnel(decision),
            DoubleTunnel decision => doubleTunnel(decision),
            Plain decision => plain(decision),
            Refused decision => refused(decision),
            _ => throw new UnreachableException(),
        };
}
