using System.Collections.Immutable;
using System.Numerics;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>
/// Numbers of rules by a label, a key or a name. A table of its own, because those who ask know hashes from
/// <see cref="LabelSet"/> and need not make them again.
/// </summary>
internal sealed class RuleTable
{
    // INVARIANT: a power of two, and at least half of them are free, so that a search ends.
    private readonly Entry[] _entries;

    private RuleTable(Entry[] entries) => _entries = entries;

    /// <param name="rules">Keys, values (null for a key or a name alone), hashes, and the numbers of the rules, ascending.</param>
    public static RuleTable Create(IReadOnlyCollection<(string Key, string? Value, int Hash, ImmutableArray<int> Rules)> rules)
    {
        var entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)(2 * rules.Count + 1))];
        foreach (var (key, value, hash, numbers) in rules)
        {
            var slot = hash & (entries.Length - 1);
            while (entries[slot].Key is not null)
                slot = (slot + 1) & (entries.Length - 1);
            entries[slot] = new Entry(key, value, hash, numbers);
        }
        return new RuleTable(entries);
    }

    public bool IsEmpty => _entries.Length == 1;

    /// <summary>The numbers of the rules at a key and value, ascending; none where nothing is said of them.</summary>
    public ReadOnlySpan<int> Find(string key, string? value, int hash)
    {
        var entries = _entries;
        for (var slot = hash & (entries.Length - 1); ; slot = (slot + 1) & (entries.Length - 1))
        {
            ref readonly var entry = ref entries[slot];
            if (entry.Key is null)
                return [];
            if (entry.Hash == hash && entry.Key == key && entry.Value == value)
                return entry.Rules.AsSpan();
        }
    }

    private readonly record struct Entry(string? Key, string? Value, int Hash, ImmutableArray<int> Rules);
}
