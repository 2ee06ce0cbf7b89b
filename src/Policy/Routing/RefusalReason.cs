namespace ScopeMesh.Policy.Routing;

/// <summary>Why a connection is refused. In kebab case these are what logs, traces and expectations say.</summary>
public enum RefusalReason
{
    /// <summary>The caller is no workload of the table.</summary>
    UnknownSource,

    /// <summary>No service of that name can be seen from the caller's cluster.</summary>
    UnknownHost,

    /// <summary>The service, or each of its endpoints, has no such port.</summary>
    UnknownPort,

    /// <summary>The service has no usable endpoint, here or behind a gateway.</summary>
    NoHealthyEndpoint,

    /// <summary>The endpoint has no address of a family that is asked for, and no name that leads to one.</summary>
    NoAddress,

    /// <summary>The endpoint is in another network, and no gateway leads there.</summary>
    NoGateway,

    /// <summary>What is called has a waypoint that cannot be found, or that has no usable endpoint.</summary>
    UnknownWaypoint,

    /// <summary>Nothing says whom to expect at the other end, so that nobody would be believed there.</summary>
    NoIdentity,

    /// <summary>The address is nobody's, and the cluster lets connections go only to what is known.</summary>
    NotInRegistry,

    /// <summary>It is UDP, which tunnels do not carry.</summary>
    UdpNotCarried,

    /// <summary>The connection was addressed to a node proxy itself.</summary>
    SelfCall,

    /// <summary>The authority of a tunnel names nothing that may be reached by it.</summary>
    UnknownAuthority,
}
