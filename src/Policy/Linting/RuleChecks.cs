using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether scope policies say something, in themselves and about the Services that there are.</summary>
internal static class RuleChecks
{
    /// <summary>The rules that no Service meets. A policy decides on the Services of its own clusters, and of those that others share.</summary>
    public static IEnumerable<Finding> Find(LintedMesh mesh)
    {
        ScopeFacts[] services = [.. mesh.Mesh.Clusters.SelectMany(cluster => cluster.Services.Select(service => ScopeResolver.Facts(cluster, service)))];
        return from policy in Written(mesh)
               from rule in UnmetRules.Of(policy, services)
               select Finding.Warning(
                   LintCodes.RuleMatchesNothing,
                   rule.Rule.Origin.Span,
                   $"no Service of the mesh meets rule `{rule.Name}`",
                   "correct its condition or the labels of what it should meet, or remove it",
                   null);
    }

    /// <summary>What is wrong with the policies in themselves, as <c>scope check</c> tells it.</summary>
    public static IEnumerable<Diagnostic> InThemselves(LintedMesh mesh) => Written(mesh).SelectMany(policy => ScopeAnalysis.Check(policy));

    private static IEnumerable<ScopePolicy> Written(LintedMesh mesh) => mesh.Mesh.Clusters
        .Select(cluster => cluster.ScopePolicy)
        .DistinctBy(FileOf)
        .Where(policy => FileOf(policy).Length > 0);

    private static string FileOf(ScopePolicy policy) =>
        policy.Items.Select(item => item.Origin.Span.File ?? "").FirstOrDefault("");
}
