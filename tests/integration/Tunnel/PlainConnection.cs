using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>A TCP connection as applications have it: none of the data plane's loops, of which the tests' threads are not.</summary>
internal sealed class PlainConnection : ITransport
{
    private readonly Socket _socket;

    /// <summary>Takes over a connected socket.</summary>
    public PlainConnection(Socket socket)
    {
        socket.NoDelay = true;
        _socket = socket;
    }

    public static async Task<ITransport> ConnectAsync(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        return await AttemptAsync(async () =>
        {
            await socket.ConnectAsync(address, Patience.Token);
            return new PlainConnection(socket);
        });
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        AttemptAsync(() => _socket.ReceiveAsync(buffer, cancellationToken));

    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var rest = bytes;
            bytes = bytes[await AttemptAsync(() => _socket.SendAsync(rest, cancellationToken))..];
        }
    }

    public async ValueTask CompleteAsync(CancellationToken cancellationToken) => await AttemptAsync(() =>
    {
        _socket.Shutdown(SocketShutdown.Send);
        return ValueTask.FromResult(true);
    });

    public void Abort() => _socket.Close(timeout: 0);

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask<T> AttemptAsync<T>(Func<ValueTask<T>> attempt)
    {
        try
        {
            return await attempt();
        }
        catch (SocketException e)
        {
            throw new TunnelException(TunnelLayer.Transport, TunnelFault.Reset, e.Message, inner: e);
        }
    }
}
