namespace ScopeMesh.Hosts.Grpc;

/// <summary>What a caller adds to a call.</summary>
/// <param name="Headers">Custom headers.</param>
/// <param name="Timeout">How long the whole call may take; null for ever.</param>
/// <param name="CancellationToken">Cancels the call.</param>
internal readonly record struct CallOptions(
    Metadata? Headers = null, TimeSpan? Timeout = null, CancellationToken CancellationToken = default);
