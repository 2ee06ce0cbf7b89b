using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Authorization;

/// <summary>A policy's name, and what is decided where it alone matches.</summary>
internal sealed class IndexedPolicy(NamespacedName key, AuthorizationAction action)
{
    public NamespacedName Key { get; } = key;

    public bool IsDeny { get; } = action == AuthorizationAction.Deny;

    public AuthorizationDecision Decision { get; } = action == AuthorizationAction.Deny
        ? new AuthorizationDecision.Denied(DenyReason.DenyMatches, [key])
        : new AuthorizationDecision.Allowed([key]);
}

/// <summary>A group that can match, of one policy.</summary>
internal sealed class IndexedGroup
{
    private readonly ImmutableArray<ImmutableArray<IndexedMatch>> _clauses;

    private IndexedGroup(IndexedPolicy policy, ImmutableArray<ImmutableArray<IndexedMatch>> clauses)
    {
        Policy = policy;
        _clauses = clauses;
    }

    public IndexedPolicy Policy { get; }

    /// <summary>The group, or null where it matches nothing: where all matches of a clause are empty.</summary>
    public static IndexedGroup? Of(IndexedPolicy policy, AuthorizationGroup group)
    {
        var clauses = group.Rules
            .Where(rules => !rules.Matches.IsEmpty)
            .Select(rules => rules.Matches.Where(match => !match.IsEmpty).Select(match => new IndexedMatch(match)).ToImmutableArray())
            .ToImmutableArray();
        return clauses.Any(clause => clause.IsEmpty) ? null : new IndexedGroup(policy, clauses);
    }

    /// <summary>Whether a connection matches.</summary>
    public bool Holds(in ConnectionFacts facts)
    {
        foreach (var clause in _clauses)
            if (!Any(clause, facts))
                return false;
        return true;
    }

    /// <summary>Counts all that could be chosen to look the group up by.</summary>
    public void CountAnchors(Dictionary<Anchor, int> uses)
    {
        foreach (var clause in _clauses)
            foreach (var match in clause)
                foreach (var field in match.Anchors)
                    foreach (var anchor in field)
                        CollectionsMarshal.GetValueRefOrAddDefault(uses, anchor, out _)++;
    }

    /// <summary>
    /// Anchors of which a connection must show one for the group to match, of all such those that the fewest other
    /// groups share; null where there are none, since some match of every clause asks for nothing exactly.
    /// </summary>
    /// <param name="uses">How many groups could be looked up by each anchor.</param>
    public ImmutableArray<Anchor>? BestAnchors(Dictionary<Anchor, int> uses)
    {
        if (_clauses is [[{ Anchors: [var single] }]])
            return single;
        (int Cost, ImmutableArray<Anchor> Anchors)? best = null;
        foreach (var clause in _clauses)
        {
            if (clause.Any(match => match.Anchors.IsEmpty))
                continue;
            var chosen = clause.SelectMany(match => match.Anchors.MinBy(Cost)).Distinct().ToImmutableArray();
            if (best is null || Cost(chosen) < best.Value.Cost)
                best = (Cost(chosen), chosen);
        }

        return best?.Anchors;

        int Cost(ImmutableArray<Anchor> anchors) => anchors.Length == 0 ? 0 : anchors.Max(anchor => uses[anchor]);
    }

    private static bool Any(ImmutableArray<IndexedMatch> clause, in ConnectionFacts facts)
    {
        foreach (var match in clause)
            if (match.Holds(facts))
                return true;
        return false;
    }
}
