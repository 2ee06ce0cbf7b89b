using System.Net;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Model;

/// <summary>How a workload takes connections.</summary>
public enum TunnelProtocol
{
    /// <summary>Plain TCP: no node proxy of the mesh stands before it.</summary>
    None,

    /// <summary>HBONE, at its own address and port 15008.</summary>
    Hbone,
}

/// <summary>What made a workload.</summary>
public enum WorkloadKind
{
    /// <summary>A Deployment.</summary>
    Deployment,

    /// <summary>A CronJob.</summary>
    CronJob,

    /// <summary>A Pod by itself.</summary>
    Pod,

    /// <summary>A Job.</summary>
    Job,
}

/// <summary>Whether a workload can take connections.</summary>
public enum HealthStatus
{
    /// <summary>It can.</summary>
    Healthy,

    /// <summary>It is known, and not ready.</summary>
    Unhealthy,
}

/// <summary>Where something runs. An empty part is unknown, and equals another unknown one (as in ztunnel).</summary>
/// <param name="Region">The region.</param>
/// <param name="Zone">The zone within the region.</param>
/// <param name="Subzone">The subzone within the zone.</param>
public sealed record Locality(string Region, string Zone, string Subzone)
{
    /// <summary>Nothing is known.</summary>
    public static Locality Unknown { get; } = new("", "", "");

    /// <summary><c>region/zone/subzone</c> without its empty end.</summary>
    public override string ToString() => $"{Region}/{Zone}/{Subzone}".TrimEnd('/');
}

/// <summary>An address and the network that it means something in: addresses may overlap between networks.</summary>
/// <param name="Network">The network; empty for the unnamed one.</param>
/// <param name="Address">The address.</param>
public sealed record NetworkAddress(string Network, IPAddress Address)
{
    /// <summary><c>network/address</c>.</summary>
    public override string ToString() => $"{Network}/{Address}";
}

/// <summary>What an application speaks at a port, so far as its manifest says.</summary>
public enum AppProtocol
{
    /// <summary>Not said.</summary>
    Unknown,

    /// <summary>HTTP/1.1.</summary>
    Http11,

    /// <summary>HTTP/2.</summary>
    Http2,

    /// <summary>gRPC.</summary>
    Grpc,

    /// <summary>Bytes.</summary>
    Tcp,

    /// <summary>TLS of the application's own.</summary>
    Tls,
}

/// <summary>A port of a Service and where it leads.</summary>
/// <param name="ServicePort">The port at which the Service is called, 1 to 65535.</param>
/// <param name="TargetPort">The port of the workload, or 0 where each workload has its own (a named target port).</param>
/// <param name="AppProtocol">What is spoken there.</param>
public sealed record PortMapping(int ServicePort, int TargetPort, AppProtocol AppProtocol);

/// <summary>A workload's part in a Service.</summary>
/// <param name="Service">The Service's namespace and host name, as <see cref="MeshService.Key"/>.</param>
/// <param name="Ports">The Service's ports as this workload has them; one that it lacks is absent.</param>
public sealed record ServiceMembership(NamespacedName Service, ValueList<PortMapping> Ports);

/// <summary>Whose network a workload's addresses are.</summary>
public enum NetworkMode
{
    /// <summary>Its own: an address leads to it alone.</summary>
    Standard,

    /// <summary>Its Node's: an address leads to whatever listens there, so that it is found as an endpoint only.</summary>
    HostNetwork,
}

/// <summary>What is sent ahead of a connection that a workload takes at one port for all (a waypoint in a sandwich).</summary>
public enum ApplicationTunnelProtocol
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A PROXY protocol header of version 2 that says who called whom.</summary>
    Proxy,
}

/// <summary>How a workload takes connections that are meant for others.</summary>
/// <param name="Protocol">What is sent ahead.</param>
/// <param name="Port">The port at which it takes them, or 0 where it is the one that was called.</param>
public sealed record ApplicationTunnel(ApplicationTunnelProtocol Protocol, int Port);

/// <summary>
/// Something that takes or makes connections: a pod, an east-west gateway, or all pods of one service behind one
/// gateway of another network. The shape is <c>istio.workload.Workload</c>.
/// </summary>
public sealed record Workload
{
    /// <summary>The name of this workload among all of the mesh, <c>cluster//Pod/namespace/name</c> for a pod.</summary>
    public required string Uid { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Its own addresses in <see cref="Network"/>; none where it is reached through a gateway only.</summary>
    public ValueList<IPAddress> Addresses { get; init; }

    /// <summary>The network that it is in.</summary>
    public string Network { get; init; } = "";

    /// <summary>How it takes connections.</summary>
    public TunnelProtocol TunnelProtocol { get; init; }

    /// <summary>The trust domain of its identity.</summary>
    public string TrustDomain { get; init; } = WellKnown.DefaultTrustDomain;

    /// <summary>The service account of its identity; empty for a group of pods behind a gateway.</summary>
    public string ServiceAccount { get; init; } = "";

    /// <summary>A name by which it is found where it has no address; the caller's node proxy resolves it.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>Whose network its addresses are.</summary>
    public NetworkMode NetworkMode { get; init; }

    /// <summary>The way to it from other networks, where it has no address of its own.</summary>
    public GatewayAddress? NetworkGateway { get; init; }

    /// <summary>The waypoint of connections that call it by its own address.</summary>
    public GatewayAddress? Waypoint { get; init; }

    /// <summary>How it takes connections that are meant for others, if it does.</summary>
    public ApplicationTunnel? ApplicationTunnel { get; init; }

    /// <summary>Whether it speaks HBONE by itself, without a node proxy.</summary>
    public bool IsNativeTunnel { get; init; }

    /// <summary>The Node that it runs on.</summary>
    public string Node { get; init; } = "";

    /// <summary>The name by which telemetry knows the application.</summary>
    public string CanonicalName { get; init; } = "";

    /// <summary>The version of the application.</summary>
    public string CanonicalRevision { get; init; } = "";

    /// <summary>What made it.</summary>
    public WorkloadKind Kind { get; init; } = WorkloadKind.Pod;

    /// <summary>The name of what made it: a Deployment's name for its Pods.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The Services that it is an endpoint of, ordered by their keys.</summary>
    public ValueList<ServiceMembership> Services { get; init; }

    /// <summary>The authorization policies that select it by labels, ordered.</summary>
    public ValueList<NamespacedName> AuthorizationPolicies { get; init; }

    /// <summary>Whether it can take connections.</summary>
    public HealthStatus Status { get; init; }

    /// <summary>The cluster that it is in.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>Where it runs.</summary>
    public Locality Locality { get; init; } = Locality.Unknown;

    /// <summary>Its weight among endpoints: how many pods it stands for.</summary>
    public uint Capacity { get; init; } = 1;

    /// <summary>The identity that it proves, or nobody where it stands for several.</summary>
    public SpiffeId Identity =>
        ServiceAccount.Length == 0 ? default : new SpiffeId(TrustDomain, Namespace, ServiceAccount);

    /// <summary>Whether it is the gateway of a network, and no endpoint itself.</summary>
    public bool IsNetworkGateway => Uid.StartsWith(
        $"NetworkGateway/{Network}/{(Addresses.IsEmpty ? Hostname : Addresses[0])}/", StringComparison.Ordinal);

    /// <summary>Whether it is a pod (and not, for instance, what a WorkloadEntry describes).</summary>
    public bool IsPod => Uid.StartsWith(Cluster, StringComparison.Ordinal)
        && Uid.AsSpan(Cluster.Length).StartsWith("//Pod/", StringComparison.Ordinal);

    /// <summary>How people name it: <c>cluster/namespace/name</c>.</summary>
    public string Display => $"{Cluster}/{Namespace}/{Name}";

    /// <summary>This workload's part in a Service, or null.</summary>
    /// <param name="service">The Service's key.</param>
    public ServiceMembership? Membership(NamespacedName service)
    {
        foreach (var membership in Services.AsSpan())
        {
            if (membership.Service == service)
                return membership;
        }

        return null;
    }
}
