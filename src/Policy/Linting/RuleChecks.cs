using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether scope policies say something, in themselves and about the Services that there are.</summary>
internal static class RuleChecks
{
    /// <summary>
    /// What is wrong with the policies in themselves, as <c>scope check</c> tells it, and the rules that no Service meets though
    /// one could. A policy decides on the Services of its own clusters, and of those that others share.
    /// </summary>
    public static IEnumerable<Finding> Find(LintedMesh mesh)
    {
        ScopeFacts[] services = [.. mesh.Mesh.Clusters.SelectMany(cluster => cluster.Services.Select(service => ScopeResolver.Facts(cluster, service)))];
        foreach (var policy in Written(mesh))
        {
            var checks = ScopeAnalysis.Check(policy);
            foreach (var check in checks)
                yield return new Finding(check, null);
            var impossible = checks.Where(check => check.Code == ScopeCodes.NeverMatches).Select(check => check.Span.Offset).ToArray();
            foreach (var (rule, name) in UnmetRules.Of(policy, services))
            {
                var span = rule.Origin.Span;
                if (!Array.Exists(impossible, offset => offset >= span.Offset && offset <= span.Offset + span.Length))
                    yield return Finding.Warning(
                        LintCodes.RuleMatchesNothing,
                        span,
                        $"no Service of the mesh meets rule `{name}`",
                        "correct its condition or the labels of what it should meet, or remove it",
                        null);
            }
        }
    }

    private static IEnumerable<ScopePolicy> Written(LintedMesh mesh) => mesh.Mesh.Clusters
        .Select(cluster => cluster.ScopePolicy)
        .DistinctBy(FileOf)
        .Where(policy => FileOf(policy).Length > 0);

    private static string FileOf(ScopePolicy policy) =>
        policy.Items.Select(item => item.Origin.Span.File ?? "").FirstOrDefault("");
}
