using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Drifting;

/// <summary>Waypoints that some clusters have, or that take other traffic there.</summary>
internal static class WaypointDrift
{
    public static IEnumerable<DriftItem?> Find(ComparedMesh mesh)
    {
        var names = mesh.Clusters.SelectMany(Waypoints).Select(ClusterObjects.NameOf).Distinct();
        foreach (var name in names)
        {
            var subject = new DriftSubject(DriftKind.Waypoint, name.Namespace, name.Name);
            yield return ComparedMesh.Compare(
                subject, "the waypoint", mesh.With(name.Namespace), cluster => Find(cluster, name) is null ? ComparedMesh.Absent : "there",
                "each cluster's own, for what names it there",
                "what it enforces is enforced in some clusters alone");
            yield return ComparedMesh.Compare(
                subject, "what it takes", mesh.Clusters, cluster => Find(cluster, name) is { } gateway ? Takes(gateway) : null,
                "each cluster's own, for what names it there",
                "a Service or workload goes through it in some clusters and past it in others");
        }
    }

    private static string Takes(GatewayManifest gateway)
    {
        var listener = gateway.Listeners.FirstOrDefault(listener => listener.Protocol.Value == "HBONE");
        var from = listener?.AllowedRoutes?.From?.Value ?? FromNamespaces.Same;
        var chosen = listener?.AllowedRoutes?.Selector?.ToLabelSelector() is { } selector ? $" ({SelectorText.Of(selector)})" : "";
        return $"{gateway.Meta.Labels[WellKnown.WaypointForLabel] ?? "service"} of namespaces {from.ToString().ToLowerInvariant()}{chosen} at port {listener?.Port.Value ?? 0}";
    }

    private static IEnumerable<GatewayManifest> Waypoints(WrittenCluster cluster) =>
        cluster.Objects.Of<GatewayManifest>().Where(gateway => gateway.GatewayClassName.Value == WellKnown.WaypointGatewayClass);

    private static GatewayManifest? Find(WrittenCluster cluster, NamespacedName name) =>
        cluster.Objects.Find<GatewayManifest>(name) is { } gateway && gateway.GatewayClassName.Value == WellKnown.WaypointGatewayClass ? gateway : null;
}
