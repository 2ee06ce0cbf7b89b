using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;

namespace ScopeMesh.Policy.Linting;

/// <summary>What objects ask to have passed over: <c>scopemesh.io/lint-ignore: ML003, ML012</c>.</summary>
internal static class LintIgnore
{
    /// <summary>The annotation that says so; it holds for findings on the object that has it.</summary>
    public const string Annotation = "scopemesh.io/lint-ignore";

    /// <summary>Whether the object of a finding asks for it to be passed over.</summary>
    public static bool Covers(Finding finding) =>
        finding.About is { } about && about.Annotations.TryGet(Annotation, out var entry) && Codes(entry).Contains(finding.Diagnostic.Code);

    /// <summary>Codes that there are not, which pass nothing over.</summary>
    public static IEnumerable<Finding> Unknown(LintedMesh mesh) =>
        from cluster in mesh.Clusters
        from manifest in cluster.Objects.All
        where manifest.Meta.Annotations[Annotation] is not null
        let entry = manifest.Meta.Annotations.TryGet(Annotation, out var found) ? found : null
        from code in Codes(entry)
        where LintCodeSummaries.Of(code) is null
        select Finding.Warning(
            LintCodes.UnknownIgnore,
            entry.Span,
            $"`{Annotation}` of {ClusterObjects.Describe(manifest)} names {UserText.Quote(code)}, which is no code of lint",
            "write codes such as `ML003`, with commas between them",
            manifest.Meta);

    private static string[] Codes(LocatedEntry entry) =>
        entry.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
