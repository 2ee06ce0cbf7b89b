using System.Net;
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

/// <summary>Which addresses of its endpoints a Service is called at.</summary>
public enum IpFamilies
{
    /// <summary>Those of the family that was called, else any.</summary>
    Automatic,

    /// <summary>IPv4 alone.</summary>
    IPv4Only,

    /// <summary>IPv6 alone.</summary>
    IPv6Only,

    /// <summary>Both, that of the family that was called first.</summary>
    Dual,
}

/// <summary>Who can see a Service.</summary>
public enum ServiceVisibility
{
    /// <summary>Everybody.</summary>
    Public,

    /// <summary>Workloads of its own namespace.</summary>
    Namespace,
}

/// <summary>A range of addresses and the network that it means something in.</summary>
/// <param name="Network">The network; empty for the unnamed one.</param>
/// <param name="Block">The range.</param>
public sealed record NetworkBlock(string Network, IPNetwork Block)
{
    private const int BitsPerByte = 8;

    /// <summary>The range that an address and a prefix length mean; bits behind the prefix do not count.</summary>
    /// <param name="network">The network.</param>
    /// <param name="address">An address of the range.</param>
    /// <param name="length">The length of the prefix in bits, at most those of the address.</param>
    public static NetworkBlock Of(string network, IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var place = 0; place < bytes.Length; place++)
        {
            var kept = Math.Clamp(length - (place * BitsPerByte), 0, BitsPerByte);
            bytes[place] &= (byte)(byte.MaxValue << (BitsPerByte - kept));
        }

        return new NetworkBlock(network, new IPNetwork(new IPAddress(bytes), length));
    }

    /// <summary><c>network/address/length</c>.</summary>
    public override string ToString() => $"{Network}/{Block}";
}

/// <summary>A waypoint and its part of the connections.</summary>
/// <param name="Destination">The waypoint.</param>
/// <param name="Weight">Its part, in proportion to the sum of all; 0 for none.</param>
public sealed record WeightedWaypoint(GatewayAddress Destination, uint Weight);

/// <summary>A cluster's part of the connections to a Service, among endpoints that are preferred alike.</summary>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="Weight">Its part, in proportion to the sum of all; with 0 it has some only when nobody else can take any.</param>
public sealed record ClusterWeight(string Cluster, uint Weight);

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

    /// <summary>The ranges of addresses that lead to it, ordered; one address of a range stands in <see cref="Addresses"/> alone.</summary>
    public ValueList<NetworkBlock> AddressBlocks { get; init; }

    /// <summary>Its ports, ordered by service port.</summary>
    public ValueList<PortMapping> Ports { get; init; }

    /// <summary>The identities that its endpoints in other networks may prove, ordered.</summary>
    public ValueList<SpiffeId> SubjectAltNames { get; init; }

    /// <summary>Which endpoints are preferred.</summary>
    public LoadBalancing LoadBalancing { get; init; } = LoadBalancing.Default;

    /// <summary>The waypoint of connections that call it.</summary>
    public GatewayAddress? Waypoint { get; init; }

    /// <summary>Waypoints that share those connections; where they have no weight <see cref="Waypoint"/> has all.</summary>
    public ValueList<WeightedWaypoint> WeightedWaypoints { get; init; }

    /// <summary>Whether connections from an ingress gateway take the waypoint too.</summary>
    public bool UsesWaypointForIngress { get; init; }

    /// <summary>Which addresses of its endpoints are called.</summary>
    public IpFamilies IpFamilies { get; init; }

    /// <summary>Whether it is the one that is meant where several namespaces have Services of this host name.</summary>
    public bool IsCanonical { get; init; } = true;

    /// <summary>Who can see it.</summary>
    public ServiceVisibility Visibility { get; init; }

    /// <summary>Each cluster's part of the connections, ordered by cluster; where it is empty endpoints share by capacity.</summary>
    public ValueList<ClusterWeight> ClusterWeights { get; init; }

    /// <summary>Whether one caller always has the same endpoint while endpoints stay (<c>sessionAffinity: ClientIP</c>).</summary>
    public bool HasClientAffinity { get; init; }

    /// <summary>
    /// The roots of foreign trust domains, ordered, on what stands in a table for the domains that its cluster believes;
    /// no service has any.
    /// </summary>
    public ValueList<TrustBundle> Federation { get; init; }

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
