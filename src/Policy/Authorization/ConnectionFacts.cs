using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Authorization;

/// <summary>A connection as indexed policies look at it.</summary>
internal readonly struct ConnectionFacts(InboundConnection connection)
{
    public SpiffeId Source { get; } = connection.Source;

    public AddressPrefix SourceAddress { get; } = AddressPrefix.Of(connection.SourceAddress);

    public AddressPrefix DestinationAddress { get; } = AddressPrefix.Of(connection.DestinationAddress);

    public int DestinationPort { get; } = connection.DestinationPort;
}
