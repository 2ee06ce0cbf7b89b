using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Authorization;

/// <summary>Finds what is written in PeerAuthentications and counts for nothing, in Istio as here.</summary>
public static class PeerAuthenticationChecks
{
    /// <summary>What counts for nothing, in the order of namespaces and names.</summary>
    /// <param name="manifests">All of a cluster, in any order.</param>
    /// <param name="rootNamespace">The namespace that speaks for the whole mesh.</param>
    public static ValueList<Diagnostic> Find(IEnumerable<PeerAuthenticationManifest> manifests, string rootNamespace)
    {
        var all = manifests
            .Select(manifest => (Manifest: manifest, Value: PeerAuthentication.Of(manifest)))
            .OrderBy(peer => peer.Value.Created)
            .ThenBy(peer => peer.Value.Key)
            .ToArray();
        var oldest = all
            .Where(peer => peer.Value.Selector is null)
            .DistinctBy(peer => peer.Value.Key.Namespace)
            .ToDictionary(peer => peer.Value.Key.Namespace, peer => peer.Value);
        return all
            .OrderBy(peer => peer.Value.Key)
            .Select(peer => Find(peer.Manifest, peer.Value, oldest, rootNamespace))
            .OfType<Diagnostic>()
            .ToValueList();
    }

    private static Diagnostic? Find(
        PeerAuthenticationManifest manifest,
        PeerAuthentication peer,
        Dictionary<string, PeerAuthentication> oldest,
        string rootNamespace)
    {
        if (peer.Selector is not null)
            return peer.Key.Namespace == rootNamespace
                ? Ignored(
                    manifest.Selector!.Span,
                    $"PeerAuthentication `{peer.Key}` selects workloads from the root namespace, and so counts for nothing",
                    "move it to the namespace of its workloads")
                : null;
        if (oldest[peer.Key.Namespace].Key is var first && first != peer.Key)
            return Ignored(
                manifest.Meta.Name.Span,
                $"PeerAuthentication `{peer.Key}` counts for nothing: `{first}` is about the same workloads, and older or first by name",
                "remove one of the two");
        return manifest.PortLevelMtls.IsEmpty
            ? null
            : Ignored(
                manifest.PortLevelMtls[0].Port.Span,
                $"PeerAuthentication `{peer.Key}` has `portLevelMtls` and no `selector`, without which ports count for nothing",
                "select workloads by `selector`");
    }

    private static Diagnostic Ignored(SourceSpan span, string message, string remedy) =>
        new(AuthorizationCodes.PeerAuthenticationIgnored, Severity.Warning, span, message, remedy);
}
