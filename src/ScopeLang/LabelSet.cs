using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.Intrinsics;

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

    // Hashes of the keys, then hashes of the labels, either as long as _keys rounded up to whole vectors. Made once, so
    // that whoever knows the hash of what they look for compares all at once. Their order decides nothing.
    private readonly int[] _hashes;

    private LabelSet(string[] keys, string[] values)
    {
        (_keys, _values) = (keys, values);
        var half = (keys.Length + Vector256<int>.Count - 1) / Vector256<int>.Count * Vector256<int>.Count;
        _hashes = new int[2 * half];
        for (var i = 0; i < keys.Length; i++)
        {
            _hashes[i] = HashOf(keys[i]);
            _hashes[half + i] = HashOf(_hashes[i], values[i]);
        }
    }

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
        var sorted = labels.ToArray();
        var order = new int[sorted.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (left, right) => string.CompareOrdinal(sorted[left].Key, sorted[right].Key) is var byKey and not 0
            ? byKey
            : left.CompareTo(right));
        var last = order.Where((place, i) => i + 1 == order.Length || sorted[place].Key != sorted[order[i + 1]].Key).ToArray();
        return last.Length == 0
            ? Empty
            : new LabelSet(Array.ConvertAll(last, i => sorted[i].Key), Array.ConvertAll(last, i => sorted[i].Value));
    }

    /// <summary>The value of a key, if the key is present.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value, which may be empty.</param>
    /// <returns>Whether the key is present.</returns>
    public bool TryGet(string key, [NotNullWhen(true)] out string? value)
    {
        var place = IndexOf(key, HashOf(key));
        value = place < 0 ? null : _values[place];
        return place >= 0;
    }

    /// <summary>Whether a key is present, with whatever value.</summary>
    /// <param name="key">The key.</param>
    public bool Contains(string key) => TryGet(key, out _);

    /// <summary>The same labels with one key set to a value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    public LabelSet With(string key, string value)
    {
        var place = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        if (place < 0)
            return new LabelSet([.. _keys[..~place], key, .. _keys[~place..]], [.. _values[..~place], value, .. _values[~place..]]);
        return _values[place] == value ? this : new LabelSet(_keys, [.. _values[..place], value, .. _values[(place + 1)..]]);
    }

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

    /// <summary>What <see cref="IndexOf(string, int)"/> takes for a key.</summary>
    internal static int HashOf(string key) => StringComparer.Ordinal.GetHashCode(key);

    /// <summary>What <see cref="Contains(string, string, int)"/> takes for a label.</summary>
    internal static int HashOf(int keyHash, string value) => HashCode.Combine(keyHash, HashOf(value));

    internal int KeyHashAt(int index) => _hashes[index];

    internal int LabelHashAt(int index) => _hashes[_hashes.Length / 2 + index];

    internal string KeyAt(int index) => _keys[index];

    internal string ValueAt(int index) => _values[index];

    /// <summary>The place of a key whose hash is known, or -1.</summary>
    internal int IndexOf(string key, int hash)
    {
        var wanted = Vector256.Create(hash);
        for (var start = 0; start < _keys.Length; start += Vector256<int>.Count)
        {
            var found = Vector256.Equals(Vector256.Create<int>(_hashes.AsSpan(start)), wanted).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                var place = start + BitOperations.TrailingZeroCount(found);
                if (place < _keys.Length && _keys[place] == key)
                    return place;
            }
        }
        return -1;
    }

    /// <summary>Whether a label whose hash is known is present. One that is absent is hardly ever compared.</summary>
    internal bool Contains(string key, string value, int hash)
    {
        var wanted = Vector256.Create(hash);
        var half = _hashes.Length / 2;
        for (var start = 0; start < _keys.Length; start += Vector256<int>.Count)
        {
            var found = Vector256.Equals(Vector256.Create<int>(_hashes.AsSpan(half + start)), wanted).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                var place = start + BitOperations.TrailingZeroCount(found);
                if (place < _keys.Length && _keys[place] == key && _values[place] == value)
                    return true;
            }
        }
        return false;
    }
}
