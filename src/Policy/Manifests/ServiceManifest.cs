using System.Net;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A Service (<c>v1</c>).</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Type">Its type, where written; ClusterIP otherwise.</param>
/// <param name="IsHeadless">Whether <c>clusterIP: None</c> is written.</param>
/// <param name="ClusterIps">
/// The addresses that are written, at most one of each family: <c>clusterIPs</c>, or <c>clusterIP</c> alone.
/// </param>
/// <param name="Ports">Its ports.</param>
/// <param name="Selector">The labels of its Pods; null where none is written: somebody else lists its endpoints.</param>
/// <param name="TrafficDistribution">
/// <c>spec.trafficDistribution</c> as written: a value that is not known has no effect, so it is kept as text.
/// </param>
/// <param name="InternalTrafficPolicy">Which endpoints traffic from inside the cluster reaches.</param>
/// <param name="PublishNotReadyAddresses">Whether endpoints that are not ready count as well.</param>
/// <param name="SessionAffinity">Whether a client stays with its endpoint.</param>
/// <param name="ExternalName">The name that an ExternalName Service stands for.</param>
/// <param name="IpFamilies">The families of its addresses, in order of preference.</param>
/// <param name="IpFamilyPolicy">How many families it is to have; one where none is written.</param>
public sealed record ServiceManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    Located<ServiceType>? Type,
    bool IsHeadless,
    ValueList<Located<IPAddress>> ClusterIps,
    ValueList<ServicePortManifest> Ports,
    LocatedMap? Selector,
    Located<string>? TrafficDistribution,
    Located<InternalTrafficPolicy>? InternalTrafficPolicy,
    Located<bool>? PublishNotReadyAddresses,
    Located<SessionAffinity>? SessionAffinity,
    Located<string>? ExternalName,
    ValueList<Located<IpFamily>> IpFamilies,
    Located<IpFamilyPolicy>? IpFamilyPolicy) : Manifest(Meta, Span);

/// <summary>A port of a Service.</summary>
/// <param name="Name">Its name; required where the Service has several ports.</param>
/// <param name="Port">The number that clients use.</param>
/// <param name="TargetPort">The Pods' port; the same number where none is written.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="AppProtocol">What is spoken on it, such as <c>tcp</c> or <c>http</c>.</param>
public sealed record ServicePortManifest(
    Located<string>? Name,
    Located<int> Port,
    Located<PortReference>? TargetPort,
    Located<TransportProtocol>? Protocol,
    Located<string>? AppProtocol);

/// <summary>A port by its number or by the name that a container gives it (Kubernetes' IntOrString).</summary>
public abstract record PortReference
{
    private PortReference()
    {
    }

    /// <summary>A port by its number.</summary>
    /// <param name="Port">The number, 1 to 65535.</param>
    public sealed record Number(int Port) : PortReference;

    /// <summary>A port by its name.</summary>
    /// <param name="Name">The name, as in a container's <c>ports</c>.</param>
    public sealed record Named(string Name) : PortReference;
}

/// <summary>How a Service is reached.</summary>
public enum ServiceType
{
    /// <summary>By an address inside the cluster.</summary>
    ClusterIp,

    /// <summary>By a port of every node as well.</summary>
    NodePort,

    /// <summary>By a load balancer as well.</summary>
    LoadBalancer,

    /// <summary>Not at all: it is an alias in DNS.</summary>
    ExternalName,
}

/// <summary>Which endpoints traffic from inside the cluster reaches.</summary>
public enum InternalTrafficPolicy
{
    /// <summary>Any.</summary>
    Cluster,

    /// <summary>Those on the client's node.</summary>
    Local,
}

/// <summary>Whether a client stays with its endpoint.</summary>
public enum SessionAffinity
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It does, by its address.</summary>
    ClientIp,
}

/// <summary>A family of addresses.</summary>
public enum IpFamily
{
    /// <summary><c>IPv4</c>.</summary>
    IPv4,

    /// <summary><c>IPv6</c>.</summary>
    IPv6,
}

/// <summary>How many families of addresses a Service is to have.</summary>
public enum IpFamilyPolicy
{
    /// <summary>One.</summary>
    SingleStack,

    /// <summary>Both where the cluster has both.</summary>
    PreferDualStack,

    /// <summary>Both.</summary>
    RequireDualStack,
}
