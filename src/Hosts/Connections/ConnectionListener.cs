using System.Net.Sockets;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Connections;

/// <summary>Accepts connections on the data plane's loops and serves each on its own, up to a limit, and logs what goes wrong.</summary>
internal sealed partial class ConnectionListener : IAsyncDisposable
{
    private readonly LoopListener _listener;

    private ConnectionListener(LoopListener listener, ILogger log)
    {
        _listener = listener;
        listener.AcceptFailed += error => Log.CannotAccept(log, error.Message);
        listener.Faulted += error => Log.Unexpected(log, error);
    }

    /// <summary>Begins to accept.</summary>
    /// <param name="listener">A listening socket, which is closed in the end.</param>
    /// <param name="serve">Serves one connection; its token says that the listener stops.</param>
    /// <param name="limit">How many connections are served at a time.</param>
    /// <param name="log">Where it is told what goes wrong with a connection unexpectedly.</param>
    public static ConnectionListener Start(
        Socket listener, Func<SocketTransport, CancellationToken, Task> serve, int limit, ILogger log)
    {
        DataPlane.ReportTo(log);
        return new ConnectionListener(DataPlane.Loops.Listen(listener, serve, limit), log);
    }

    /// <summary>Stops accepting, and tells the connections to end; does not wait for them.</summary>
    public void Close() => _listener.Close();

    /// <summary>Stops accepting, tells the connections to end, and waits until they have.</summary>
    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Warning, "a connection could not be accepted: {Why}")]
        public static partial void CannotAccept(ILogger log, string why);

        [LoggerMessage(2302, LogLevel.Error, "a connection ended unexpectedly")]
        public static partial void Unexpected(ILogger log, Exception exception);
    }
}
