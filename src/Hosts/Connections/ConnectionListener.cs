using System.Net.Sockets;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Hosts.Connections;

/// <summary>How a connection is told to end.</summary>
/// <param name="Draining">Nothing new begins on it, and what is open may go on.</param>
/// <param name="Cut">All of it ends now; its transport has been aborted.</param>
internal readonly record struct ConnectionStop(CancellationToken Draining, CancellationToken Cut);

/// <summary>Makes the listeners of a host, which drain with it, and whose connections are counted.</summary>
internal sealed class ConnectionListeners(HostDrain drain, OpenSockets sockets)
{
    /// <summary>Begins to accept.</summary>
    /// <param name="listener">A listening socket, which is closed in the end.</param>
    /// <param name="direction">From which end the host sees its connections.</param>
    /// <param name="serve">Serves one connection.</param>
    /// <param name="limit">How many connections are served at a time.</param>
    /// <param name="log">Where it is told what goes wrong with a connection unexpectedly.</param>
    public ConnectionListener Start(
        Socket listener, ConnectionDirection direction, Func<SocketTransport, ConnectionStop, Task> serve, int limit, ILogger log) =>
        ConnectionListener.Start(listener, serve, limit, log, drain, sockets.Of(direction));
}

/// <summary>Accepts connections on the data plane's loops and serves each on its own, up to a limit, and logs what goes wrong.</summary>
internal sealed partial class ConnectionListener : IAsyncDisposable
{
    /// <summary>How long nothing more is said of connections that cannot be taken, once it was.</summary>
    private static readonly TimeSpan SaidFor = TimeSpan.FromSeconds(10);

    private readonly ILogger _log;
    private readonly LoopListener _listener;
    private readonly CancellationTokenSource _cut;
    private readonly CancellationTokenRegistration _drain;
    private long _said;

    private ConnectionListener(LoopListener listener, CancellationTokenSource cut, ILogger log, CancellationToken begun)
    {
        (_listener, _cut, _log) = (listener, cut, log);
        listener.AcceptFailed += OnAcceptFailed;
        listener.Faulted += error => Log.Unexpected(log, error);
        _drain = begun.UnsafeRegister(static self => ((ConnectionListener)self!).Close(), this);
    }

    /// <summary>Begins to accept for something that has no drain of its own.</summary>
    /// <param name="listener">A listening socket, which is closed in the end.</param>
    /// <param name="serve">Serves one connection; its token says that the listener stops.</param>
    /// <param name="limit">How many connections are served at a time.</param>
    /// <param name="log">Where it is told what goes wrong with a connection unexpectedly.</param>
    public static ConnectionListener Start(
        Socket listener, Func<SocketTransport, CancellationToken, Task> serve, int limit, ILogger log) =>
        Start(listener, (transport, stop) => serve(transport, stop.Draining), limit, log, drain: null);

    /// <summary>Begins to accept, until the host drains: then nothing more, and what is open at the deadline is cut.</summary>
    /// <param name="listener">A listening socket, which is closed in the end.</param>
    /// <param name="serve">Serves one connection.</param>
    /// <param name="limit">How many connections are served at a time.</param>
    /// <param name="log">Where it is told what goes wrong with a connection unexpectedly.</param>
    /// <param name="drain">The end of the host, if it has one.</param>
    /// <param name="count">Where connections are counted while they are open.</param>
    public static ConnectionListener Start(
        Socket listener,
        Func<SocketTransport, ConnectionStop, Task> serve,
        int limit,
        ILogger log,
        HostDrain? drain,
        OpenSocketCount? count = null)
    {
        DataPlane.ReportTo(log);
        var cut = CancellationTokenSource.CreateLinkedTokenSource(drain?.Expired ?? CancellationToken.None);
        var token = cut.Token;
        var accepting = DataPlane.Loops.Listen(
            listener,
            async (transport, draining) =>
            {
                var aborting = token.UnsafeRegister(static transport => ((SocketTransport)transport!).Abort(), transport);
                count?.Opened();
                try
                {
                    await serve(transport, new ConnectionStop(draining, token));
                }
                finally
                {
                    count?.Closed();
                    aborting.Unregister();
                }
            },
            limit);
        return new ConnectionListener(accepting, cut, log, drain?.Begun ?? CancellationToken.None);
    }

    /// <summary>Stops accepting, and tells the connections to end; does not wait for them.</summary>
    public void Close() => _listener.Close();

    /// <summary>Stops accepting, and ends all connections now; does not wait for them.</summary>
    public void Cut()
    {
        Close();
        _cut.Cancel();
    }

    /// <summary>Stops accepting, tells the connections to end, and waits until they have.</summary>
    public async ValueTask DisposeAsync()
    {
        await _drain.DisposeAsync();
        await _listener.DisposeAsync();
        _cut.Dispose();
    }

    /// <summary>Goes on failing many times a second as long as descriptors are short.</summary>
    private void OnAcceptFailed(SocketException error)
    {
        var time = TimeProvider.System;
        if (_said != 0 && time.GetElapsedTime(_said) < SaidFor)
            return;
        _said = time.GetTimestamp();
        Log.CannotAccept(_log, error.SocketErrorCode is SocketError.TooManyOpenSockets
            ? "too many files are open, and connections wait until others end; raise the limit (ulimit -n)"
            : error.Message);
    }

    private static partial class Log
    {
        [LoggerMessage(2301, LogLevel.Warning, "connections cannot be accepted: {Why}")]
        public static partial void CannotAccept(ILogger log, string why);

        [LoggerMessage(2302, LogLevel.Error, "a connection ended unexpectedly")]
        public static partial void Unexpected(ILogger log, Exception exception);
    }
}
