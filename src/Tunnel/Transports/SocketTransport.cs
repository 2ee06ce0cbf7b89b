using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>A TCP connection.</summary>
public sealed class SocketTransport : ITransport
{
    private readonly Socket _socket;

    /// <summary>Takes over a connected socket, which it closes in the end.</summary>
    /// <param name="socket">The socket.</param>
    public SocketTransport(Socket socket)
    {
        socket.NoDelay = true;
        _socket = socket;
    }

    /// <summary>Our address, as the connection has it.</summary>
    public IPEndPoint? LocalEndPoint => _socket.LocalEndPoint as IPEndPoint;

    /// <summary>The peer's address.</summary>
    public IPEndPoint? RemoteEndPoint => _socket.RemoteEndPoint as IPEndPoint;

    /// <summary>Connects.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="source">The address to connect from; null for any.</param>
    /// <param name="limits">Says how long it may take.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <param name="named">What errors call the destination, where it is not its address.</param>
    /// <exception cref="TunnelException">The address cannot be reached, or did not answer in time.</exception>
    public static async ValueTask<SocketTransport> ConnectAsync(
        IPEndPoint destination,
        IPAddress? source,
        TunnelLimits limits,
        TimeProvider time,
        CancellationToken cancellationToken,
        IPEndPoint? named = null)
    {
        named ??= destination;
        using var deadline = new Deadline(limits.ConnectTimeoutSeconds, time, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = new Socket(destination.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (source is not null)
                socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(destination, deadline.Token);
            return new SocketTransport(socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new TunnelException(
                TunnelLayer.Transport, TunnelFault.ConnectFailed, $"cannot connect to `{named}`: {Describe(e)}", inner: e);
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            socket?.Dispose();
            throw new TunnelException(
                TunnelLayer.Transport,
                TunnelFault.TimedOut,
                $"`{named}` did not answer within {limits.ConnectTimeoutSeconds} s; is a NetworkPolicy or firewall in the way?");
        }
        catch
        {
            socket?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Failed(e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            while (!bytes.IsEmpty)
                bytes = bytes[await _socket.SendAsync(bytes, cancellationToken)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Failed(e);
        }
    }

    /// <inheritdoc/>
    public ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The connection is gone already, so there is no direction left to end.
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public void Abort()
    {
        try
        {
            // Lingering for no time makes close() send RST.
            _socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static TunnelException Failed(Exception e) => e switch
    {
        SocketException { SocketErrorCode: not SocketError.OperationAborted } socketError =>
            new TunnelException(TunnelLayer.Transport, TunnelFault.Reset, $"the connection broke: {Describe(socketError)}", inner: e),
        _ => new TunnelException(TunnelLayer.Transport, TunnelFault.Closed, "the connection was closed on our side", inner: e),
    };

    private static string Describe(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "reset by the peer",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "no route to it",
        SocketError.TimedOut => "no answer",
        _ => e.SocketErrorCode.ToString(),
    };
}
