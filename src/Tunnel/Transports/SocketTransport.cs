using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>A TCP connection of an event loop: by epoll on Linux, by the platform's asynchronous sockets elsewhere.</summary>
public abstract class SocketTransport : ITransport
{
    private protected SocketTransport()
    {
    }

    /// <summary>Our address, as the connection has it; null when it is gone.</summary>
    public abstract IPEndPoint? LocalEndPoint { get; }

    /// <summary>The peer's address; null when it is gone.</summary>
    public abstract IPEndPoint? RemoteEndPoint { get; }

    /// <summary>Where a connection that was redirected to us wanted to go (<c>SO_ORIGINAL_DST</c>); null where it was not.</summary>
    public abstract IPEndPoint? OriginalDestination { get; }

    /// <summary>Connects, on the thread of an event loop, to which the connection then belongs.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="source">The address to connect from; null for any.</param>
    /// <param name="limits">Says how long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <param name="named">What errors call the destination, where it is not its address.</param>
    /// <param name="making">How the socket is made, beyond the ordinary.</param>
    /// <exception cref="TunnelException">The address cannot be reached, or did not answer in time.</exception>
    /// <exception cref="InvalidOperationException">The thread is not an event loop's.</exception>
    public static async ValueTask<SocketTransport> ConnectAsync(
        IPEndPoint destination,
        IPAddress? source,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken,
        IPEndPoint? named = null,
        SocketMaking? making = null)
    {
        named ??= destination;
        making ??= SocketMaking.Ordinary;
        var loop = EventLoop.Require();
        using var deadline = new Deadline(limits.ConnectTimeoutSeconds, time, cancellationToken);
        try
        {
            return loop.Epoll is not null
                ? await EpollSocket.ConnectAsync(loop, destination, source, making, deadline.Token)
                : await AsyncSocket.ConnectAsync(loop, destination, source, making, deadline.Token);
        }
        catch (SocketException e)
        {
            throw new TunnelException(
                TunnelLayer.Transport, TunnelFault.ConnectFailed, $"cannot connect to `{named}`: {Describe(e.SocketErrorCode)}", inner: e);
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            throw Unanswered(named, limits);
        }
    }

    /// <summary>What there is to say of a destination that does not answer in time.</summary>
    internal static TunnelException Unanswered(IPEndPoint destination, TunnelLimits limits) => new(
        TunnelLayer.Transport,
        TunnelFault.TimedOut,
        $"`{destination}` did not answer within {limits.ConnectTimeoutSeconds} s; is a NetworkPolicy or firewall in the way?");

    /// <summary>Takes over a connected socket that nobody has received from or sent to, on the thread of an event loop.</summary>
    /// <param name="socket">The socket, which is not to be used any more.</param>
    /// <exception cref="InvalidOperationException">The thread is not an event loop's.</exception>
    public static SocketTransport Attach(Socket socket)
    {
        var loop = EventLoop.Require();
        if (loop.Epoll is null)
            return new AsyncSocket(socket);
        socket.Blocking = false;
        var fd = (int)socket.Handle;
        socket.SafeHandle.SetHandleAsInvalid();
        return EpollSocket.Attach(loop, fd, remote: null);
    }

    /// <summary>Has the kernel find out whether a silent peer is still there (<c>SO_KEEPALIVE</c>, tcp(7)).</summary>
    /// <param name="seconds">After how much silence, and how often then.</param>
    /// <param name="probes">How many go unanswered before the connection is given up.</param>
    public abstract void KeepAlive(int seconds, int probes);

    /// <inheritdoc/>
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask CompleteAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract void Abort();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    private protected static TunnelException Closed(Exception? cause = null) =>
        new(TunnelLayer.Transport, TunnelFault.Closed, "the connection was closed on our side", inner: cause);

    private protected static TunnelException Broken(SocketError error, Exception? cause = null) =>
        new(TunnelLayer.Transport, TunnelFault.Reset, $"the connection broke: {Describe(error)}", inner: cause);

    private static string Describe(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "reset by the peer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
        SocketError.TimedOut => "no answer",
        SocketError.AccessDenied => "not permitted",
        SocketError.AddressNotAvailable => "the address to come from is not here",
        _ => error.ToString(),
    };
}
