namespace ScopeMesh.Policy.Manifests;

/// <summary>The protocol of a port of a Service, a container or an EndpointSlice; TCP where none is written.</summary>
public enum TransportProtocol
{
    /// <summary><c>TCP</c>, the only one that the mesh carries.</summary>
    Tcp,

    /// <summary><c>UDP</c>.</summary>
    Udp,

    /// <summary><c>SCTP</c>.</summary>
    Sctp,
}
