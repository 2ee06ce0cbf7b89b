using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Loops.Linux;

namespace ScopeMesh.Tunnel.Transports;

/// <summary>A TCP connection by the platform's asynchronous sockets, whose completions come back to the loop.</summary>
internal sealed class AsyncSocket : SocketTransport
{
    private readonly Socket _socket;

    public AsyncSocket(Socket socket)
    {
        socket.NoDelay = true;
        _socket = socket;
    }

    public override IPEndPoint? LocalEndPoint => EndOrNull(() => _socket.LocalEndPoint);

    public override IPEndPoint? RemoteEndPoint => EndOrNull(() => _socket.RemoteEndPoint);

    public override IPEndPoint? OriginalDestination =>
        OperatingSystem.IsLinux() ? EndOrNull(() => SocketOptions.FindOriginalDestination((int)_socket.Handle)) : null;

    public static async ValueTask<SocketTransport> ConnectAsync(
        EventLoop loop, IPEndPoint destination, IPAddress? source, SocketMaking making, CancellationToken cancellationToken)
    {
        loop.Verify();
        var socket = making.Place is { } place ? place.Make(() => Open(destination)) : Open(destination);
        try
        {
            if (making.Mark != 0 || making.MayBorrowAddress)
                SocketOptions.Apply((int)socket.Handle, SocketAddresses.FamilyOf(destination.Address), making);
            if (source is not null && OperatingSystem.IsLinux())
                SocketOptions.LeavePortToConnect((int)socket.Handle);
            if (source is not null)
                socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(destination, cancellationToken);
            return new AsyncSocket(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public override void KeepAlive(int seconds, int probes)
    {
        _socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, seconds);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, seconds);
        _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, probes);
    }

    public override async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
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

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
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

    public override ValueTask CompleteAsync(CancellationToken cancellationToken)
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

    public override void Abort()
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

    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Socket Open(IPEndPoint destination) => new(destination.AddressFamily, SocketType.Stream, ProtocolType.Tcp);

    private static IPEndPoint? EndOrNull(Func<EndPoint?> end)
    {
        try
        {
            return end() is IPEndPoint { Address.IsIPv4MappedToIPv6: true } mapped
                ? new IPEndPoint(mapped.Address.MapToIPv4(), mapped.Port)
                : end() as IPEndPoint;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    private static TunnelException Failed(Exception e) =>
        e is SocketException { SocketErrorCode: not SocketError.OperationAborted } broken ? Broken(broken.SocketErrorCode, e) : Closed(e);
}
