using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Drifting;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ServiceDraft = ScopeMesh.Tests.Support.Policy.ServiceDraft;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>Drift is what differs: nothing where nothing does, and what was edited where something was.</summary>
public sealed class DriftLaws
{
    private const int Cases = 300;

    /// <summary>A cluster, and another one of the same content.</summary>
    private static readonly Gen<(ClusterDraft One, ClusterDraft Other)> Twins =
        from mesh in MeshGenerators.Meshes
        let one = mesh.Clusters[0]
        select (one, one with { Id = "other" });

    private static readonly Gen<(ClusterDraft One, ClusterDraft Other)> EditedTwins =
        from twins in Twins.Where(twins => !twins.One.Services.IsEmpty)
        from place in Gen.Choose(0, 100)
        from edit in Gen.Elements<Func<ServiceDraft, ServiceDraft?>>(
            _ => null,
            service => service with { Port = service.Port + 1 },
            service => service with { TargetPort = service.TargetPort + 1 },
            service => service with { IsGlobal = !service.IsGlobal },
            service => service with { TrafficDistribution = service.TrafficDistribution == "PreferClose" ? null : "PreferClose" })
        let edited = twins.Other.Services[place % twins.Other.Services.Count]
        select (twins.One with { More = [edited.Name] }, twins.Other with
        {
            Services = twins.Other.Services.Select(service => service == edited ? edit(service) : service).OfType<ServiceDraft>().ToValueList(),
            More = [edited.Namespace],
        });

    [Fact]
    public void Clusters_of_equal_content_do_not_drift() =>
        Law.Holds(Twins, twins => Assert.Empty(Find(new MeshDraft([twins.One, twins.Other])).Items), Cases);

    [Fact]
    public void The_order_of_clusters_and_files_does_not_count() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes.Where(mesh => mesh.Clusters.Count > 1)
            from seed in MeshGenerators.Seeds
            select (mesh, seed),
            both =>
            {
                var (one, other) = (both.mesh.Clusters[0].Id, both.mesh.Clusters[1].Id);
                Assert.Equal(
                    Find(both.mesh, new DriftQuestion { Between = [one, other] }),
                    Find(both.mesh, new DriftQuestion { Between = [other, one] }, MeshGenerators.Shuffle(both.seed)));
                Assert.Equal(Find(both.mesh), Find(both.mesh, shuffle: MeshGenerators.Shuffle(both.seed)));
            },
            Cases);

    [Fact]
    public void An_edit_of_one_cluster_is_told_with_the_name_of_what_was_edited() =>
        Law.Holds(
            EditedTwins,
            twins =>
            {
                var (ns, name) = (twins.Other.More[0], twins.One.More[0]);
                var report = Find(new MeshDraft([twins.One with { More = [] }, twins.Other with { More = [] }]));

                // A draft writes the namespaces that something is in: the last Service goes with its namespace.
                Assert.Contains(report.Items, item => item.Namespace == ns && (item.Name == name || item.Kind == DriftKind.Namespace));
                Assert.All(report.Items, item => Assert.Equal(ns, item.Namespace));
            },
            Cases);

    [Fact]
    public void A_question_about_a_part_gives_the_part_of_the_answer() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from service in Gen.Elements(MeshGenerators.ServiceNames.ToArray())
            select (mesh, service),
            both =>
            {
                var all = Find(both.mesh).Items;
                Assert.Equal(
                    all.Where(item => item.Namespace == both.service.Namespace),
                    Find(both.mesh, new DriftQuestion { Namespace = both.service.Namespace }).Items);
                Assert.Equal(
                    all.Where(item => item.Kind is DriftKind.Service or DriftKind.Scope && item.Subject == $"{both.service.Namespace}/{both.service.Name}"),
                    Find(both.mesh, new DriftQuestion { Service = $"{both.service.Namespace}/{both.service.Name}" }).Items);
            },
            Cases);

    private static DriftReport Find(MeshDraft mesh, DriftQuestion? question = null, Func<int, int>? shuffle = null)
    {
        var sources = mesh.ToSources(shuffle);
        return MeshDrift.Find(sources, MeshCompiler.Compile(sources), question ?? DriftQuestion.All);
    }
}
