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
        while (true)
        {
            var current = tables.Current;
            foreach (var entry in _open.Values)
                Recheck(entry, current.Value);
            await current.Superseded.WaitAsync(cancellationToken);
        }
    }

    private static void Recheck(Entry entry, RouteTable table)
    {
        if (LiveConnections.WhyClose(table, entry.Connection) is not { } why)
            return;
        entry.Why = why;
        entry.Close();
    }

    private sealed class Entry(LiveConnection connection, CancellationTokenSource closing)
    {
        public LiveConnection Connection => connection;

        public string? Why { get; set; }

        public void Close()
        {
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
