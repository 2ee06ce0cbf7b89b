using System.Collections.Concurrent;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Connections;

/// <summary>The connections that are open, each of which closes as soon as a new route table no longer allows it.</summary>
internal sealed class LiveConnectionSet(SnapshotSource<RouteTable> tables)
{
    private readonly ConcurrentDictionary<long, Entry> _open = new();
    private long _last;

    /// <summary>What is open now, for dumps.</summary>
    public IReadOnlyCollection<LiveConnection> Open => [.. _open.Values.Select(entry => entry.Connection)];

    /// <summary>
    /// Runs what a connection is for while it is allowed. A table that comes while it is entered is not missed: the
    /// connection is entered first and checked after.
    /// </summary>
    /// <param name="describe">Names the connection, given its id.</param>
    /// <param name="run">Runs it; its token is cancelled when the connection must close.</param>
    /// <param name="cancellationToken">Closes it for another reason.</param>
    /// <returns>Why it was closed by a new table, or null.</returns>
    public async Task<string?> RunAsync(
        Func<long, LiveConnection> describe, Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var id = Interlocked.Increment(ref _last);
        var entry = new Entry(describe(id), closing);
        _open[id] = entry;
        try
        {
            Recheck(entry, tables.Current.Value);
            await run(closing.Token);
        }
        finally
        {
            _open.TryRemove(id, out _);
        }

        return entry.Why;
    }

    /// <summary>Closes what new tables no longer allow, until cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var current = tables.Current;
        foreach (var entry in _open.Values)
            Recheck(entry, current.Value);
        while (true)
        {
            await current.Superseded.WaitAsync(cancellationToken);
            var before = current.Value;
            current = tables.Current;
            Recheck(before, current.Value);
        }
    }

    private void Recheck(RouteTable before, RouteTable table)
    {
        var open = _open.Values.ToArray();
        foreach (var closing in LiveConnections.Recheck(before, table, open.Select(entry => new CheckedConnection(entry.Connection, entry.CheckedBy))))
        {
            if (_open.TryGetValue(closing.Id, out var entry))
                entry.Close(closing.Why);
        }

        foreach (var entry in open)
            entry.CheckedBy = table;
    }

    private static void Recheck(Entry entry, RouteTable table)
    {
        if (LiveConnections.WhyClose(table, entry.Connection) is { } why)
            entry.Close(why);
        entry.CheckedBy = table;
    }

    private sealed class Entry(LiveConnection connection, CancellationTokenSource closing)
    {
        public LiveConnection Connection => connection;

        /// <summary>The table that it was last found allowed by, or not.</summary>
        public RouteTable? CheckedBy { get; set; }

        public string? Why { get; private set; }

        public void Close(string why)
        {
            Why = why;
            try
            {
                closing.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself in between.
            }
        }
    }
}
