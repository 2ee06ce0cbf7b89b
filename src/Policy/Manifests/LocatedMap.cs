using System.Diagnostics.CodeAnalysis;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>
/// A map from text to text in which every value knows its place: labels, annotations, and the labels that a
/// selector asks for. Equal when it has equal entries, in whatever order they were written.
/// </summary>
public sealed record LocatedMap
{
    private readonly ValueList<LocatedEntry> _entries;

    /// <summary>Makes a map.</summary>
    /// <param name="entries">Its entries, in any order, no key twice.</param>
    public LocatedMap(IEnumerable<LocatedEntry> entries) =>
        _entries = entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToValueList();

    /// <summary>The map without entries.</summary>
    public static LocatedMap Empty { get; } = new([]);

    /// <summary>The entries in ordinal order of their keys.</summary>
    public ValueList<LocatedEntry> Entries => _entries;

    /// <summary>The value of a key, or null where the map has no such key.</summary>
    /// <param name="key">The key, exactly.</param>
    public string? this[string key] => TryGet(key, out var entry) ? entry.Value : null;

    /// <summary>Finds the entry of a key.</summary>
    /// <param name="key">The key, exactly.</param>
    /// <param name="entry">The entry where there is one.</param>
    public bool TryGet(string key, [NotNullWhen(true)] out LocatedEntry? entry)
    {
        entry = null;
        foreach (var candidate in _entries)
        {
            if (!string.Equals(candidate.Key, key, StringComparison.Ordinal))
                continue;
            entry = candidate;
            return true;
        }

        return false;
    }

    /// <summary>The entries as labels, without their places.</summary>
    public LabelSet ToLabelSet() =>
        LabelSet.Create(_entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));

    /// <summary>The entries between braces.</summary>
    public override string ToString() => $"{{{string.Join(", ", _entries)}}}";
}

/// <summary>One entry of a <see cref="LocatedMap"/>.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">The value; empty where the text gives none.</param>
/// <param name="Span">Where the value was written, or the key where there is no value.</param>
public sealed record LocatedEntry(string Key, string Value, SourceSpan Span)
{
    /// <summary><c>key=value</c>.</summary>
    public override string ToString() => $"{Key}={Value}";
}
