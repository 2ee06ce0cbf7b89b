using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Http2;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tunnel.Pooling;

/// <summary>
/// Inner tunnels of double tunnels, which connections of the same <see cref="InnerKey"/> share, spread over the endpoints
/// behind the gateway by <see cref="InnerPoolPolicy"/>. Belongs to the event loop of its outer pool.
/// </summary>
/// <param name="outer">Opens the outer tunnels.</param>
/// <param name="certificates">Has the sources' certificates.</param>
/// <param name="limits">The bounds.</param>
/// <param name="time">The clock.</param>
/// <param name="chance">Rolls dice.</param>
public sealed class InnerPool(
    HbonePool outer, ICertificateSource certificates, TunnelLimits limits, TimeProvider time, Func<ulong> chance)
{
    private readonly Dictionary<InnerKey, Shelf> _shelves = [];
    private readonly InnerTunnelFacts[] _facts = new InnerTunnelFacts[limits.MaxInnerTunnelsPerKey];
    private int _tunnels;
    private bool _closed;

    /// <summary>How many inner tunnels there are, those included that are being opened.</summary>
    public int Tunnels => _tunnels;

    /// <summary>How many were opened since the pool was made, which is how many handshakes there were.</summary>
    public long Opened { get; private set; }

    /// <summary>Opens a connection in an inner tunnel of the key.</summary>
    /// <param name="key">Which inner tunnels may be used.</param>
    /// <param name="outerRequest">What to ask the gateway for.</param>
    /// <param name="request">What to ask the inner peer for; its headers should name our network.</param>
    /// <param name="capacity">How many endpoints there are behind the gateway, as far as is known; 1 where it is not.</param>
    /// <param name="cancellationToken">Stops the wait; a tunnel that others wait for too is opened all the same.</param>
    /// <exception cref="TunnelException">The inner or the outer tunnel failed, or a limit is reached.</exception>
    public async ValueTask<HboneTunnel> OpenAsync(
        InnerKey key, HboneRequest outerRequest, HboneRequest request, long capacity, CancellationToken cancellationToken)
    {
        var ours = await certificates.GetAsync(key.Outer.Source, cancellationToken);
        for (var attempt = 0; attempt <= limits.MaxInnerTunnelsPerKey; attempt++)
        {
            var (entry, stream, dial) = OpenOrDial(key, ours, outerRequest, request, capacity);
            if (dial is not null)
            {
                await dial.WaitAsync(cancellationToken);
                continue;
            }
            try
            {
                var opened = await entry!.Client.AwaitAsync(stream!, request, cancellationToken);
                entry.Learn(opened.Endpoint);
                return opened with { OuterPeer = entry.OuterPeer };
            }
            catch (TunnelException) when (stream!.WasNotProcessed)
            {
                // The peer says that it did nothing (RFC 9113, 8.7), so that another tunnel may be tried.
            }
        }
        throw Failed(TunnelFault.LimitReached, $"no inner tunnel to `{key.Authority}` has room for another connection");
    }

    /// <summary>Takes no more connections, and closes each tunnel when its connections have ended.</summary>
    /// <param name="cancellationToken">Stops the wait: what is still open is then cut off.</param>
    public Task DrainAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Close().Select(client => client.Session.DrainAsync(cancellationToken)));

    /// <summary>Closes all tunnels, with their connections.</summary>
    public Task CloseAsync() => Task.WhenAll(Close().Select(client => client.DisposeAsync().AsTask()));

    /// <summary>Closes what is idle or old, and has no connections.</summary>
    internal void Sweep()
    {
        foreach (var shelf in _shelves.Values)
        {
            // Off the shelf at once: nobody may open a connection in what is being closed.
            foreach (var entry in shelf.Entries.Where(IsSpent).ToList())
            {
                shelf.Entries.Remove(entry);
                _ = entry.Client.DisposeAsync().AsTask();
            }
        }
    }

    private (Entry? Entry, Http2StreamTransport? Stream, Task? Dial) OpenOrDial(
        InnerKey key, WorkloadCertificate ours, HboneRequest outerRequest, HboneRequest request, long capacity)
    {
        if (_closed)
            throw Failed(TunnelFault.Closed, "the pool takes no more connections");
        if (!_shelves.TryGetValue(key, out var shelf))
            _shelves.Add(key, shelf = new Shelf());
        var choice = Choose(shelf, ours, capacity);
        if (choice.Retire >= 0)
            shelf.Entries[choice.Retire].IsRetired = true;
        if (choice.Grow && _tunnels < limits.MaxPooledConnections)
            Grow(key, ours, shelf, outerRequest);
        if (choice.Use >= 0)
        {
            var entry = shelf.Entries[choice.Use];
            if (entry.Client.Session.TryOpen(request.ToHead(), limits.MaxStreamsPerInnerTunnel) is { } stream)
                return (entry, stream, null);
            // Its peer allows fewer than we would.
            entry.IsFull = true;
            return (null, null, Task.CompletedTask);
        }
        return (null, null, shelf.Dial ?? throw Failed(
            TunnelFault.LimitReached, $"{shelf.Entries.Count} inner tunnels to `{key.Authority}` are full, and {_tunnels} are open in all"));
    }

    private InnerChoice Choose(Shelf shelf, WorkloadCertificate ours, long capacity)
    {
        var facts = _facts.AsSpan(0, shelf.Entries.Count);
        for (var i = 0; i < facts.Length; i++)
        {
            // Its peer was perhaps shown a certificate that has been renewed since.
            shelf.Entries[i].IsRetired |= !shelf.Entries[i].Ours.IsSameAs(ours);
            facts[i] = shelf.Entries[i].Facts(time, limits);
        }
        return InnerPoolPolicy.Choose(
            facts, capacity, shelf.Dial is not null, time.GetElapsedTime(shelf.GrewAt).TotalSeconds, shelf.InVain, chance(), limits);
    }

    private void Grow(InnerKey key, WorkloadCertificate ours, Shelf shelf, HboneRequest outerRequest)
    {
        _tunnels++;
        shelf.GrewAt = time.GetTimestamp();
        shelf.Dial = DialAsync(key, ours, shelf, outerRequest);
        // In the background nobody may wait for it.
        _ = shelf.Dial.ContinueWith(
            static dial => _ = dial.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private async Task DialAsync(InnerKey key, WorkloadCertificate ours, Shelf shelf, HboneRequest outerRequest)
    {
        // The dial is on the shelf before it can have ended.
        await Task.Yield();
        HboneClient? client = null;
        VerifiedPeer? gateway = null;
        try
        {
            var carrier = await outer.OpenAsync(key.Outer, outerRequest, CancellationToken.None);
            gateway = carrier.Peer;
            client = await DoubleTunnel.ConnectAsync(carrier.Transport, ours, key.Expected, limits, time, CancellationToken.None);
            Opened++;
        }
        finally
        {
            Shelve(key, ours, shelf, client, gateway);
        }
    }

    /// <summary>The end of a dial: with a tunnel, or without.</summary>
    private void Shelve(InnerKey key, WorkloadCertificate ours, Shelf shelf, HboneClient? client, VerifiedPeer? gateway)
    {
        shelf.Dial = null;
        if (client is not null && !_closed)
        {
            var entry = new Entry(shelf, client, ours, gateway!, time.GetTimestamp(), chance());
            shelf.Entries.Add(entry);
            _ = RemoveWhenEndedAsync(key, shelf, entry);
            return;
        }
        _tunnels--;
        DropIfUnused(key, shelf);
        client?.Session.Abort();
    }

    private async Task RemoveWhenEndedAsync(InnerKey key, Shelf shelf, Entry entry)
    {
        await entry.Client.Session.Ended;
        shelf.Entries.Remove(entry);
        _tunnels--;
        DropIfUnused(key, shelf);
    }

    private bool IsSpent(Entry entry)
    {
        if (entry.Client.Session.OpenStreams > 0)
            return false;
        return entry.IsRetired
            || InnerPoolPolicy.IsOld(entry.Facts(time, limits), limits)
            || entry.Client.Session.IdleTime.TotalSeconds >= limits.PoolIdleSeconds;
    }

    private List<HboneClient> Close()
    {
        _closed = true;
        return _shelves.Values.SelectMany(shelf => shelf.Entries).Select(entry => entry.Client).ToList();
    }

    private void DropIfUnused(InnerKey key, Shelf shelf)
    {
        if (shelf is { Entries.Count: 0, Dial: null } && _shelves.GetValueOrDefault(key) == shelf)
            _shelves.Remove(key);
    }

    private static TunnelException Failed(TunnelFault fault, string what) => new(TunnelLayer.Inner, fault, $"inner tunnel: {what}");

    private sealed class Shelf
    {
        public List<Entry> Entries { get; } = [];

        public Task? Dial { get; set; }

        public long GrewAt { get; set; }

        /// <summary>How many of the tunnels that were opened last led where others lead.</summary>
        public int InVain { get; set; }
    }

    private sealed class Entry(Shelf shelf, HboneClient client, WorkloadCertificate ours, VerifiedPeer gateway, long born, ulong roll)
    {
        public HboneClient Client => client;

        /// <summary>What its peer was shown.</summary>
        public WorkloadCertificate Ours => ours;

        public VerifiedPeer OuterPeer => gateway;

        public string? Endpoint { get; private set; }

        public bool IsRetired { get; set; }

        /// <summary>Whether the peer took no more when it was last asked.</summary>
        public bool IsFull { get; set; }

        /// <summary>The peer has said which endpoint it is.</summary>
        public void Learn(string? endpoint)
        {
            if (Endpoint is not null || endpoint is null)
                return;
            shelf.InVain = shelf.Entries.Exists(other => other.Endpoint == endpoint) ? shelf.InVain + 1 : 0;
            Endpoint = endpoint;
        }

        public InnerTunnelFacts Facts(TimeProvider time, TunnelLimits limits)
        {
            var streams = client.Session.OpenStreams;
            IsFull &= streams > 0;
            return new InnerTunnelFacts(
                Endpoint,
                IsFull ? limits.MaxStreamsPerInnerTunnel : streams,
                time.GetElapsedTime(born).TotalSeconds,
                (roll >> 11) * (1.0 / (1ul << 53)),
                !IsRetired && client.Session.IsAccepting);
        }
    }
}
