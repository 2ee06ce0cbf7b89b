using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy;

public sealed partial class CompilationLaws
{
    private const int Cases = 300;

    private static readonly Gen<LabelSet> Labels =
        from keys in Gen.Elements("k1", "k2", "k3").ArrayOf()
        from values in Gen.Elements("v1", "v2").ArrayOf(keys.Length)
        select LabelSet.Create(keys.Zip(values, KeyValuePair.Create));

    private static readonly Gen<LabelRequirement> Requirements =
        from key in Gen.Elements("k1", "k2", "k3")
        from values in Gen.Elements<string[]>(["v1"], ["v2"], ["v1", "v2"])
        from kind in Gen.Elements(LabelOperator.In, LabelOperator.In, LabelOperator.NotIn, LabelOperator.Exists)
        select kind switch
        {
            LabelOperator.In => LabelRequirement.In(key, values),
            LabelOperator.NotIn => LabelRequirement.NotIn(key, values),
            _ => LabelRequirement.Exists(key),
        };

    private static readonly Gen<(string Namespace, LabelSelector Selector)> Selectors =
        from ns in Gen.Elements(SelectorIndex<int>.EveryNamespace, "a", "b")
        from requirements in Requirements.ArrayOf()
        select (ns, LabelSelector.Create(requirements));

    [Fact]
    public void An_index_of_selectors_finds_what_a_scan_finds() =>
        Law.Holds(
            from selectors in Selectors.ArrayOf()
            from labels in Labels
            select (selectors, labels),
            both =>
            {
                var index = SelectorIndex<int>.Create(both.selectors.Select((one, place) => (one.Namespace, one.Selector, place)));
                var scan = both.selectors.Index().Where(one => one.Item.Namespace is SelectorIndex<int>.EveryNamespace or "a"
                    && one.Item.Selector.Matches(both.labels)).Select(one => one.Index);
                Assert.Equal(scan, index.Find("a", both.labels).Order());
            });

    [Fact]
    public void The_same_objects_in_any_order_give_equal_clusters_and_findings() =>
        Law.Holds(
            from documents in ObjectTexts.Documents
            from shuffled in Gen.Shuffle(documents.ToArray())
            select (documents, shuffled: shuffled.ToValueList()),
            both =>
            {
                var (one, other) = (Compile(both.documents), Compile(both.shuffled));
                Assert.Equal(one.Mesh, other.Mesh);
                Assert.Equal(WithoutPlaces(one), WithoutPlaces(other));
            },
            Cases);

    [Fact]
    public void Of_one_host_each_namespace_has_one_and_at_most_one_of_all_is_canonical() =>
        Law.Holds(ObjectTexts.Documents, documents =>
        {
            var cluster = Compile(documents).Mesh.Clusters[0];
            Assert.Equal(cluster.Services.Count, cluster.Services.Select(service => service.Key).Distinct().Count());
            foreach (var host in cluster.Services.GroupBy(service => service.Hostname))
            {
                var visible = host.Where(service => service.Visibility == ServiceVisibility.Public).ToArray();
                Assert.Equal(visible.Length == 0 ? 0 : 1, host.Count(service => service.IsCanonical));
                Assert.All(visible, service => Assert.True(service.Source != ServiceSource.Service || service.IsCanonical));
            }
        }, Cases);

    [Fact]
    public void What_a_workload_serves_is_a_Service_of_its_cluster_and_every_uid_is_one_of_its_own() =>
        Law.Holds(ObjectTexts.Documents, documents =>
        {
            var cluster = Compile(documents).Mesh.Clusters[0];
            var keys = cluster.Services.Select(service => service.Key).ToHashSet();
            var workloads = cluster.Workloads.ToArray();
            Assert.All(workloads.SelectMany(workload => workload.Services), part => Assert.Contains(part.Service, keys));
            Assert.Equal(workloads.Length, workloads.Select(workload => workload.Uid).Distinct().Count());
        }, Cases);

    [Fact]
    public void The_change_between_two_states_of_a_cluster_leads_from_one_to_the_other() =>
        Law.Holds(ObjectTexts.Documents.Two(), states =>
        {
            var (before, after) = (Compile(states.Item1).Mesh, Compile(states.Item2).Mesh);
            var change = ClusterChange.Between(before.Clusters[0], after.Clusters[0]);
            Assert.Equal(after.Clusters[0], change.Apply(before.Clusters[0]));
            Assert.Equal(MeshIndex.Create(after).Services, MeshIndex.Create(before).With(change).Services);
        }, Cases);

    [Fact]
    public void What_compiling_remembers_changes_nothing_of_what_it_gives() =>
        Law.Holds(
            from one in ObjectTexts.Documents
            from other in ObjectTexts.Documents
            from isBroken in Gen.Elements(true, false, false)
            select (one, other, isBroken),
            states =>
            {
                var (west, scope) = (ClusterOf("west", states.one), new SourceText("mesh.scope", "global \"all\" when true"));
                var memory = new CompilationMemory();
                var before = MeshCompiler.Compile(new MeshSources(null, null, [ClusterOf("east", states.one), west]), null, memory);
                var later = new MeshSources(scope, null, [ClusterOf("east", states.isBroken ? states.other.Add("kind: 1") : states.other), west]);
                var after = MeshCompiler.Compile(later, before, memory);
                Assert.Equal(MeshCompiler.Compile(later, before), after);
                Assert.Equal(states.isBroken, after.HasErrors);
            },
            Cases / 2);

    private static ClusterSources ClusterOf(string id, ValueList<string> documents) => new(
        id,
        $"clusters/{id}",
        null,
        null,
        documents.Select((text, place) => new SourceText($"clusters/{id}/{place}.yaml", text)).ToValueList());

    private static MeshCompilation Compile(ValueList<string> documents)
    {
        var files = documents.Select((text, place) => new SourceText($"{place}.yaml", text)).ToValueList();
        var compilation = MeshCompiler.Compile(new MeshSources(null, null, [new ClusterSources("east", "clusters/east", null, null, files)]));
        Assert.False(compilation.HasErrors);
        return compilation;
    }

    private static IEnumerable<string> WithoutPlaces(MeshCompilation compilation) =>
        compilation.Diagnostics.Select(finding => Place().Replace(finding.ToString(), "")).Order(StringComparer.Ordinal);

    [GeneratedRegex("[0-9]+\\.yaml:[0-9]+:[0-9]+")]
    private static partial Regex Place();
}
