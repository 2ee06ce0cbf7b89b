using ScopeMesh.Policy.Compilation;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Linting;

/// <summary>
/// Finds what is valid in a mesh and probably not meant, or does harm later. A pure function of the texts, of what
/// compiling them gave, and of what a host sees besides.
/// </summary>
public static class MeshLinter
{
    /// <summary>
    /// What compiling found, what is wrong with scope policies in themselves, and what linting finds, by place and then
    /// by text. Never fails; the order of texts and files does not count. What objects ask to have passed over
    /// (<c>scopemesh.io/lint-ignore</c>) is not among it.
    /// </summary>
    /// <param name="sources">The texts.</param>
    /// <param name="compilation">What compiling those texts gave.</param>
    /// <param name="facts">What a host sees besides.</param>
    public static ValueList<Diagnostic> Lint(MeshSources sources, MeshCompilation compilation, LintFacts facts)
    {
        var mesh = LintedMesh.Of(sources, compilation);
        var bag = new DiagnosticBag();
        bag.AddRange(compilation.Diagnostics);
        bag.AddRange(Find(mesh, facts).Where(finding => !LintIgnore.Covers(finding)).Select(finding => finding.Diagnostic));
        return bag.ToOrderedList();
    }

    private static IEnumerable<Finding> Find(LintedMesh mesh, LintFacts facts) =>
    [
        .. SharingChecks.Find(mesh),
        .. GatewayChecks.Find(mesh),
        .. PolicyChecks.Find(mesh),
        .. RuleChecks.Find(mesh),
        .. IdentityChecks.Find(mesh),
        .. CertificateChecks.Find(mesh, facts),
        .. RangeChecks.Find(mesh),
        .. NetworkPolicyChecks.Find(mesh),
        .. LabelChecks.Find(mesh),
        .. ServiceChecks.Find(mesh),
        .. EnrolmentChecks.Find(mesh),
        .. LintIgnore.Unknown(mesh),
    ];
}
