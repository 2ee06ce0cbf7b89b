using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether AuthorizationPolicies and PeerAuthentications are about somebody, and enforced there.</summary>
internal static class PolicyChecks
{
    public static IEnumerable<Finding> Find(LintedMesh mesh) => mesh.Clusters.SelectMany(Find);

    private static IEnumerable<Finding> Find(WrittenCluster cluster)
    {
        var labels = Selectable(cluster).ToLookup(one => one.Namespace, one => one.Labels, StringComparer.Ordinal);
        var outside = cluster.Cluster.Pods.Where(pod => pod.Workload.TunnelProtocol == TunnelProtocol.None).ToArray();
        foreach (var policy in cluster.Objects.Of<AuthorizationPolicyManifest>())
        {
            if (policy.TargetRefs is not null || policy.Action?.Value is PolicyAction.Audit or PolicyAction.Custom)
                continue;
            if (IsIdle(cluster, policy, policy.Selector, labels) is { } idle)
                yield return idle;
            else if (Covered(cluster, policy, policy.Selector, outside) is { Length: > 0 } unguarded)
                yield return Finding.Warning(
                    LintCodes.NotGuarded,
                    policy.Meta.Name.Span,
                    $"AuthorizationPolicy `{ClusterObjects.NameOf(policy)}` is about pods that are kept out of the mesh, where nobody enforces it: {LintedMesh.List(unguarded)}",
                    $"take `{WellKnown.DataplaneModeLabel}: none` off them, or guard them by other means",
                    policy.Meta);
        }

        foreach (var peer in cluster.Objects.Of<PeerAuthenticationManifest>())
        {
            if (IsIdle(cluster, peer, peer.Selector, labels) is { } idle)
                yield return idle;
            else if (IsStrict(peer) && Covered(cluster, peer, null, outside) is { Length: > 0 } refused)
                yield return Finding.Warning(
                    LintCodes.StrictRefusesPods,
                    peer.Mode?.Span ?? peer.Meta.Name.Span,
                    $"PeerAuthentication `{ClusterObjects.NameOf(peer)}` is `STRICT`, which refuses pods that are kept out of the mesh: {LintedMesh.List(refused)}",
                    $"take `{WellKnown.DataplaneModeLabel}: none` off them, or write `PERMISSIVE` for what they call",
                    peer.Meta);
        }
    }

    private static bool IsStrict(PeerAuthenticationManifest peer) =>
        peer.Mode?.Value == MtlsMode.Strict || peer.PortLevelMtls.Any(port => port.Mode.Value == MtlsMode.Strict);

    private static Finding? IsIdle(
        WrittenCluster cluster, Manifest policy, SelectorManifest? selector, ILookup<string, LabelSet> labels)
    {
        var ns = policy.Meta.Namespace.Value;
        var isForAll = ns == cluster.SystemNamespace;
        var wanted = selector?.ToLabelSelector() ?? LabelSelector.Everything;
        var candidates = isForAll ? labels.SelectMany(group => group) : labels[ns];
        if (candidates.Any(wanted.Matches) || (isForAll && selector is null))
            return null;
        var found = selector is null ? $"namespace `{ns}` has no workload" : $"no workload of {(isForAll ? "the cluster" : $"namespace `{ns}`")} has the labels `{SelectorText.Of(wanted)}`";
        return Finding.Warning(
            LintCodes.PolicySelectsNothing,
            selector?.Span ?? policy.Meta.Name.Span,
            $"{ClusterObjects.Describe(policy)} of cluster `{cluster.Cluster.Id}` is about nobody: {found}",
            "correct its `selector` or its namespace, or remove it",
            policy.Meta);
    }

    /// <summary>The names of those pods that a policy is about.</summary>
    private static string[] Covered(WrittenCluster cluster, Manifest policy, SelectorManifest? selector, Pod[] pods)
    {
        var ns = policy.Meta.Namespace.Value;
        var wanted = selector?.ToLabelSelector() ?? LabelSelector.Everything;
        return
        [
            .. pods.Where(pod => (ns == cluster.SystemNamespace || pod.Workload.Namespace == ns) && wanted.Matches(pod.Labels))
                .Select(pod => pod.Name.ToString()),
        ];
    }

    /// <summary>What policies may select: pods, those that a Deployment without replicas would have, and WorkloadEntries.</summary>
    private static IEnumerable<(string Namespace, LabelSet Labels)> Selectable(WrittenCluster cluster) =>
        cluster.Cluster.Pods.Select(pod => (pod.Workload.Namespace, pod.Labels))
            .Concat(cluster.Objects.Of<DeploymentManifest>()
                .Select(deployment => (deployment.Meta.Namespace.Value, deployment.Template.Labels.ToLabelSet())))
            .Concat(cluster.Objects.Of<WorkloadEntryManifest>().Select(entry => (
                entry.Meta.Namespace.Value,
                LabelSet.Create(entry.Spec.Labels.Entries.Concat(entry.Meta.Labels.Entries)
                    .GroupBy(label => label.Key)
                    .Select(label => KeyValuePair.Create(label.Key, label.Last().Value))))));
}
