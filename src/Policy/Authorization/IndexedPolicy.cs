using System.Collections.Immutable;
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
        var clauses = ImmutableArray.CreateBuilder<ImmutableArray<IndexedMatch>>(group.Rules.Count);
        foreach (var rules in group.Rules)
        {
            if (rules.Matches.IsEmpty)
                continue;
            var matches = ImmutableArray.CreateBuilder<IndexedMatch>(rules.Matches.Count);
            foreach (var match in rules.Matches)
                if (!match.IsEmpty)
                    matches.Add(new IndexedMatch(match));
            if (matches.Count == 0)
                return null;
            clauses.Add(matches.DrainToImmutable());
        }

        return new IndexedGroup(policy, clauses.DrainToImmutable());
    }

    /// <summary>Whether a connection matches.</summary>
    public bool Holds(in ConnectionFacts facts)
    {
        foreach (var clause in _clauses)
            if (!Any(clause, facts))
                return false;
        return true;
    }

    private static bool Any(ImmutableArray<IndexedMatch> clause, in ConnectionFacts facts)
    {
        foreach (var match in clause)
            if (match.Holds(facts))
                return true;
        return false;
    }
}
