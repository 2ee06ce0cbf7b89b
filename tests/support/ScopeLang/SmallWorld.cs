using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.ScopeLang;

/// <summary>
/// A world so small that every Service in it can be looked at: what holds of a policy that mentions nothing else holds of
/// every Service there could be. For each label there is a value that no policy mentions, and for each name another.
/// </summary>
public static class SmallWorld
{
    /// <summary>A label value that no generated policy mentions; it stands for all of these.</summary>
    public const string OtherValue = "z";

    private static readonly string[] MentionedNames = ["shop", "pay"];
    private static readonly string[] MentionedValues = ["a", "b"];
    private static readonly string?[] Outcomes = [null, .. MentionedValues, OtherValue];

    /// <summary>Every Service of the world; all namespaces are known.</summary>
    public static ImmutableArray<ScopeFacts> Services { get; } =
    [
        .. from cluster in new[] { "east", "other" }
           from ns in (string[])[.. MentionedNames, "other"]
           from service in new[] { "shop", "other" }
           from env in Outcomes
           from key in Outcomes
           from tier in Outcomes
           select new ScopeFacts(
               cluster, NamespaceFacts.Known(ns, Labels(("env", env))), service, Labels(("key", key), ("tier", tier))),
    ];

    /// <summary>Expressions over the world, without <c>let</c> names.</summary>
    public static Gen<string> Expressions { get; } = Gen.Sized(size => Expression([], Math.Min(3, size / 8)));

    /// <summary>Policies over the world: lets and rules.</summary>
    public static Gen<string> Policies { get; } =
        from lets in Gen.Choose(0, 2)
        from rules in Gen.Choose(0, 4)
        let names = Enumerable.Range(0, lets).Select(i => $"l{i}").ToArray()
        from values in Sequence(names.Select((name, i) => Gen.Sized(s => Expression(names[..i], Math.Min(2, s / 8))).Select(e => $"let {name} = {e}")))
        from conditions in Sequence(Enumerable.Range(0, rules).Select(_ => Gen.Sized(s => Rule(names, Math.Min(3, s / 8)))))
        select string.Join('\n', [.. values, .. conditions]);

    /// <summary>Policies that ask nothing about the names of Services and clusters, so that they can be exported.</summary>
    public static Gen<string> ExportablePolicies { get; } =
        Policies.Where(text => !text.Contains("service named") && !text.Contains("cluster named"));

    private static Gen<string> Rule(string[] lets, int depth) =>
        from scope in Gen.Elements("global", "global", "local")
        from condition in Expression(lets, depth)
        select $"{scope} when {condition}";

    private static Gen<string> Expression(string[] lets, int depth) => depth == 0
        ? Leaf(lets)
        : Gen.Frequency(
            (1, Leaf(lets)),
            (1, Expression(lets, depth - 1).Select(e => $"not ({e})")),
            (2, from word in Gen.Elements("and", "or")
                from count in Gen.Choose(2, 3)
                from operands in Expression(lets, depth - 1).ArrayOf(count)
                select string.Join($" {word} ", operands.Select(e => $"({e})"))));

    private static Gen<string> Leaf(string[] lets)
    {
        var leaves = Gen.Frequency(
            (1, Gen.Elements("true", "false")),
            (5, from count in Gen.Choose(1, 2)
                from requirements in Requirement("key", "tier").ArrayOf(count)
                select $"service({string.Join(", ", requirements)})"),
            (4, Requirement("env", NamespaceFacts.NameLabel).Select(r => $"namespace({r})")),
            (1, Gen.SubListOf(MentionedNames).Where(l => l.Count > 0).Select(l => $"namespace named ({string.Join(", ", l)})")),
            (1, Gen.Elements("service named shop", "cluster named east")));
        return lets.Length == 0 ? leaves : Gen.Frequency((3, leaves), (1, Gen.Elements(lets)));
    }

    private static Gen<string> Requirement(params string[] keys) =>
        from key in Gen.Elements(keys)
        let values = key == NamespaceFacts.NameLabel ? MentionedNames : MentionedValues
        from some in Gen.SubListOf(values).Where(list => list.Count > 0)
        let list = string.Join(", ", some)
        from text in Gen.Elements(key, $"!{key}", $"{key}={some[0]}", $"{key}!={some[0]}", $"{key} in ({list})", $"{key} notin ({list})")
        select text;

    private static LabelSet Labels(params (string Key, string? Value)[] labels) => LabelSet.Create(
        labels.Where(label => label.Value is not null).Select(label => KeyValuePair.Create(label.Key, label.Value!)));

    private static Gen<T[]> Sequence<T>(IEnumerable<Gen<T>> gens) =>
        gens.Aggregate(Gen.Constant(Array.Empty<T>()), (all, next) =>
            from head in all
            from tail in next
            select (T[])[.. head, tail]);
}
