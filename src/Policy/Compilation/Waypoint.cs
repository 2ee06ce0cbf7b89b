using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>A waypoint that a Gateway defines.</summary>
/// <param name="Name">The Gateway.</param>
/// <param name="Address">Where it takes HBONE.</param>
/// <param name="Takes">What it is for.</param>
/// <param name="From">The namespaces that may use it.</param>
/// <param name="Selector">Their labels, where those say so.</param>
/// <param name="Tunnel">How node proxies hand connections to its pods, where that is said.</param>
internal sealed record Waypoint(
    NamespacedName Name,
    GatewayAddress Address,
    WaypointTraffic Takes,
    FromNamespaces From,
    LabelSelector? Selector,
    ApplicationTunnel? Tunnel)
{
    /// <summary>Whether what is in a namespace may use it.</summary>
    public bool Allows(string ns, LabelSet labels) => From switch
    {
        FromNamespaces.All => true,
        FromNamespaces.Selector => Selector?.Matches(labels) ?? false,
        FromNamespaces.Same => Name.Namespace == ns,
        FromNamespaces.None => false,
    };
}

/// <summary>What a waypoint is for; the values are those of the label <c>istio.io/waypoint-for</c>.</summary>
[Flags]
internal enum WaypointTraffic
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Connections that call a Service.</summary>
    Service = 1,

    /// <summary>Connections that call a workload by its own address.</summary>
    Workload = 2,

    /// <summary>Both.</summary>
    All = Service | Workload,
}

/// <summary>The waypoints of one Service.</summary>
/// <param name="Waypoint">Its waypoint, if it has one.</param>
/// <param name="Weighted">It and a second one, with their shares, where there is one.</param>
/// <param name="IsForIngress">Whether connections from an ingress gateway take it too.</param>
internal sealed record WaypointBinding(GatewayAddress? Waypoint, ValueList<WeightedWaypoint> Weighted, bool IsForIngress)
{
    /// <summary>No waypoint.</summary>
    public static WaypointBinding None { get; } = new(null, [], IsForIngress: false);
}
