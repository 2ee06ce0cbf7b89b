using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Policy.Drifting;

/// <summary>AuthorizationPolicies and PeerAuthentications that some clusters have alone, or that say something else there.</summary>
internal static class PolicyDrift
{
    private const string ItsOwn = "each cluster's own, for its own pods";

    public static IEnumerable<DriftItem?> Find(ComparedMesh mesh) =>
        Compare<AuthorizationPolicyManifest>(mesh, DriftKind.AuthorizationPolicy, PolicyContent.Of, "one call is allowed or denied by which cluster's pod answers")
            .Concat(Compare<PeerAuthenticationManifest>(mesh, DriftKind.PeerAuthentication, PolicyContent.Of, "plaintext is taken or refused by which cluster's pod answers"));

    private static IEnumerable<DriftItem?> Compare<T>(ComparedMesh mesh, DriftKind kind, Func<T, string> contentOf, string follows)
        where T : Manifest =>
        mesh.Clusters
            .SelectMany(cluster => cluster.Objects.Of<T>().Select(ClusterObjects.NameOf))
            .Distinct()
            .Select(name => ComparedMesh.Compare(
                new DriftSubject(kind, name.Namespace, name.Name),
                "the policy",
                mesh.With(name.Namespace),
                cluster => cluster.Objects.Find<T>(name) is { } policy ? contentOf(policy) : ComparedMesh.Absent,
                ItsOwn,
                follows));
}
