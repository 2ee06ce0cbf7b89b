using System.Collections.Frozen;

namespace ScopeMesh.Policy.Linting;

/// <summary>What each code of <see cref="LintCodes"/> stands for, in one line for people; the table of docs/lint.md.</summary>
public static class LintCodeSummaries
{
    private static readonly FrozenDictionary<string, string> Summaries = new Dictionary<string, string>
    {
        [LintCodes.NetworkWithoutGateway] = "A network that no gateway leads to, though others call global Services there",
        [LintCodes.NoReadyEndpoint] = "A global Service that no cluster has a ready endpoint for",
        [LintCodes.ScopeDisagreement] = "A Service that is global in one cluster and local in another",
        [LintCodes.NotTaken] = "A Service that one cluster shares and another does not take",
        [LintCodes.CopiesDiffer] = "Copies of a global Service that differ in type or in the names of ports",
        [LintCodes.WaypointMissing] = "A copy of a global Service without a waypoint, where other copies have one",
        [LintCodes.PolicySelectsNothing] = "An AuthorizationPolicy or PeerAuthentication that is about no workload",
        [LintCodes.RuleMatchesNothing] = "A scope rule that matches no Service of the mesh",
        [LintCodes.NobodyNamed] = "A principal, namespace or service account that no workload of the mesh has",
        [LintCodes.UnbelievedPrincipal] = "A principal of a trust domain that the cluster does not believe",
        [LintCodes.NotGuarded] = "An AuthorizationPolicy about pods that are not in the mesh, where nobody enforces it",
        [LintCodes.StrictRefusesPods] = "A PeerAuthentication that is `STRICT` beside pods that are not in the mesh",
        [LintCodes.CertificateExpired] = "A certificate that has expired",
        [LintCodes.CertificateExpiresSoon] = "A certificate that expires soon",
        [LintCodes.CertificateNotYetValid] = "A certificate that is not valid yet",
        [LintCodes.CertificateUnreadable] = "A certificate that cannot be read",
        [LintCodes.RootsNotShared] = "Clusters of one trust domain that have no root certificate in common",
        [LintCodes.SharedClusterIp] = "Two Services of a cluster with one `clusterIP`",
        [LintCodes.ReservedClusterIp] = "A `clusterIP` out of the range of the mesh's own virtual addresses",
        [LintCodes.OverlappingPodRanges] = "Nodes of one network whose ranges of pod addresses overlap",
        [LintCodes.ServiceAddressAmongPods] = "Addresses of Services out of the range of a Node's pods",
        [LintCodes.SharedGatewayAddress] = "Two east-west gateways with one address and port",
        [LintCodes.UnusableGatewayAddress] = "A gateway's address that leads nowhere from elsewhere",
        [LintCodes.GatewayToNowhere] = "A gateway of a network that nothing is in",
        [LintCodes.HboneBlocked] = "A NetworkPolicy that keeps the mesh from calling pods at port 15008",
        [LintCodes.HboneOutBlocked] = "A NetworkPolicy that keeps pods from calling others at port 15008",
        [LintCodes.MisspeltKey] = "A label or annotation that is nearly one with a meaning",
        [LintCodes.MisplacedKey] = "A label that is written as an annotation, or an annotation as a label",
        [LintCodes.MisspeltValue] = "A value of a label that means nothing, and is nearly one that does",
        [LintCodes.ServiceSelectsNothing] = "A Service whose selector finds no pod",
        [LintCodes.UnknownTargetPort] = "A target port by a name that no selected pod has",
        [LintCodes.TargetPortNotListened] = "A target port that no selected pod lists, though all list some",
        [LintCodes.PortWithoutProtocol] = "A port that does not say what is spoken on it",
        [LintCodes.ConflictingProtocols] = "Two Services that say different things of what one port of a pod speaks",
        [LintCodes.PodOptedOut] = "Pods that are kept out of the mesh in a namespace that is in it",
        [LintCodes.UnknownIgnore] = "A code in `scopemesh.io/lint-ignore` that there is not",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>All codes, ordered.</summary>
    public static IEnumerable<string> All => Summaries.Keys.Order(StringComparer.Ordinal);

    /// <summary>The summary of a code, or null for one of another family.</summary>
    /// <param name="code">The code.</param>
    public static string? Of(string code) => Summaries.GetValueOrDefault(code);
}
