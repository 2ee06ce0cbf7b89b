using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>
/// Which rules can match at all, by what guards them: a decision looks only at rules whose guard holds, and at those that
/// have none. Every rule stands at one guard, the one that it shares with the fewest others.
/// </summary>
internal sealed class RuleIndex
{
    private RuleIndex(IReadOnlyCollection<(Guarded Guard, ImmutableArray<int> Rules)> rules, ImmutableArray<int> unguarded)
    {
        Unguarded = unguarded;
        ServiceLabels = LabelGuards.Create(Labels(rules, Subject.Service));
        NamespaceLabels = LabelGuards.Create(Labels(rules, Subject.Namespace));
        Services = Names(rules, Subject.Service);
        Clusters = Names(rules, Subject.Cluster);
    }

    /// <summary>Numbers of the rules without a guard, ascending.</summary>
    public ImmutableArray<int> Unguarded { get; }

    public LabelGuards ServiceLabels { get; }

    public LabelGuards NamespaceLabels { get; }

    public RuleTable Services { get; }

    public RuleTable Clusters { get; }

    /// <summary>The index of rules, by what is known to guard each; the number of a rule is its place.</summary>
    public static RuleIndex Create(IReadOnlyList<ImmutableArray<Guard>> rules)
    {
        var shares = rules.SelectMany(guards => guards).SelectMany(Places).CountBy(place => place).ToDictionary();
        var guarded = new Dictionary<Guarded, ImmutableArray<int>.Builder>();
        var unguarded = ImmutableArray.CreateBuilder<int>();
        for (var number = 0; number < rules.Count; number++)
        {
            if (rules[number].IsEmpty)
                unguarded.Add(number);
            else
                foreach (var place in Places(rules[number].MinBy(guard => Cost(guard, shares))!))
                {
                    if (!guarded.TryGetValue(place, out var numbers))
                        guarded.Add(place, numbers = ImmutableArray.CreateBuilder<int>());
                    numbers.Add(number);
                }
        }
        return new RuleIndex([.. guarded.Select(at => (at.Key, at.Value.ToImmutable()))], unguarded.ToImmutable());
    }

    /// <summary>
    /// How many rules a decision looks at where the guard holds; of equals, one that asks for a value, then one that asks
    /// for few.
    /// </summary>
    private static (int Rules, int Values) Cost(Guard guard, Dictionary<Guarded, int> shares) => (
        Places(guard).Select(place => shares[place]).DefaultIfEmpty(0).Max(),
        guard.IsPresence ? int.MaxValue : guard.Values.Length);

    private static IEnumerable<Guarded> Places(Guard guard) => guard.IsPresence
        ? [new Guarded(guard.Subject, guard.Key, null)]
        : guard.Values.Select(value => new Guarded(guard.Subject, guard.Key, value));

    private static IEnumerable<(string Key, string? Value, ImmutableArray<int> Rules)> Labels(
        IEnumerable<(Guarded Guard, ImmutableArray<int> Rules)> rules, Subject subject) => rules
        .Where(at => at.Guard.Subject == subject && at.Guard.Key != Guard.Name)
        .Select(at => (at.Guard.Key, at.Guard.Value, at.Rules));

    private static RuleTable Names(IEnumerable<(Guarded Guard, ImmutableArray<int> Rules)> rules, Subject subject) =>
        RuleTable.Create([.. rules
            .Where(at => at.Guard.Subject == subject && at.Guard.Key == Guard.Name)
            .Select(at => (at.Guard.Value!, (string?)null, LabelSet.HashOf(at.Guard.Value!), at.Rules))]);

    /// <summary>One key with one value, or with any; one name.</summary>
    private readonly record struct Guarded(Subject Subject, string Key, string? Value);
}
