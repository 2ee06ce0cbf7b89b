using System.Collections.Concurrent;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Connections;

/// <summary>
/// The connections that are open: each closes as soon as a new route table no longer allows it, and all that are left do when the
/// time is over that the host's drain gives them.
/// </summary>
internal sealed class LiveConnectionSet : IDisposable
{
    private readonly ConcurrentDictionary<long, OpenConnection> _open = new();
    private readonly SnapshotSource<RouteTable> _tables;
    private readonly CancellationToken _expired;
    private readonly CancellationTokenRegistration _expiry;
    private long _last;

    public LiveConnectionSet(SnapshotSource<RouteTable> tables, HostDrain drain)
    {
        (_tables, _expired) = (tables, drain.Expired);
        _expiry = _expired.UnsafeRegister(static set => ((LiveConnectionSet)set!).Cut(), this);
    }

    /// <summary>What is open now, for dumps.</summary>
    public IReadOnlyCollection<OpenConnection> Open => [.. _open.Values];

    /// <summary>
    /// A connection is open from now on. What comes while it is entered is not missed: it is entered first and looked at
    /// after, and may be cut when this returns.
    /// </summary>
    /// <param name="record">What is known of it.</param>
    /// <param name="describe">Says, given its id, what decides whether it may stay; null where no table does.</param>
    /// <param name="near">The end from which it was made.</param>
    /// <param name="far">The end to which it leads.</param>
    public OpenConnection Enter(ConnectionRecord record, Func<long, LiveConnection>? describe, ITransport near, ITransport far)
    {
        var id = Interlocked.Increment(ref _last);
        var entry = new OpenConnection(id, record, describe?.Invoke(id), near, far);
        _open[id] = entry;
        Recheck(entry, _tables.Current.Value);
        if (_expired.IsCancellationRequested)
            entry.Cut();
        return entry;
    }

    /// <summary>A connection is over.</summary>
    public void Leave(OpenConnection entry) => _open.TryRemove(entry.Id, out _);

    /// <summary>Closes what new tables no longer allow, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var current = _tables.Current;
        foreach (var entry in _open.Values)
            Recheck(entry, current.Value);
        while (true)
        {
            await current.Superseded.WaitAsync(cancellationToken);
            var before = current.Value;
            current = _tables.Current;
            Recheck(before, current.Value);
        }
    }

    public void Dispose() => _expiry.Dispose();

    private void Recheck(RouteTable before, RouteTable table)
    {
        var open = _open.Values.ToArray();
        var subjects = open.Where(entry => entry.Subject is not null).Select(entry => new CheckedConnection(entry.Subject!, entry.CheckedBy));
        foreach (var closing in LiveConnections.Recheck(before, table, subjects))
        {
            if (_open.TryGetValue(closing.Id, out var entry))
                entry.Close(closing.Why);
        }

        foreach (var entry in open)
            entry.CheckedBy = table;
    }

    private static void Recheck(OpenConnection entry, RouteTable table)
    {
        if (entry.Subject is { } subject && LiveConnections.WhyClose(table, subject) is { } why)
            entry.Close(why);
        entry.CheckedBy = table;
    }

    private void Cut()
    {
        foreach (var entry in _open.Values)
            entry.Cut();
    }
}
