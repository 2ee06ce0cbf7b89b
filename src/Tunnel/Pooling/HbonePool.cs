using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tunnel.Pooling;

/// <summary>
/// Connections that tunnels of the same <see cref="PoolKey"/> share. For one key at most one connection is being
/// dialled, and all who need it wait for it; keys never wait for each other. A connection that was full is used
/// again when tunnels in it end. One that the peer has drained, or whose certificate on our side has been renewed since,
/// serves its tunnels to their end, and no more. Belongs to the event loop on whose thread it was made, as its
/// connections do.
/// </summary>
public sealed class HbonePool : IAsyncDisposable
{
    private const int SweepsPerIdleTime = 10;
    private readonly EventLoop _loop;
    private readonly Dictionary<PoolKey, Shelf> _shelves = [];
    private readonly CancellationTokenSource _stopped = new();
    private readonly TunnelDialer _dialer;
    private readonly ICertificateSource _certificates;
    private readonly TunnelLayer _layer;
    private readonly TunnelLimits _limits;
    private readonly TimeProvider _time;
    private readonly ITimer _sweeper;
    private int _connections;
    private bool _closed;

    /// <summary>Makes an empty pool.</summary>
    /// <param name="dialer">Connects to addresses.</param>
    /// <param name="certificates">Has the sources' certificates.</param>
    /// <param name="layer">The part of the tunnel that the connections are, for errors.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock.</param>
    public HbonePool(TunnelDialer dialer, ICertificateSource certificates, TunnelLayer layer, TunnelLimits limits, TimeProvider time)
    {
        _loop = EventLoop.Require();
        (_dialer, _certificates, _layer, _limits, _time) = (dialer, certificates, layer, limits, time);
        var sweepInterval = TimeSpan.FromSeconds(limits.PoolIdleSeconds) / SweepsPerIdleTime;
        _sweeper = time.CreateTimer(_ => _loop.Run(Sweep), null, sweepInterval, sweepInterval);
    }

    /// <summary>Idle connections are looked for; what is in them may look too.</summary>
    internal event Action? Swept;

    /// <summary>How many connections there are, those included that are being dialled.</summary>
    public int Connections => _connections;

    /// <summary>Opens a tunnel in a connection of the key, dialling where there is none with room.</summary>
    /// <param name="key">Which connections may be used.</param>
    /// <param name="request">Where the tunnel leads.</param>
    /// <param name="cancellationToken">Stops the wait; a dial that others wait for too goes on.</param>
    /// <exception cref="TunnelException">Dialling, the handshake or the request failed, or a limit is reached.</exception>
    public async ValueTask<HboneTunnel> OpenAsync(PoolKey key, HboneRequest request, CancellationToken cancellationToken)
    {
        var ours = await _certificates.GetAsync(key.Source, cancellationToken);
        // Whoever loses its place in a new connection to others tries again, as often as there can be connections.
        for (var attempt = 0; attempt <= _limits.MaxConnectionsPerKey; attempt++)
        {
            var (opened, dial) = OpenOrDial(key, ours, request);
            if (dial is not null)
            {
                await dial.WaitAsync(cancellationToken);
                continue;
            }
            var (client, stream) = opened;
            try
            {
                return await client.AwaitAsync(stream, request, cancellationToken);
            }
            catch (TunnelException) when (stream.WasNotProcessed)
            {
                // The peer says that it did nothing (RFC 9113, 8.7), so that another connection may be tried.
            }
        }
        throw Failed(TunnelFault.LimitReached, $"no connection to `{key.Destination}` has room for another tunnel");
    }

    /// <summary>Takes no more tunnels, and closes each connection when its tunnels have ended.</summary>
    /// <param name="cancellationToken">Stops the wait: what is still open is then cut off.</param>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Close().Select(client => client.Session.DrainAsync(cancellationToken)));

    /// <summary>Closes all connections, with their tunnels.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Close().Select(client => client.DisposeAsync().AsTask()));
        await _sweeper.DisposeAsync();
    }

    private ((HboneClient Client, Http2.Http2StreamTransport Stream) Opened, Task? Dial) OpenOrDial(
        PoolKey key, WorkloadCertificate ours, HboneRequest request)
    {
        _loop.Verify();
        if (_closed)
            throw Failed(TunnelFault.Closed, "the pool takes no more tunnels");
        if (!_shelves.TryGetValue(key, out var shelf))
            _shelves.Add(key, shelf = new Shelf());
        var head = request.ToHead();
        foreach (var pooled in shelf.Connections)
        {
            if (pooled.IsOf(ours) && pooled.Client.Session.TryOpen(head, _limits.MaxStreamsPerConnection) is { } stream)
                return ((pooled.Client, stream), null);
        }
        if (shelf.Dial is null)
        {
            CheckRoom(key, ours, shelf);
            _connections++;
            shelf.Dial = DialAsync(key, ours, shelf);
        }
        return (default, shelf.Dial);
    }

    private void CheckRoom(PoolKey key, WorkloadCertificate ours, Shelf shelf)
    {
        var full = shelf.Connections.Count(pooled => pooled.IsOf(ours));
        if (full >= _limits.MaxConnectionsPerKey)
            throw Failed(TunnelFault.LimitReached, $"{full} connections to `{key.Destination}` are full");
        if (_connections < _limits.MaxPooledConnections)
            return;
        DropIfUnused(key, shelf);
        throw Failed(TunnelFault.LimitReached, $"the pool is full with {_connections} connections");
    }

    private async Task DialAsync(PoolKey key, WorkloadCertificate ours, Shelf shelf)
    {
        // The dial is on the shelf before it can have ended.
        await Task.Yield();
        HboneClient? client = null;
        try
        {
            var transport = await ConnectAsync(key);
            var tunnel = await SpiffeHandshake.ConnectAsync(
                transport, ours, key.Expected, _layer, _limits, _time, _stopped.Token);
            client = HboneClient.Start(tunnel, _layer, _limits, _time);
        }
        catch (OperationCanceledException)
        {
            throw Failed(TunnelFault.Closed, "the pool was closed");
        }
        finally
        {
            Shelve(key, ours, shelf, client);
        }
    }

    private async Task<ITransport> ConnectAsync(PoolKey key)
    {
        using var deadline = new Deadline(_limits.ConnectTimeoutSeconds, _time, _stopped.Token);
        try
        {
            return await _dialer(new DialTarget(key.SourceAddress, key.Destination), deadline.Token);
        }
        catch (OperationCanceledException) when (deadline.IsOver)
        {
            var unanswered = SocketTransport.Unanswered(key.Destination, _limits);
            throw Failed(unanswered.Fault, unanswered.Message, unanswered);
        }
        catch (TunnelException e) when (e.Layer == TunnelLayer.Transport)
        {
            throw Failed(e.Fault, e.Message, e);
        }
    }

    /// <summary>The end of a dial: with a connection, or without.</summary>
    private void Shelve(PoolKey key, WorkloadCertificate ours, Shelf shelf, HboneClient? client)
    {
        shelf.Dial = null;
        if (client is not null && !_closed)
        {
            var pooled = new Pooled(client, ours);
            shelf.Connections.Add(pooled);
            shelf.Current = ours;
            _ = RemoveWhenEndedAsync(key, shelf, pooled);
            return;
        }
        _connections--;
        DropIfUnused(key, shelf);
        client?.Session.Abort();
    }

    private async Task RemoveWhenEndedAsync(PoolKey key, Shelf shelf, Pooled pooled)
    {
        await pooled.Client.Session.Ended;
        shelf.Connections.Remove(pooled);
        _connections--;
        DropIfUnused(key, shelf);
    }

    private void Sweep()
    {
        Swept?.Invoke();
        List<HboneClient> idle = [];
        foreach (var shelf in _shelves.Values)
        {
            // Off the shelf at once: nobody may open a tunnel in what is being closed.
            var unused = shelf.Connections.Where(pooled => IsSpent(pooled, shelf)).ToList();
            shelf.Connections.RemoveAll(unused.Contains);
            idle.AddRange(unused.Select(pooled => pooled.Client));
        }
        foreach (var client in idle)
            _ = client.DisposeAsync().AsTask();
    }

    private bool IsSpent(Pooled pooled, Shelf shelf)
    {
        var session = pooled.Client.Session;
        return session.OpenStreams == 0
            && (session.IdleTime.TotalSeconds >= _limits.PoolIdleSeconds || (shelf.Current is { } current && !pooled.IsOf(current)));
    }

    private List<HboneClient> Close()
    {
        _loop.Verify();
        _closed = true;
        _stopped.Cancel();
        return _shelves.Values.SelectMany(shelf => shelf.Connections).Select(pooled => pooled.Client).ToList();
    }

    private void DropIfUnused(PoolKey key, Shelf shelf)
    {
        if (shelf is { Connections.Count: 0, Dial: null } && _shelves.GetValueOrDefault(key) == shelf)
            _shelves.Remove(key);
    }

    private TunnelException Failed(TunnelFault fault, string what, Exception? cause = null) =>
        new(_layer, fault, $"{_layer.Describe()}: {what}", inner: cause);

    /// <summary>The connections of one key, and the dial that is under way.</summary>
    private sealed class Shelf
    {
        public List<Pooled> Connections { get; } = [];

        public Task? Dial { get; set; }

        /// <summary>The certificate that was last dialled with.</summary>
        public WorkloadCertificate? Current { get; set; }
    }

    private sealed record Pooled(HboneClient Client, WorkloadCertificate Ours)
    {
        /// <summary>Whether the peer has been shown the certificate that is ours now.</summary>
        public bool IsOf(WorkloadCertificate current) => Ours.IsSameAs(current);
    }
}
