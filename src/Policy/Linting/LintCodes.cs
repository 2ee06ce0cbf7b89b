namespace ScopeMesh.Policy.Linting;

/// <summary>The codes of what linting a mesh finds; a code never changes its meaning.</summary>
public static class LintCodes
{
    /// <summary>A network that no gateway leads to, though others call global Services there.</summary>
    public const string NetworkWithoutGateway = "ML001";

    /// <summary>A global Service that no cluster has a ready endpoint for.</summary>
    public const string NoReadyEndpoint = "ML002";

    /// <summary>A Service that is global in one cluster and local in another.</summary>
    public const string ScopeDisagreement = "ML003";

    /// <summary>A Service that one cluster shares and another does not take.</summary>
    public const string NotTaken = "ML004";

    /// <summary>Copies of a global Service that differ in type or in the names of ports.</summary>
    public const string CopiesDiffer = "ML005";

    /// <summary>A copy of a global Service without a waypoint, where other copies have one.</summary>
    public const string WaypointMissing = "ML006";

    /// <summary>An AuthorizationPolicy or PeerAuthentication that is about no workload.</summary>
    public const string PolicySelectsNothing = "ML010";

    /// <summary>A scope rule that matches no Service of the mesh.</summary>
    public const string RuleMatchesNothing = "ML011";

    /// <summary>A principal, namespace or service account that no workload of the mesh has.</summary>
    public const string NobodyNamed = "ML012";

    /// <summary>A principal of a trust domain that the cluster does not believe.</summary>
    public const string UnbelievedPrincipal = "ML013";

    /// <summary>An AuthorizationPolicy about pods that are not in the mesh, where nobody enforces it.</summary>
    public const string NotGuarded = "ML014";

    /// <summary>A PeerAuthentication that is <c>STRICT</c> beside pods that are not in the mesh.</summary>
    public const string StrictRefusesPods = "ML015";

    /// <summary>A certificate that has expired.</summary>
    public const string CertificateExpired = "ML020";

    /// <summary>A certificate that expires soon.</summary>
    public const string CertificateExpiresSoon = "ML021";

    /// <summary>A certificate that is not valid yet.</summary>
    public const string CertificateNotYetValid = "ML022";

    /// <summary>A certificate that cannot be read.</summary>
    public const string CertificateUnreadable = "ML023";

    /// <summary>Clusters of one trust domain that have no root certificate in common.</summary>
    public const string RootsNotShared = "ML024";

    /// <summary>Two Services of a cluster with one <c>clusterIP</c>.</summary>
    public const string SharedClusterIp = "ML030";

    /// <summary>A <c>clusterIP</c> out of the range of the mesh's own virtual addresses.</summary>
    public const string ReservedClusterIp = "ML031";

    /// <summary>Nodes of one network whose ranges of pod addresses overlap.</summary>
    public const string OverlappingPodRanges = "ML032";

    /// <summary>Addresses of Services out of the range of a Node's pods.</summary>
    public const string ServiceAddressAmongPods = "ML033";

    /// <summary>Two east-west gateways with one address and port.</summary>
    public const string SharedGatewayAddress = "ML034";

    /// <summary>A gateway's address that leads nowhere from elsewhere.</summary>
    public const string UnusableGatewayAddress = "ML035";

    /// <summary>A gateway of a network that nothing is in.</summary>
    public const string GatewayToNowhere = "ML036";

    /// <summary>A NetworkPolicy that keeps the mesh from calling pods at port 15008.</summary>
    public const string HboneBlocked = "ML040";

    /// <summary>A NetworkPolicy that keeps pods from calling others at port 15008.</summary>
    public const string HboneOutBlocked = "ML041";

    /// <summary>A label or annotation that is nearly one with a meaning.</summary>
    public const string MisspeltKey = "ML050";

    /// <summary>A label that is written as an annotation, or an annotation as a label.</summary>
    public const string MisplacedKey = "ML051";

    /// <summary>A value of a label that means nothing, and is nearly one that does.</summary>
    public const string MisspeltValue = "ML052";

    /// <summary>A Service whose selector finds no pod.</summary>
    public const string ServiceSelectsNothing = "ML060";

    /// <summary>A target port by a name that no selected pod has.</summary>
    public const string UnknownTargetPort = "ML061";

    /// <summary>A target port that no selected pod lists, though all list some.</summary>
    public const string TargetPortNotListened = "ML062";

    /// <summary>A port that does not say what is spoken on it.</summary>
    public const string PortWithoutProtocol = "ML063";

    /// <summary>Two Services that say different things of what one port of a pod speaks.</summary>
    public const string ConflictingProtocols = "ML064";

    /// <summary>Pods that are kept out of the mesh in a namespace that is in it.</summary>
    public const string PodOptedOut = "ML070";

    /// <summary>A code in <c>scopemesh.io/lint-ignore</c> that there is not.</summary>
    public const string UnknownIgnore = "ML080";
}
