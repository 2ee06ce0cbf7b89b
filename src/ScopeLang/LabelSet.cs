using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ScopeMesh.ScopeLang.Semantics;

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

    // Hashes of keys, and of labels: made once, so that whoever knows the hash of what they look for compares with eight
    // at once. Their order decides nothing. Hashes beyond the first eight, if any, follow each other: key, label, key, label.
    private readonly Vector256<int> _labelHashes;
    private readonly Vector256<int> _keyHashes;
    private readonly int[]? _further;
    private readonly uint _others;

    private LabelSet(string[] keys, string[] values)
    {
        (_keys, _values) = (keys, values);
        Span<int> keyHashes = stackalloc int[Lanes];
        Span<int> labelHashes = stackalloc int[Lanes];
        var further = keys.Length > Lanes ? new int[2 * (keys.Length - Lanes)] : null;
        for (var i = 0; i < keys.Length; i++)
        {
            var keyHash = HashOf(keys[i]);
            var labelHash = HashOf(keyHash, values[i]);
            if (i < Lanes)
                (keyHashes[i], labelHashes[i]) = (keyHash, labelHash);
            else
                (further![2 * (i - Lanes)], further[2 * (i - Lanes) + 1]) = (keyHash, labelHash);
        }
        (_keyHashes, _labelHashes) = (Vector256.Create<int>(keyHashes), Vector256.Create<int>(labelHashes));
        (_further, _others) = (further, further is null ? 0 : 1u << Lanes);
    }

    private static int Lanes => Vector256<int>.Count;

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

    /// <summary>The same labels without one key; these themselves where it is not there.</summary>
    /// <param name="key">The key.</param>
    public LabelSet Without(string key)
    {
        var place = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        return place < 0
            ? this
            : new LabelSet([.. _keys[..place], .. _keys[(place + 1)..]], [.. _values[..place], .. _values[(place + 1)..]]);
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

    /// <summary>What <see cref="PlacesOf"/> takes for a label.</summary>
    internal static int HashOf(int keyHash, string value) => HashCode.Combine(keyHash, HashOf(value));

    internal string KeyAt(int index) => _keys[index];

    internal string ValueAt(int index) => _values[index];

    internal int KeyHashAt(int index) => index < Lanes ? _keyHashes[index] : _further![2 * (index - Lanes)];

    internal int LabelHashAt(int index) => index < Lanes ? _labelHashes[index] : _further![2 * (index - Lanes) + 1];

    /// <summary>The place of a key whose hash is known, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int IndexOf(string key, int hash) =>
        Vector256.EqualsAny(_keyHashes, Vector256.Create(hash)) || _further is not null ? Place(key, hash) : -1;

    /// <summary>
    /// The places, as bits, where a label may be that has a hash. None: it is not there. A bit beyond the places that are
    /// compared at once stands for all others.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint PlacesOf(int hash) =>
        Vector256.Equals(_labelHashes, Vector256.Create(hash)).ExtractMostSignificantBits() | _others;

    /// <summary>Whether a label is present that has a hash, at one of the places that <see cref="PlacesOf"/> gave.</summary>
    internal bool Contains(in Operand label, int hash, uint places)
    {
        var (keys, values) = (_keys, _values);
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            if ((uint)place < (uint)keys.Length && place < Lanes && keys[place] == label.Key && values[place] == label.Value)
                return true;
        }
        return _further is not null && ContainsFurther(in label, hash);
    }

    private bool ContainsFurther(in Operand label, int hash)
    {
        for (var i = 1; i < _further!.Length; i += 2)
            if (_further[i] == hash && Lanes + i / 2 is var place && _keys[place] == label.Key && _values[place] == label.Value)
                return true;
        return false;
    }

    private int Place(string key, int hash)
    {
        var found = Vector256.Equals(_keyHashes, Vector256.Create(hash)).ExtractMostSignificantBits();
        for (; found != 0; found &= found - 1)
            if (BitOperations.TrailingZeroCount(found) is var place && place < _keys.Length && _keys[place] == key)
                return place;
        for (var i = 0; i < _further?.Length; i += 2)
            if (_further[i] == hash && _keys[Lanes + i / 2] == key)
                return Lanes + i / 2;
        return -1;
    }
}
