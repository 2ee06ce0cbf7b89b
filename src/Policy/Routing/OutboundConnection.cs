using System.Net;

namespace ScopeMesh.Policy.Routing;

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
public sealed record OutboundConnection(string SourceUid, Destination Destination)
{
    /// <summary>Whether it is UDP: tunnels carry streams alone, so that such a one is refused.</summary>
    public bool IsUdp { get; init; }
}
