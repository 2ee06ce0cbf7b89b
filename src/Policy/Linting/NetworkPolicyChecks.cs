using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether NetworkPolicies let through what the mesh sends: pods are called at port 15008, whatever their own ports are.</summary>
internal static class NetworkPolicyChecks
{
    private const int DnsPort = 53;

    public static IEnumerable<Finding> Find(LintedMesh mesh) => mesh.Clusters.SelectMany(Find);

    private static IEnumerable<Finding> Find(WrittenCluster cluster)
    {
        var policies = cluster.Objects.Of<NetworkPolicyManifest>()
            .Select(policy => (Policy: policy, Selector: policy.PodSelector.ToLabelSelector()))
            .ToLookup(policy => policy.Policy.Meta.Namespace.Value, StringComparer.Ordinal);
        if (policies.Count == 0)
            return [];
        var selected = cluster.Cluster.Pods
            .Where(pod => pod.Workload.TunnelProtocol == TunnelProtocol.Hbone && pod.Workload.NetworkMode == NetworkMode.Standard)
            .Select(pod => (Pod: pod, Policies: policies[pod.Workload.Namespace].Where(policy => policy.Selector.Matches(pod.Labels)).Select(policy => policy.Policy).ToArray()))
            .ToArray();
        return In(selected.Where(one => !one.Pod.Workload.Services.IsEmpty)).Concat(Out(selected));
    }

    private static IEnumerable<Finding> In(IEnumerable<(Pod Pod, NetworkPolicyManifest[] Policies)> selected) =>
        from blocked in Blocked(selected, policy => policy.Ingress)
        select Finding.Warning(
            LintCodes.HboneBlocked,
            blocked.Policy.Meta.Name.Span,
            $"NetworkPolicy `{ClusterObjects.NameOf(blocked.Policy)}` lets nobody call port {WellKnown.HbonePort} of {LintedMesh.List(blocked.Pods)}, "
            + "at which the mesh calls every pod",
            $"let ingress to TCP port {WellKnown.HbonePort} in; AuthorizationPolicies say who may call which port of the pod",
            blocked.Policy.Meta);

    /// <summary>Who lets some calls out means to call somebody; what lets none out means what it says.</summary>
    private static IEnumerable<Finding> Out(IEnumerable<(Pod Pod, NetworkPolicyManifest[] Policies)> selected) =>
        from blocked in Blocked(selected, policy => policy.Egress)
        where blocked.Policy.Egress!.Value.SelectMany(rule => rule.Ports).Any(port => IsTcp(port) && port.Port?.Value is not PortReference.Number { Port: DnsPort })
        select Finding.Warning(
            LintCodes.HboneOutBlocked,
            blocked.Policy.Meta.Name.Span,
            $"NetworkPolicy `{ClusterObjects.NameOf(blocked.Policy)}` lets {LintedMesh.List(blocked.Pods)} call no port {WellKnown.HbonePort}, "
            + "at which the mesh calls every pod and gateway",
            $"let egress to TCP port {WellKnown.HbonePort} out",
            blocked.Policy.Meta);

    /// <summary>The pods that no policy lets call or be called; told of the first policy that lets something through.</summary>
    private static IEnumerable<(NetworkPolicyManifest Policy, string[] Pods)> Blocked(
        IEnumerable<(Pod Pod, NetworkPolicyManifest[] Policies)> selected,
        Func<NetworkPolicyManifest, ValueList<NetworkPolicyRuleManifest>?> rulesOf) =>
        selected
            .Select(one => (one.Pod, Policies: one.Policies.Where(policy => rulesOf(policy) is not null).ToArray()))
            .Where(one => one.Policies.Length > 0 && !one.Policies.Any(policy => rulesOf(policy)!.Value.Any(LetsHboneThrough)))
            .GroupBy(
                one => one.Policies.MinBy(policy => (rulesOf(policy)!.Value.IsEmpty, policy.Meta.Name.Value))!,
                one => one.Pod.Name.ToString())
            .Select(group => (group.Key, group.ToArray()));

    private static bool LetsHboneThrough(NetworkPolicyRuleManifest rule) =>
        rule.Ports.IsEmpty || rule.Ports.Any(port => port.Covers(WellKnown.HbonePort));

    private static bool IsTcp(NetworkPolicyPortManifest port) => port.Protocol is not { Value: not TransportProtocol.Tcp };
}
