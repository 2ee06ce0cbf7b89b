using System.Collections.Immutable;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// What selects objects by labels, found by the labels of one object. Each selector is filed under the rarest of the
/// labels that it asks for, so that finding it takes time by the labels of the object and not by the number of selectors.
/// </summary>
/// <typeparam name="T">What selects.</typeparam>
internal sealed class SelectorIndex<T>
{
    /// <summary>The namespace of what selects objects of every one.</summary>
    public const string EveryNamespace = "";

    private readonly Dictionary<Anchor, ImmutableArray<Entry>> _filed;

    private SelectorIndex(Dictionary<Anchor, ImmutableArray<Entry>> filed) => _filed = filed;

    /// <summary>Files selectors.</summary>
    /// <param name="selectors">The namespace of the objects that each selects, its selector, and what it stands for.</param>
    public static SelectorIndex<T> Create(IEnumerable<(string Namespace, LabelSelector Selector, T Item)> selectors)
    {
        var entries = selectors
            .Select(entry => (Entry: new Entry(entry.Selector, entry.Item), Anchors: AnchorsOf(entry.Namespace, entry.Selector)))
            .ToArray();
        var uses = entries.SelectMany(entry => entry.Anchors).CountBy(anchor => anchor).ToDictionary();
        return new SelectorIndex<T>(entries
            .GroupBy(entry => entry.Anchors.MinBy(anchor => uses[anchor]), entry => entry.Entry)
            .ToDictionary(group => group.Key, group => group.ToImmutableArray()));
    }

    /// <summary>What selects an object of these labels, in no order.</summary>
    /// <param name="ns">The object's namespace.</param>
    /// <param name="labels">The object's labels.</param>
    public List<T> Find(string ns, LabelSet labels)
    {
        var found = new List<T>();
        AddFrom(ns, labels, found);
        AddFrom(EveryNamespace, labels, found);
        return found;
    }

    private void AddFrom(string ns, LabelSet labels, List<T> found)
    {
        Add(new Anchor(ns, "", ""), labels, found);
        for (var place = 0; place < labels.Count; place++)
            Add(new Anchor(ns, labels[place].Key, labels[place].Value), labels, found);
    }

    private void Add(Anchor anchor, LabelSet labels, List<T> found)
    {
        if (!_filed.TryGetValue(anchor, out var entries))
            return;
        foreach (var entry in entries)
        {
            if (entry.Selector.Matches(labels))
                found.Add(entry.Item);
        }
    }

    /// <summary>The labels of which every object that is selected has each; one that says nothing where there is none.</summary>
    private static Anchor[] AnchorsOf(string ns, LabelSelector selector)
    {
        var labels = selector.Requirements
            .Where(requirement => requirement is { Operator: LabelOperator.In, Values.Count: 1 })
            .Select(requirement => new Anchor(ns, requirement.Key, requirement.Values[0]))
            .ToArray();
        return labels.Length > 0 ? labels : [new Anchor(ns, "", "")];
    }

    private readonly record struct Anchor(string Namespace, string Key, string Value);

    private sealed record Entry(LabelSelector Selector, T Item);
}
