using System.Collections.Concurrent;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>What is counted apart by sets of labels, as long as there are not too many of them. Safe for use by several threads.</summary>
/// <typeparam name="TLabels">A set of labels.</typeparam>
/// <typeparam name="TCounts">What is counted of one.</typeparam>
/// <param name="most">How many sets are counted apart.</param>
internal sealed class LabelledCounts<TLabels, TCounts>(int most)
    where TLabels : notnull
    where TCounts : class, new()
{
    private readonly ConcurrentDictionary<TLabels, TCounts> _counts = new();
    private int _distinct;

    /// <summary>All sets that something was counted of.</summary>
    public IEnumerable<KeyValuePair<TLabels, TCounts>> All => _counts;

    /// <summary>The counts of a set of labels; null where it would be one too many.</summary>
    public TCounts? Of(TLabels labels)
    {
        if (_counts.TryGetValue(labels, out var known))
            return known;
        if (Interlocked.Increment(ref _distinct) > most)
        {
            Interlocked.Decrement(ref _distinct);
            return null;
        }

        var added = new TCounts();
        var counts = _counts.GetOrAdd(labels, added);
        if (counts != added)
            Interlocked.Decrement(ref _distinct);
        return counts;
    }
}
