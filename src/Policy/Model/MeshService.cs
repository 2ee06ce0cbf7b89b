using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Model;

/// <summary>What two ends are compared by when one endpoint is preferred to another.</summary>
public enum RoutingScope
{
    /// <summary>The same region.</summary>
    Region,

    /// <summary>The same zone.</summary>
    Zone,

    /// <summary>The same subzone.</summary>
    Subzone,

    /// <summary>The same Node, of the same cluster.</summary>
    Node,

    /// <summary>The same cluster.</summary>
    Cluster,

    /// <summary>The same network.</summary>
    Network,
}

/// <summary>What becomes of endpoints that match not all preferences.</summary>
public enum LoadBalancingMode
{
    /// <summary>Preferences do not count: every endpoint takes part.</summary>
    Any,

    /// <summary>Only endpoints that match every preference take part.</summary>
    Strict,

    /// <summary>The endpoints that match most take part; the others wait until those are gone.</summary>
    Failover,

    /// <summary>No endpoint is chosen: the connection goes to the address that was called.</summary>
    Passthrough,
}

/// <summary>Which endpoints count as usable.</summary>
public enum HealthPolicy
{
    /// <summary>Those that are ready.</summary>
    OnlyHealthy,

    /// <summary>All (<c>publishNotReadyAddresses</c>).</summary>
    AllowAll,
}

/// <summary>Which endpoints of a Service are preferred; Istio's <c>LoadBalancing</c>.</summary>
/// <param name="Mode">What the preferences do.</param>
/// <param name="Preferences">What to compare, most important first.</param>
/// <param name="Health">Which endpoints are usable.</param>
public sealed record LoadBalancing(LoadBalancingMode Mode, ValueList<RoutingScope> Preferences, HealthPolicy Health)
{
    /// <summary>Every healthy endpoint, wherever it is: the default, which crosses clusters always.</summary>
    public static LoadBalancing Default { get; } = new(LoadBalancingMode.Any, [], HealthPolicy.OnlyHealthy);
}

/// <summary>
/// A Service as one viewpoint sees it, merged from every cluster that shares it. The shape is
/// <c>istio.workload.Service</c>.
/// </summary>
public sealed record MeshService
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its full host name, the same in every cluster.</summary>
    public required string Hostname { get; init; }

    /// <summary>Its virtual addresses in every cluster that shares it, ordered; none where it is headless.</summary>
    public ValueList<NetworkAddress> Addresses { get; init; }

    /// <summary>Its ports, ordered by service port.</summary>
    public ValueList<PortMapping> Ports { get; init; }

    /// <summary>The identities that its endpoints in other networks may prove, ordered.</summary>
    public ValueList<SpiffeId> SubjectAltNames { get; init; }

    /// <summary>Which endpoints are preferred.</summary>
    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.Default;

    /// <summary>What tables and memberships call it by: namespace and host name.</summary>
    public NamespacedName Key => new(Namespace, Hostname);

    /// <summary>The port of that number, or null.</summary>
    /// <param name="servicePort">A service port.</param>
    public PortMapping? Port(int servicePort)
    {
        foreach (var port in Ports.AsSpan())
        {
            if (port.ServicePort == servicePort)
                return port;
        }

        return null;
    }
}
