using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Policy.Drifting;

/// <summary>Whether the scope policies of clusters mean the same, whatever they look like.</summary>
internal static class ScopePolicyDrift
{
    /// <summary>For each policy that means something else than that of the first cluster a Service that shows it.</summary>
    public static IEnumerable<DriftItem> Find(ComparedMesh mesh)
    {
        var policies = mesh.Clusters
            .GroupBy(cluster => cluster.Cluster.ScopePolicy)
            .Select(group => (Policy: group.Key, Clusters: group.Select(cluster => cluster.Cluster.Id).ToValueList()))
            .ToArray();
        foreach (var (policy, clusters) in policies.Skip(1))
        {
            var (first, firstClusters) = policies[0];
            var answer = ScopeAnalysis.Equivalent(first, policy);
            if (answer.Verdict == Verdict.Yes)
                continue;
            yield return new DriftItem(
                DriftKind.ScopePolicy, "", "", $"rules of {string.Join(", ", clusters)}",
                [new DriftValue(Rules(first), firstClusters), new DriftValue(Rules(policy), clusters)],
                "each cluster's own for what it shares and what it takes of others",
                answer.Witness is { } witness
                    ? $"they are not equivalent: {DecisionText.Print(in witness)} is {Decided(first, witness)} in {string.Join(", ", firstClusters)} and {Decided(policy, witness)} in {string.Join(", ", clusters)}"
                    : "they are too large together to say whether they are equivalent");
        }
    }

    private static string Decided(ScopePolicy policy, ScopeFacts facts) => DecisionText.Print(policy.Decide(in facts), policy.Matches(in facts));

    private static string Rules(ScopePolicy policy) =>
        DecisionText.Rules(policy.Rules.Select((rule, place) => rule.NameAt(place + 1)).ToValueList()) is { Length: > 0 } names ? names : "no rule";
}
