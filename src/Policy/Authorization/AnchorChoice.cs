using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Fields = System.Collections.Immutable.ImmutableArray<System.Collections.Immutable.ImmutableArray<ScopeMesh.Policy.Authorization.Anchor>>;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// By what a group can be looked up: for each clause of whose matches every one asks for something exactly, the fields
/// of each match. Made while an index is, and not kept.
/// </summary>
internal sealed class AnchorChoice
{
    /// <summary>Of each clause the matches, of each match its fields, each as anchors of which one must be shown.</summary>
    private readonly ImmutableArray<ImmutableArray<Fields>> _clauses;

    private AnchorChoice(ImmutableArray<ImmutableArray<Fields>> clauses) => _clauses = clauses;

    public static AnchorChoice Of(AuthorizationGroup group)
    {
        var clauses = ImmutableArray.CreateBuilder<ImmutableArray<Fields>>(group.Rules.Count);
        foreach (var rules in group.Rules)
            if (FieldsOf(rules) is { IsEmpty: false } matches)
                clauses.Add(matches);
        return new AnchorChoice(clauses.DrainToImmutable());
    }

    /// <summary>Counts all that could be chosen.</summary>
    public void Count(Dictionary<Anchor, int> uses)
    {
        foreach (var clause in _clauses)
            foreach (var match in clause)
                foreach (var field in match)
                    foreach (var anchor in field)
                        CollectionsMarshal.GetValueRefOrAddDefault(uses, anchor, out _)++;
    }

    /// <summary>
    /// Anchors of which a connection must show one for the group to match, of all such those that the fewest other
    /// groups share; null where there are none, since some match of every clause asks for nothing exactly.
    /// </summary>
    /// <param name="uses">How many groups could be looked up by each anchor.</param>
    public ImmutableArray<Anchor>? Best(Dictionary<Anchor, int> uses)
    {
        ImmutableArray<Anchor>? best = null;
        foreach (var clause in _clauses)
        {
            var chosen = clause is [var single]
                ? Cheapest(single, uses)
                : [.. clause.SelectMany(match => Cheapest(match, uses)).Distinct()];
            if (best is not { } before || Cost(chosen, uses) < Cost(before, uses))
                best = chosen;
        }

        return best;
    }

    /// <summary>The fields of each match of a clause; none where some match has none.</summary>
    private static ImmutableArray<Fields> FieldsOf(AuthorizationRules rules)
    {
        var matches = ImmutableArray.CreateBuilder<Fields>(rules.Matches.Count);
        foreach (var match in rules.Matches)
        {
            if (match.IsEmpty)
                continue;
            var fields = Anchor.Of(match);
            if (fields.IsEmpty)
                return [];
            matches.Add(fields);
        }

        return matches.DrainToImmutable();
    }

    private static ImmutableArray<Anchor> Cheapest(Fields fields, Dictionary<Anchor, int> uses)
    {
        var cheapest = fields[0];
        foreach (var field in fields.AsSpan()[1..])
            if (Cost(field, uses) < Cost(cheapest, uses))
                cheapest = field;
        return cheapest;
    }

    private static int Cost(ImmutableArray<Anchor> anchors, Dictionary<Anchor, int> uses)
    {
        var most = 0;
        foreach (var anchor in anchors)
            most = Math.Max(most, uses[anchor]);
        return most;
    }
}
