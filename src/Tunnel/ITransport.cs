namespace ScopeMesh.Tunnel;

/// <summary>
/// A duplex stream of bytes whose two directions end independently: a TCP connection, TLS over one, one CONNECT
/// stream of HTTP/2, or memory in tests. One receive and one send may be under way at a time. What is made of sockets
/// belongs to the event loop that it was made on, and is used there, but for <see cref="Abort"/>.
/// </summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>
    /// Receives at least one byte, or 0 when the peer has ended its direction. With an empty buffer it takes nothing, and
    /// returns when there is something to receive, or the end: so that nobody needs to hold a buffer while waiting.
    /// </summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="cancellationToken">Stops the wait; the transport is then unusable.</param>
    /// <exception cref="TunnelException">The transport failed or was aborted.</exception>
    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Sends all bytes; returns when the transport has taken them, which is its backpressure.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancellationToken">Stops the wait; the transport is then unusable.</param>
    /// <exception cref="TunnelException">The transport failed or was aborted.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends our direction (TCP FIN, TLS close_notify, END_STREAM); the peer's goes on.</summary>
    /// <param name="cancellationToken">Stops the wait.</param>
    ValueTask CompleteAsync(CancellationToken cancellationToken);

    /// <summary>Ends both directions at once (TCP RST, RST_STREAM). Never throws; may be called at any time.</summary>
    void Abort();
}
