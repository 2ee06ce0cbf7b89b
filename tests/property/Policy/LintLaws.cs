using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Linting;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ScopeMesh.Tests.Support.Policy.Manifests;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>Lint says the same of the same mesh, of any mesh, at places that exist; and passes over what it is asked to, and no more.</summary>
public sealed class LintLaws
{
    private const int Cases = 150;
    private const string Rules = "global \"opt-in\" when service(istio.io/global=true)\nlocal \"none\" when service named nobody\n";

    /// <summary>Something to find in every mesh.</summary>
    private const string Lost =
        "{apiVersion: v1, kind: Service, metadata: {name: lost, labels: {istio.io/globl: \"true\"}}, spec: {clusterIP: 240.240.0.1, ports: [{port: 80}], selector: {app: q}}}";

    private static readonly LintFacts Facts = new(DateTimeOffset.UnixEpoch, TimeSpan.FromDays(1), []);

    /// <summary>Documents that refer to each other, in two clusters, a file each.</summary>
    private static readonly Gen<MeshSources> Meshes =
        from east in ObjectTexts.Documents
        from west in ObjectTexts.Documents
        from more in Gen.Elements(
            "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: np, namespace: a}, spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}]}}",
            "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: p, namespace: a}, spec: {rules: [{from: [{source: {namespaces: [c]}}]}]}}",
            "{apiVersion: v1, kind: Service, metadata: {name: other, namespace: b, labels: {istio.io/global: \"yes\"}}, spec: {ports: [{port: 80, targetPort: web}], selector: {app: x}}}")
        select Sources(("east", east.Add(Lost).Add(more)), ("west", west));

    [Fact]
    public void The_order_of_clusters_and_files_does_not_count() =>
        Law.Holds(
            from mesh in Meshes
            from seed in MeshGenerators.Seeds
            select (mesh, seed),
            both =>
            {
                var shuffle = MeshGenerators.Shuffle(both.seed);
                var other = both.mesh with
                {
                    Clusters = both.mesh.Clusters
                        .Select(cluster => cluster with { Manifests = cluster.Manifests.OrderBy(_ => shuffle(1_000_000)).ToValueList() })
                        .OrderBy(_ => shuffle(1_000_000))
                        .ToValueList(),
                };
                Assert.Equal(Lint(both.mesh), Lint(other));
            },
            Cases);

    [Fact]
    public void Any_manifests_are_linted_and_every_finding_is_at_a_place_that_exists() =>
        Law.Holds(
            from east in ManifestTexts.Documents
            from west in ManifestTexts.Documents
            from mesh in Meshes
            from joined in Gen.Elements(true, false)
            select joined ? mesh : Sources(("east", east.ToValueList()), ("west", west.ToValueList())),
            AssertPlaces,
            Cases);

    [Fact]
    public void Any_text_is_linted_and_every_finding_is_at_a_place_that_exists() =>
        Law.Holds(
            from text in ManifestTexts.Noise
            from scope in Gen.Elements(Rules, "global when", "")
            from config in ManifestTexts.Noise
            select Sources(("east", [text])) with { Scope = new SourceText("mesh.scope", scope), Config = new SourceText("mesh.yaml", config) },
            AssertPlaces,
            Cases);

    [Fact]
    public void To_ask_for_a_code_to_be_passed_over_removes_that_code_of_that_object_and_nothing_else() =>
        Law.Holds(
            from mesh in Meshes
            from roll in Gen.Choose(0, 1_000)
            select (mesh, roll),
            both =>
            {
                var before = Lint(both.mesh);
                var candidates = before.Where(finding => LintCodeSummaries.Of(finding.Code) is not null && finding.Span.File!.EndsWith(".yaml", StringComparison.Ordinal)).ToArray();
                Assert.NotEmpty(candidates);
                var chosen = candidates[both.roll % candidates.Length];
                var after = Lint(both.mesh with
                {
                    Clusters = both.mesh.Clusters.Select(cluster => cluster with
                    {
                        Manifests = cluster.Manifests.Select(file => file.File == chosen.Span.File ? Ignoring(file, chosen.Code) : file).ToValueList(),
                    }).ToValueList(),
                });
                Assert.Equal(
                    before.Where(finding => finding.Code != chosen.Code || finding.Span.File != chosen.Span.File).Select(Told).Order(StringComparer.Ordinal),
                    after.Select(Told).Order(StringComparer.Ordinal));
            },
            Cases);

    private static SourceText Ignoring(SourceText file, string code)
    {
        const string metadata = "metadata: {";
        var at = file.Text.IndexOf(metadata, StringComparison.Ordinal) + metadata.Length;
        return file with { Text = file.Text.Insert(at, $"annotations: {{scopemesh.io/lint-ignore: {code}}}, ") };
    }

    private static string Told(Diagnostic finding) => $"{finding.Span.File} {finding.Code} {finding.Message}";

    private static void AssertPlaces(MeshSources mesh)
    {
        var texts = mesh.Clusters.SelectMany(cluster => cluster.Manifests).Append(mesh.Scope).Append(mesh.Config)
            .OfType<SourceText>()
            .ToDictionary(text => text.File, text => text.Text);
        var folders = mesh.Clusters.Select(cluster => cluster.Folder).ToHashSet();
        Assert.All(Lint(mesh), finding =>
        {
            if (finding.Span.Line == 0)
            {
                Assert.True(folders.Contains(finding.Span.File!) || texts.ContainsKey(finding.Span.File!), $"{finding}");
                return;
            }

            var text = texts[finding.Span.File!];
            Assert.InRange(finding.Span.Offset, 0, text.Length);
            Assert.InRange(finding.Span.Offset + finding.Span.Length, 0, text.Length);
            Assert.InRange(finding.Span.Line, 1, 1 + text.Count(c => c is '\n' or '\r'));
        });
    }

    private static ValueList<Diagnostic> Lint(MeshSources mesh) => MeshLinter.Lint(mesh, MeshCompiler.Compile(mesh), Facts);

    private static MeshSources Sources(params (string Id, ValueList<string> Documents)[] clusters) => new(
        new SourceText("mesh.scope", Rules),
        null,
        clusters.Select(cluster => new ClusterSources(
            cluster.Id,
            $"clusters/{cluster.Id}",
            null,
            null,
            cluster.Documents.Select((text, place) => new SourceText($"clusters/{cluster.Id}/{place}.yaml", text)).ToValueList())).ToValueList());
}
