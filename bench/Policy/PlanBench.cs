using System.Collections.Immutable;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Planning;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Bench.Policy;

/// <summary>
/// Answers about a large mesh, once it is loaded: what one changed label, policy, pod or rule would do. A row holds what is
/// compiled of the changed cluster, its tables and connections, and the comparison.
/// </summary>
internal static class PlanBench
{
    private const int Size = 100_000;

    private static readonly SourceSpan Place = SourceSpan.OfFile("bench.yaml");

    public static IEnumerable<Table> Run()
    {
        var manifests = MeshManifests.Of(Size, hasOneNetwork: false);
        var mesh = new Mesh(manifests.Select(MeshManifests.Compile).ToValueList());
        var planner = MeshPlanner.Of(mesh);
        var rules = mesh with
        {
            Clusters = mesh.Clusters.Select(cluster => cluster with { ScopePolicy = Rules }).ToValueList(),
        };
        var label = Changed(manifests, Relabelled);
        var policy = Changed(manifests, cluster => cluster with { Readable = cluster.Readable.Add(DenyAll()) });
        var pod = Changed(manifests, Unready);
        yield return new Table(
            $"a plan of {Size:N0} workloads in {MeshManifests.Clusters} networks",
            Series.Run(
                [
                    new("before: the tables of all viewpoints", () => Once(MeshPlanner.Of(mesh))),
                    new("one pod that is not ready", () => Once(Plan(planner, mesh, pod))),
                    new("one label of a Service", () => Once(Plan(planner, mesh, label))),
                    new("one authorization policy", () => Once(Plan(planner, mesh, policy))),
                    new("one rule of the scope policy of all clusters", () => Once(planner.Plan(rules))),
                ],
                rounds: 3,
                turn: TimeSpan.FromMilliseconds(100)));
    }

    /// <summary>What one namespace has stays at home.</summary>
    private static ScopePolicy Rules { get; } = ScopePolicy.Parse(
        """
        global "istio.io/global" when service(istio.io/global=true)
        local "at home" when namespace named ns2
        """,
        "mesh.scope").Policy!;

    private static MeshPlan Plan(MeshPlanner planner, Mesh mesh, ClusterManifests changed)
    {
        var later = MeshManifests.Compile(changed);
        return planner.Plan(mesh with { Clusters = mesh.Clusters.Select(one => one.Id == later.Id ? later : one).ToValueList() });
    }

    private static ClusterManifests Changed(ImmutableArray<ClusterManifests> manifests, Func<ClusterManifests, ClusterManifests> change) =>
        change(manifests[^1]);

    private static ClusterManifests Relabelled(ClusterManifests cluster) => AmendedManifests.Of(
        cluster, [new Amendment.Labelled("label", "ns0", "s1", "istio.io/global", "true")], text => ManifestReader.Read(text), new DiagnosticBag());

    private static ClusterManifests Unready(ClusterManifests cluster)
    {
        var pod = cluster.Readable.OfType<PodManifest>().First();
        return cluster with { Readable = cluster.Readable.Replace(pod, pod with { IsReady = new Located<bool>(false, Place) }) };
    }

    private static AuthorizationPolicyManifest DenyAll()
    {
        var meta = new ObjectMeta(new Located<string>("closed", Place), new Located<string>("ns0", Place), LocatedMap.Empty, LocatedMap.Empty, null);
        return new AuthorizationPolicyManifest(meta, Place, null, null, null, []);
    }

    private static int Once(object made)
    {
        if (made is MeshPlan { IsEmpty: true })
            throw new InvalidOperationException("the plan is empty");
        GC.KeepAlive(made);
        return 1;
    }
}
