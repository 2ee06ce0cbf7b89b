using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Authorization;

/// <summary>All that a decision on an inbound connection looks at.</summary>
/// <param name="SourceAddress">The peer's address, as the TCP connection shows it.</param>
/// <param name="Source">The peer's identity as verified by TLS; <c>default</c> where there is none.</param>
/// <param name="DestinationAddress">The workload's address.</param>
/// <param name="DestinationPort">The workload's port.</param>
public sealed record InboundConnection(
    IPAddress SourceAddress, SpiffeId Source, IPAddress DestinationAddress, int DestinationPort);
