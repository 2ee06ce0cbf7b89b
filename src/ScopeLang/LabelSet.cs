using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace ScopeMesh.ScopeLang;

/// <summary>
/// The labels of one object: immutable, in ordinal order of their keys, equal when they hold the same labels.
/// </summary>
/// <remarks>
/// A label set takes any strings; <see cref="LabelSyntax"/> says which of them Kubernetes allows.
/// </remarks>
public sealed class LabelSet : IReadOnlyList<KeyValuePair<string, string>>, IEquatable<LabelSet>
{
    // INVARIANT: strictly ascending by ordinal comparison, and as long as _values.
    private readonly string[] _keys;
    private readonly string[] _values;

    private LabelSet(string[] keys, string[] values) => (_keys, _values) = (keys, values);

    /// <summary>No labels.</summary>
    public static LabelSet Empty { get; } = new([], []);

    /// <summary>How many labels there are.</summary>
    public int Count => _keys.Length;

    /// <summary>The label at a place in the ordinal order of the keys.</summary>
    /// <param name="index">The place, from zero.</param>
    public KeyValuePair<string, string> this[int index] => new(_keys[index], _values[index]);

    /// <summary>A set of labels in any order. Of several labels with one key the last one counts.</summary>
    /// <param name="labels">The labels.</param>
    public static LabelSet Create(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels)
            sorted[key] = value;
        return sorted.Count == 0 ? Empty : new LabelSet([.. sorted.Keys], [.. sorted.Values]);
    }

    /// <summary>The value of a key, if the key is present.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value, which may be empty.</param>
    /// <returns>Whether the key is present.</returns>
    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        var place = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        value = place < 0 ? null : _values[place];
        return place >= 0;
    }

    /// <summary>Whether a key is present, with whatever value.</summary>
    /// <param name="key">The key.</param>
    public bool Contains(string key) => TryGet(key, out _);

    /// <summary>The same labels with one key set to a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    public LabelSet With(string key, string value) =>
        TryGet(key, out var present) && present == value ? this : Create([.. this, new(key, value)]);

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] LabelSet? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (_keys.AsSpan().SequenceEqual(other._keys) && _values.AsSpan().SequenceEqual(other._values)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var i = 0; i < _keys.Length; i++)
            hash.Add((_keys[i], _values[i]));
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator()
    {
        for (var i = 0; i < _keys.Length; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The labels as <c>key=value</c>, separated by commas.</summary>
    public override string ToString() => string.Join(',', this.Select(label => $"{label.Key}={label.Value}"));
}
