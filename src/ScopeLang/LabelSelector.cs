using System.Collections.Immutable;
using System.Diagnostics;

namespace ScopeMesh.ScopeLang;

/// <summary>What a <see cref="LabelRequirement"/> asks of the value of its key.</summary>
public enum LabelOperator
{
    /// <summary>The key is present with one of the values.</summary>
    In,

    /// <summary>The key is absent, or present with none of the values.</summary>
    NotIn,

    /// <summary>The key is present, with whatever value.</summary>
    Exists,

    /// <summary>The key is absent.</summary>
    DoesNotExist,
}

/// <summary>One condition on the labels of an object. <c>In</c> and <c>NotIn</c> are complements, and so are the others.</summary>
public sealed record LabelRequirement
{
    private readonly int _keyHash;

    private LabelRequirement(string key, LabelOperator op, ValueList<string> values) =>
        (Key, Operator, Values, _keyHash) = (key, op, values, LabelSet.HashOf(key));

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>What is asked of the key's value.</summary>
    public LabelOperator Operator { get; }

    /// <summary>The values in ordinal order, each once; none for <c>Exists</c> and <c>DoesNotExist</c>.</summary>
    public ValueList<string> Values { get; }

    /// <summary>The key is present with one of the values.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The values, in any order.</param>
    public static LabelRequirement In(string key, IEnumerable<string> values) =>
        new(key, LabelOperator.In, Normalize(values));

    /// <summary>The key is absent, or present with none of the values.</summary>
    /// <param name="key">The key.</param>
    /// <param name="values">The values, in any order.</param>
    public static LabelRequirement NotIn(string key, IEnumerable<string> values) =>
        new(key, LabelOperator.NotIn, Normalize(values));

    /// <summary>The key is present.</summary>
    /// <param name="key">The key.</param>
    public static LabelRequirement Exists(string key) => new(key, LabelOperator.Exists, []);

    /// <summary>The key is absent.</summary>
    /// <param name="key">The key.</param>
    public static LabelRequirement DoesNotExist(string key) => new(key, LabelOperator.DoesNotExist, []);

    /// <summary>Whether labels meet the requirement. Allocates nothing.</summary>
    /// <param name="labels">The labels.</param>
    public bool Matches(LabelSet labels)
    {
        var place = labels.IndexOf(Key, _keyHash);
        return Operator switch
        {
            LabelOperator.In => place >= 0 && Holds(labels.ValueAt(place)),
            LabelOperator.NotIn => place < 0 || !Holds(labels.ValueAt(place)),
            LabelOperator.Exists => place >= 0,
            LabelOperator.DoesNotExist => place < 0,
        };
    }

    /// <summary>The requirement as <c>kubectl -l</c> takes it.</summary>
    public override string ToString() => Operator switch
    {
        LabelOperator.In => $"{Key} in ({string.Join(',', Values)})",
        LabelOperator.NotIn => $"{Key} notin ({string.Join(',', Values)})",
        LabelOperator.Exists => Key,
        LabelOperator.DoesNotExist => $"!{Key}",
    };

    private bool Holds(string value) => Values.AsSpan() is [var only]
        ? value == only
        : Values.AsSpan().BinarySearch(value, StringComparer.Ordinal) >= 0;

    private static ValueList<string> Normalize(IEnumerable<string> values) =>
        new([.. values.ToImmutableSortedSet(StringComparer.Ordinal)]);
}

/// <summary>
/// Requirements joined by AND, as <c>matchLabels</c> and <c>matchExpressions</c> are. Order and repetition of the
/// requirements count for nothing, in the meaning and in equality.
/// </summary>
public sealed record LabelSelector
{
    private LabelSelector(ValueList<LabelRequirement> requirements) => Requirements = requirements;

    /// <summary>The selector without requirements, which every object meets.</summary>
    public static LabelSelector Everything { get; } = new([]);

    /// <summary>The requirements, each once, by key and then by operator and values.</summary>
    public ValueList<LabelRequirement> Requirements { get; }

    /// <summary>Whether the selector asks for nothing.</summary>
    public bool IsEverything => Requirements.IsEmpty;

    /// <summary>A selector of requirements in any order.</summary>
    /// <param name="requirements">The requirements; none of them matches everything.</param>
    public static LabelSelector Create(IEnumerable<LabelRequirement> requirements) =>
        new(requirements.Distinct().Order(RequirementOrder).ToValueList());

    /// <summary>The selector that <c>matchLabels</c>, or the selector of a Service, stands for.</summary>
    /// <param name="labels">The labels that an object must have.</param>
    public static LabelSelector OfLabels(LabelSet labels) =>
        Create(labels.Select(label => LabelRequirement.In(label.Key, [label.Value])));

    /// <summary>Whether labels meet every requirement. Allocates nothing.</summary>
    /// <param name="labels">The labels.</param>
    public bool Matches(LabelSet labels)
    {
        foreach (var requirement in Requirements.AsSpan())
            if (!requirement.Matches(labels))
                return false;
        return true;
    }

    /// <summary>The selector as <c>kubectl -l</c> takes it; empty for everything.</summary>
    public override string ToString() => string.Join(',', Requirements);

    private static readonly Comparer<LabelRequirement> RequirementOrder = Comparer<LabelRequirement>.Create(Compare);

    private static int Compare(LabelRequirement left, LabelRequirement right)
    {
        Debug.Assert(left is not null && right is not null, "requirements are never null");
        var byKey = string.CompareOrdinal(left.Key, right.Key);
        return byKey != 0 ? byKey : string.CompareOrdinal(left.ToString(), right.ToString());
    }
}
