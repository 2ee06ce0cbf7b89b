using System.Collections.Immutable;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>The rules that are found by the labels of one subject: by a key and a value, or by a key alone.</summary>
internal sealed class LabelGuards
{
    private readonly ImmutableArray<(string Key, int Hash)> _keys;
    private readonly RuleTable _labels;
    private readonly RuleTable _presences;

    private LabelGuards(ImmutableArray<(string Key, int Hash)> keys, RuleTable labels, RuleTable presences) =>
        (_keys, _labels, _presences) = (keys, labels, presences);

    /// <param name="rules">Keys, values or null, and the numbers of the rules that ask for them, ascending.</param>
    public static LabelGuards Create(IEnumerable<(string Key, string? Value, ImmutableArray<int> Rules)> rules)
    {
        var hashed = rules.Select(at => (at.Key, at.Value, KeyHash: LabelSet.HashOf(at.Key), at.Rules)).ToArray();
        var labels = hashed.Where(at => at.Value is not null)
            .Select(at => (at.Key, at.Value, LabelSet.HashOf(at.KeyHash, at.Value!), at.Rules)).ToArray();
        return new LabelGuards(
            [.. hashed.Select(at => (at.Key, at.KeyHash)).Distinct()],
            RuleTable.Create(labels),
            RuleTable.Create([.. hashed.Where(at => at.Value is null)]));
    }

    /// <summary>Where labels are looked up: at the keys that guard, or at all their own, whichever are fewer.</summary>
    public int PlacesIn(LabelSet labels) => Math.Min(_keys.Length, labels.Count);

    /// <summary>The place among the labels of one of <see cref="PlacesIn"/>, or -1.</summary>
    public int PlaceAt(LabelSet labels, int index) =>
        _keys.Length < labels.Count ? labels.IndexOf(_keys[index].Key, _keys[index].Hash) : index;

    public ReadOnlySpan<int> OfLabel(LabelSet labels, int place) =>
        _labels.IsEmpty ? [] : _labels.Find(labels.KeyAt(place), labels.ValueAt(place), labels.LabelHashAt(place));

    public ReadOnlySpan<int> OfPresence(LabelSet labels, int place) =>
        _presences.IsEmpty ? [] : _presences.Find(labels.KeyAt(place), null, labels.KeyHashAt(place));
}
