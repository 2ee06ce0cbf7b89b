using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Linting;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Linting;

/// <summary>What lint finds in meshes of a few documents.</summary>
internal static class Linted
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Lint's own findings, a line each.</summary>
    public static string[] Lint(params ClusterSources[] clusters) => Lint(null, null, [], clusters);

    public static string[] Lint(SourceText? scope, SourceText? config, CertificateFacts[] certificates, params ClusterSources[] clusters)
    {
        var sources = new MeshSources(scope, config, clusters.ToValueList());
        var facts = new LintFacts(Now, LintFacts.DefaultExpiresWithin, certificates.ToValueList());
        return
        [
            .. MeshLinter.Lint(sources, MeshCompiler.Compile(sources), facts)
                .Where(finding => LintCodeSummaries.Of(finding.Code) is not null)
                .Select(finding => finding.ToString()),
        ];
    }
}
