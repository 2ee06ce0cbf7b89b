using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Drifting;
using ScopeMesh.Policy.Linting;

namespace ScopeMesh.Tests.Golden;

/// <summary>What lint and drift say of a mesh folder.</summary>
internal static class LintRendering
{
    private static readonly LintFacts Facts = new(DateTimeOffset.UnixEpoch, LintFacts.DefaultExpiresWithin, []);

    /// <summary>Lint's own findings; what the compiler finds is told already.</summary>
    public static IEnumerable<string> Lint(MeshSources sources, MeshCompilation compilation) =>
        MeshLinter.Lint(sources, compilation, Facts)
            .Where(finding => LintCodeSummaries.Of(finding.Code) is not null)
            .Select(finding => finding.ToString())
            .DefaultIfEmpty("none");

    /// <summary>In what the clusters differ.</summary>
    public static IEnumerable<string> Drift(MeshSources sources, MeshCompilation compilation) =>
        DriftText.Render(MeshDrift.Find(sources, compilation, DriftQuestion.All)).TrimEnd('\n').Split('\n');
}
