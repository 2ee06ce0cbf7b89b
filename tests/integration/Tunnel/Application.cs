using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>An application that tunnels lead to: it serves each connection in one way, plain TCP on a port of its own.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<ITransport, CancellationToken, Task> _serve;
    private readonly TaskCompletionSource<TunnelException> _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    public Application(Func<ITransport, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public string Authority => EndPoint.ToString();

    /// <summary>The first connection that broke, and how.</summary>
    public Task<TunnelException> Broken => _broken.Task;

    /// <summary>Sends back what comes, then ends.</summary>
    public static Application Echo() => new(Transports.EchoAsync);

    /// <summary>Sends bytes and ends its direction at once, then reads to the end of the other.</summary>
    public static Application Download(byte[] bytes, Action<byte[]>? received = null) => new(async (transport, token) =>
    {
        await transport.SendAsync(bytes, token);
        await transport.CompleteAsync(token);
        var all = await transport.ReceiveAllAsync(token);
        received?.Invoke(all);
    });

    /// <summary>Reads a byte, then cuts the connection off.</summary>
    public static Application Abort() => new(async (transport, token) =>
    {
        await transport.ReceiveAsync(new byte[1], token);
        transport.Abort();
    });

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stopping.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var transport = new PlainConnection(socket);
        try
        {
            await _serve(transport, _stopping.Token);
        }
        catch (TunnelException e)
        {
            _broken.TrySetResult(e);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
