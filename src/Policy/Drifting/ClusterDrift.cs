using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Policy.Drifting;

/// <summary>What clusters as a whole differ in: networks, trust, MeshConfig.</summary>
internal static class ClusterDrift
{
    private const string ItsOwn = "each cluster's own";

    public static IEnumerable<DriftItem?> Find(ComparedMesh mesh) => [.. Networks(mesh), .. Trust(mesh), .. Configuration(mesh)];

    private static IEnumerable<DriftItem?> Networks(ComparedMesh mesh)
    {
        var subject = new DriftSubject(DriftKind.Network);
        yield return ComparedMesh.Compare(
            subject, "its name", mesh.Clusters, cluster => cluster.Cluster.Network.Length > 0 ? "named" : "not named", ItsOwn,
            "clusters that name no network are taken to reach each other's pods directly");
        yield return ComparedMesh.Compare(
            subject, "east-west gateways", mesh.Clusters, cluster => cluster.Cluster.Gateways.IsEmpty ? "none" : "some", ItsOwn,
            "from other networks nothing reaches the pods of a network that no gateway leads to");
        yield return ComparedMesh.Compare(
            subject, "ports of east-west gateways", mesh.Clusters.Where(cluster => !cluster.Cluster.Gateways.IsEmpty),
            cluster => Join(cluster.Cluster.Gateways.Select(gateway => $"{gateway.HbonePort}")), ItsOwn,
            "firewalls have to let through what each of them listens at");
        yield return ComparedMesh.Compare(
            subject, "gateways elsewhere that it knows of", mesh.Clusters,
            cluster => Join(cluster.Cluster.RemoteGateways.Select(gateway => $"{gateway.Name} to {gateway.Network}")) is { Length: > 0 } known ? known : "none", ItsOwn,
            "a cluster that does not know of one does not call through it");
    }

    private static IEnumerable<DriftItem?> Trust(ComparedMesh mesh)
    {
        var subject = new DriftSubject(DriftKind.Trust);
        yield return ComparedMesh.Compare(
            subject, "trust domain", mesh.Clusters, cluster => cluster.Cluster.TrustDomain, ItsOwn,
            "one service account is another identity in each, and policies that name principals mean one of them");
        yield return ComparedMesh.Compare(
            subject, "aliases of the trust domain", mesh.Clusters, cluster => Or(Join(cluster.Cluster.TrustDomainAliases)), ItsOwn,
            "a principal of an alias is somebody in one cluster and nobody in another");
        var domains = mesh.Clusters.SelectMany(cluster => cluster.Cluster.Federation.Select(bundle => bundle.TrustDomain)).Distinct().Order(StringComparer.Ordinal);
        foreach (var domain in domains)
            yield return ComparedMesh.Compare(
                subject with { Name = domain }, "who believes it", mesh.Clusters.Where(cluster => cluster.Cluster.TrustDomain != domain),
                cluster => Belief(cluster.Cluster, domain), ItsOwn,
                "identities of it are taken in some clusters and refused in others");
        foreach (var (one, other) in mesh.Clusters.SelectMany((one, at) => mesh.Clusters.Skip(at + 1).Select(other => (one.Cluster, other.Cluster))))
        {
            var (forth, back) = (TrustDomains.Believes(one, other.TrustDomain), TrustDomains.Believes(other, one.TrustDomain));
            if (forth == back)
                continue;
            yield return new DriftItem(
                DriftKind.Trust, "", "", $"trust between {one.Id} and {other.Id}",
                [
                    new DriftValue($"{(forth ? "believes" : "does not believe")} {other.TrustDomain}", [one.Id]),
                    new DriftValue($"{(back ? "believes" : "does not believe")} {one.TrustDomain}", [other.Id]),
                ],
                "both have to believe each other",
                "the two share nothing");
        }
    }

    private static string Belief(Cluster cluster, string domain) =>
        cluster.Federation.FirstOrDefault(bundle => bundle.TrustDomain == domain) is { } bundle
            ? bundle.RootsPem.Length == 0 ? "by the mesh's own roots" : $"by roots of its own ({StableHash.Of(domain, bundle.RootsPem):x8})"
            : TrustDomains.Believes(cluster, domain) ? "as an alias of its own" : "not believed";

    private static IEnumerable<DriftItem?> Configuration(ComparedMesh mesh)
    {
        var subject = new DriftSubject(DriftKind.Configuration);
        yield return ComparedMesh.Compare(
            subject, "outboundTrafficPolicy", mesh.Clusters,
            cluster => cluster.Cluster.OutboundTrafficPolicy == OutboundTrafficPolicy.RegistryOnly ? "REGISTRY_ONLY" : "ALLOW_ANY", ItsOwn,
            "a call to an address that nobody knows goes out of one cluster and is refused in another");
        yield return ComparedMesh.Compare(
            subject, "serviceSettings", mesh.Clusters,
            cluster => Or(Join(cluster.Cluster.ClusterLocalHosts.Settings.Select(setting => $"{setting.Host} {(setting.IsLocal ? "stays" : "may leave")}"))), ItsOwn,
            "a Service stays within one cluster and is shared by another");
        yield return ComparedMesh.Compare(
            subject, "rootNamespace", mesh.Clusters, cluster => cluster.SystemNamespace, ItsOwn,
            "policies of one namespace hold for all of one cluster and for that namespace alone in another");
    }

    private static string Join(IEnumerable<string> items) => string.Join(", ", items.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static string Or(string text) => text.Length == 0 ? "none" : text;
}
