using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy;

public sealed class ScopeLaws
{
    private const int Cases = 300;

    private static readonly Gen<string[]> Rules =
        from kept in Gen.Elements(true, false).ArrayOf(5)
        select new[]
        {
            "global \"asks\" when service(istio.io/global=true)",
            "global \"shop\" when namespace named shop and not service named web",
            "local \"first cluster\" when cluster named c0 and service named cart",
            "global \"everything else\" when not service(istio.io/global) and namespace(env=prod)",
            "local \"none of these\" when service(pinned)",
        }.Where((_, place) => kept[place]).ToArray();

    private static readonly Gen<MeshDraft> Meshes =
        from mesh in MeshGenerators.Meshes
        from rules in Rules
        select mesh with { Scope = string.Join('\n', rules) };

    [Fact]
    public void Files_objects_and_rules_may_stand_in_any_order() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from rules in Rules
            from shuffled in Gen.Shuffle(rules)
            from seed in MeshGenerators.Seeds
            select (mesh, rules, shuffled, seed),
            at => Assert.Equal(
                Scopes((at.mesh with { Scope = string.Join('\n', at.rules) }).ToSources()),
                Scopes((at.mesh with { Scope = string.Join('\n', at.shuffled) }).ToSources(MeshGenerators.Shuffle(at.seed)))),
            Cases);

    [Fact]
    public void Objects_may_stand_in_one_file_or_in_many() =>
        Law.Holds(
            Meshes,
            draft =>
            {
                var many = draft.ToSources();
                var one = many with { Clusters = many.Clusters.Select(InOneFile).ToValueList() };
                Assert.Equal(MeshCompiler.Compile(many).Mesh, MeshCompiler.Compile(one).Mesh);
            },
            Cases);

    [Fact]
    public void A_service_that_changes_changes_no_other_services_scope() =>
        Law.Holds(
            from mesh in Meshes
            from cluster in Gen.Choose(0, 2)
            from service in Gen.Choose(0, 3)
            select (mesh, cluster, service),
            at =>
            {
                var cluster = at.mesh.Clusters[at.cluster % at.mesh.Clusters.Count];
                if (cluster.Services.IsEmpty)
                    return;
                var changed = cluster.Services[at.service % cluster.Services.Count];
                var after = at.mesh with
                {
                    Clusters = at.mesh.Clusters.Select(one => one != cluster ? one : one with
                    {
                        Services = one.Services.Select(s => s != changed ? s : s with { IsGlobal = !s.IsGlobal }).ToValueList(),
                    }).ToValueList(),
                };
                var name = (cluster.Id, new NamespacedName(changed.Namespace, changed.Name));
                Assert.Equal(
                    Scopes(at.mesh.ToSources()).Where(scope => scope.Key != name),
                    Scopes(after.ToSources()).Where(scope => scope.Key != name));
            },
            Cases);

    [Fact]
    public void A_service_without_its_namespace_is_local() =>
        Law.Holds(
            Meshes,
            draft =>
            {
                var mesh = MeshCompiler.Compile(draft.ToSources()).Mesh;
                foreach (var cluster in mesh.Clusters.Select(cluster => cluster with { Namespaces = [] }))
                {
                    Assert.All(cluster.Services, service => Assert.Equal(
                        new ScopeDecision(Scope.Local, null, ScopeReason.NamespaceUnknown),
                        ScopeResolver.Decide(cluster, service)));
                }
            },
            Cases);

    /// <summary>The scope of every Service; which of several rules decided depends on their order, and is left out.</summary>
    private static SortedDictionary<(string Cluster, NamespacedName Service), Scope> Scopes(MeshSources sources)
    {
        var compilation = MeshCompiler.Compile(sources);
        Assert.False(compilation.HasErrors);
        var scopes = new SortedDictionary<(string Cluster, NamespacedName Service), Scope>();
        foreach (var cluster in compilation.Mesh.Clusters)
        {
            foreach (var service in cluster.Services)
                scopes.Add((cluster.Id, service.Name), ScopeResolver.Decide(cluster, service).Scope);
        }

        return scopes;
    }

    private static ClusterSources InOneFile(ClusterSources cluster) => cluster with
    {
        Manifests = [new SourceText($"{cluster.Folder}/all.yaml", string.Join("\n---\n", cluster.Manifests.Select(file => file.Text)))],
    };
}
