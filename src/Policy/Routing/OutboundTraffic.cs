using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// What becomes of connections to addresses that nobody knows, as a table says it. A cluster whose
/// <c>outboundTrafficPolicy</c> is REGISTRY_ONLY has in its nodes' tables a service of a reserved name, without addresses,
/// ports and endpoints: so the setting travels like everything else, ztunnel passes it over, and a control plane that
/// does not know of it leaves everything permitted.
/// </summary>
public static class OutboundTraffic
{
    private static readonly NamespacedName Reserved = new("scopemesh.io", "registry-only.scopemesh.io");

    /// <summary>What stands for REGISTRY_ONLY in a table.</summary>
    public static MeshService RegistryOnly { get; } = new()
    {
        Name = "registry-only",
        Namespace = Reserved.Namespace,
        Hostname = Reserved.Name,
        Visibility = ServiceVisibility.Namespace,
        IsCanonical = false,
    };

    /// <summary>Whether connections go only to what the table knows.</summary>
    /// <param name="table">The table of a cluster's nodes.</param>
    public static bool IsRegistryOnly(RouteTable table) => table.FindService(Reserved) is not null;

    /// <summary>Whether a service is what stands for REGISTRY_ONLY.</summary>
    /// <param name="service">A service's key.</param>
    public static bool IsReserved(NamespacedName service) => service == Reserved;
}
