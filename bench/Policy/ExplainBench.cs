using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Bench.Policy;

/// <summary>One question about a large mesh, once the mesh is there.</summary>
internal static class ExplainBench
{
    private const int Size = 100_000;

    public static IEnumerable<Table> Run()
    {
        var mesh = MeshBench.MeshOf(MeshManifests.Of(Size, hasOneNetwork: false));
        var view = MeshView.Of(mesh);
        var source = mesh.Clusters[0].Pods[0].Workload;

        // Every cluster has the first, and of the second there is one copy, which stays in its own cluster.
        var crossing = new Destination.Named("s2.ns0", 80);
        var hidden = new Destination.Named("s1.ns1-of-c1", 80);
        var unknown = new Destination.Named("s0.ns0-of-nobody", 80);
        var first = ConnectionExplainer.Explain(view, source, crossing);
        var second = ConnectionExplainer.Explain(view, source, hidden);
        if (first.Journey.Verdict != JourneyVerdict.Reached || first.Nearest is null)
            throw new InvalidOperationException("the service is not reached");
        if (second.Journey.Verdict != JourneyVerdict.Refused || second.Nearest?.Outcome.Verdict != JourneyVerdict.Reached)
            throw new InvalidOperationException("the service is not hidden");
        yield return new Table(
            $"one question about {Size:N0} workloads in {MeshManifests.Clusters} networks",
            Series.Run(
                [
                    new("what becomes of the connection", () => Once(Journeys.Of(view, source, crossing))),
                    new("explain: reached in ten clusters", () => Once(ConnectionExplainer.Explain(view, source, crossing))),
                    new("explain: a local service of another cluster", () => Once(ConnectionExplainer.Explain(view, source, hidden))),
                    new("explain: a name that nobody has", () => Once(ConnectionExplainer.Explain(view, source, unknown))),
                ],
                rounds: 3,
                turn: TimeSpan.FromMilliseconds(200)));
    }

    private static int Once(object made) => made is null ? 0 : 1;
}
