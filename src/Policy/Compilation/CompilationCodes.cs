namespace ScopeMesh.Policy.Compilation;

/// <summary>The codes of what compiling a mesh finds; a code never changes its meaning.</summary>
public static class CompilationCodes
{
    /// <summary>Two objects of one kind, namespace and name.</summary>
    public const string DuplicateObject = "MC001";

    /// <summary>A namespace that nobody defines.</summary>
    public const string UnknownNamespace = "MC002";

    /// <summary>A label contradicts the name of its namespace.</summary>
    public const string ContradictingNamespaceName = "MC003";

    /// <summary>Two folders claim one cluster id.</summary>
    public const string DuplicateCluster = "MC004";

    /// <summary>A folder's name is no cluster id.</summary>
    public const string InvalidClusterId = "MC005";

    /// <summary>A cluster names no network, though there are others.</summary>
    public const string NoNetwork = "MC006";

    /// <summary>A Gateway without an address.</summary>
    public const string GatewayWithoutAddress = "MC007";

    /// <summary>A Gateway whose listeners take no HBONE.</summary>
    public const string GatewayWithoutHbone = "MC008";

    /// <summary>A service account that nobody defines.</summary>
    public const string UnknownServiceAccount = "MC009";

    /// <summary>A Node that nobody defines.</summary>
    public const string UnknownNode = "MC010";

    /// <summary>A range has no address left.</summary>
    public const string AddressesExhausted = "MC011";

    /// <summary>Two pods of one cluster have one address.</summary>
    public const string DuplicateAddress = "MC012";

    /// <summary>Scope rules stand in two places.</summary>
    public const string ScopeRulesTwice = "MC013";

    /// <summary>The last good state of a cluster stays in force.</summary>
    public const string LastGoodCluster = "MC014";

    /// <summary>The last good scope policy stays in force.</summary>
    public const string LastGoodPolicy = "MC015";

    /// <summary>A MeshConfig that cannot be read.</summary>
    public const string InvalidMeshConfig = "MC016";

    /// <summary>A port that is not carried, such as UDP.</summary>
    public const string PortNotCarried = "MC017";

    /// <summary>A kind that is not read.</summary>
    public const string IgnoredKind = "MC019";

    /// <summary>A cluster without Nodes: one is assumed.</summary>
    public const string NoNodes = "MC020";

    /// <summary>A cluster that is gone.</summary>
    public const string ClusterGone = "MC021";

    /// <summary>An authorization policy that cannot be read: what it may be about stays closed.</summary>
    public const string UnreadablePolicy = "MC022";

    /// <summary>A Deployment with more replicas than are made.</summary>
    public const string TooManyReplicas = "MC023";

    /// <summary>Pods of two clusters have one address in one network.</summary>
    public const string SharedAddress = "MC024";

    /// <summary>A preference among endpoints that is not known.</summary>
    public const string UnknownDistribution = "MC025";

    /// <summary>A preference among endpoints that another field overrules.</summary>
    public const string OverruledDistribution = "MC026";

    /// <summary>A Service that is an alias in DNS, and no Service of the mesh.</summary>
    public const string AliasNotCarried = "MC027";

    /// <summary>A Service that nobody defines, whose endpoints are listed.</summary>
    public const string UnknownService = "MC028";

    /// <summary>A pod that is listed as an endpoint, and does not run.</summary>
    public const string UnknownPod = "MC029";

    /// <summary>Endpoints without any of the ports of their Service.</summary>
    public const string NoSlicePort = "MC030";

    /// <summary>A field of MeshConfig that does not exist.</summary>
    public const string UnknownConfigKey = "MC031";

    /// <summary>A field of MeshConfig that is known and not acted on.</summary>
    public const string ConfigNotActedOn = "MC032";

    /// <summary>A waypoint that nobody defines: what names it cannot be reached.</summary>
    public const string UnknownWaypoint = "MC033";

    /// <summary>A waypoint that does not take what names it, which goes without.</summary>
    public const string WaypointNotUsed = "MC034";

    /// <summary>A second waypoint that has no share.</summary>
    public const string CanaryNotUsed = "MC035";

    /// <summary>A Gateway of class <c>istio-waypoint</c> that says something unknown of itself.</summary>
    public const string InvalidWaypoint = "MC036";

    /// <summary>A Gateway of a class that the mesh does not use.</summary>
    public const string UnusedGatewayClass = "MC037";

    /// <summary>A pointer to the gateway of a network that names no network.</summary>
    public const string RemoteGatewayWithoutNetwork = "MC038";

    /// <summary>A gateway's weight that is no number.</summary>
    public const string InvalidGatewayWeight = "MC039";

    /// <summary>A ServiceEntry whose host another object of its namespace defines.</summary>
    public const string UnusedServiceEntry = "MC040";

    /// <summary>A ServiceEntry that only its own namespace sees, though it names others.</summary>
    public const string ExportNotSupported = "MC041";

    /// <summary>Copies of one Service in several clusters differ.</summary>
    public const string ConflictingCopies = "MC060";

    /// <summary>A name has another virtual address than its own, because a smaller one has that.</summary>
    public const string MovedVirtualAddress = "MC061";

    /// <summary>Clusters of different trust domains that do not believe each other.</summary>
    public const string UnbelievedCluster = "MC062";

    /// <summary>A ServiceExport that shares nothing.</summary>
    public const string IdleExport = "MC063";

    /// <summary>An annotation about routing that cannot be read.</summary>
    public const string UnreadableRoutingAnnotation = "MC064";

    /// <summary>A planned change of an object that is not there.</summary>
    public const string NothingToAmend = "MC070";
}
