using System.Net;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A Pod (<c>v1</c>).</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Spec">What runs in it, and where.</param>
/// <param name="Phase">How far it is, where written.</param>
/// <param name="PodIps">
/// Its addresses, at most one of each family: <c>status.podIPs</c>, or <c>status.podIP</c> alone.
/// </param>
/// <param name="IsReady">Its Ready condition, where written.</param>
/// <param name="HostIps">
/// Its Node's addresses, at most one of each family: <c>status.hostIPs</c>, or <c>status.hostIP</c> alone.
/// </param>
/// <param name="IsTerminating">Whether somebody has deleted it: <c>metadata.deletionTimestamp</c> is written.</param>
public sealed record PodManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    PodSpecManifest Spec,
    Located<PodPhase>? Phase,
    ValueList<Located<IPAddress>> PodIps,
    Located<bool>? IsReady,
    ValueList<Located<IPAddress>> HostIps,
    bool IsTerminating) : Manifest(Meta, Span);

/// <summary>What runs in a Pod; also the <c>spec</c> of a Pod template.</summary>
/// <param name="NodeName">The node that it runs on.</param>
/// <param name="ServiceAccountName">Its service account; <c>default</c> where none is written.</param>
/// <param name="HostNetwork">Whether it has its node's address, which others have too.</param>
/// <param name="Hostname">Its name within <paramref name="Subdomain"/>; its own name where none is written.</param>
/// <param name="Subdomain">The headless Service in whose domain it has a name.</param>
/// <param name="Containers">Its containers.</param>
public sealed record PodSpecManifest(
    Located<string>? NodeName,
    Located<string>? ServiceAccountName,
    bool HostNetwork,
    Located<string>? Hostname,
    Located<string>? Subdomain,
    ValueList<ContainerManifest> Containers);

/// <summary>A container of a Pod.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ports">The ports that it says it listens on.</param>
public sealed record ContainerManifest(Located<string> Name, ValueList<ContainerPortManifest> Ports);

/// <summary>A port of a container.</summary>
/// <param name="Name">The name that a Service's target port may use.</param>
/// <param name="Port">Its number.</param>
/// <param name="Protocol">Its protocol.</param>
public sealed record ContainerPortManifest(
    Located<string>? Name,
    Located<int> Port,
    Located<TransportProtocol>? Protocol);

/// <summary>How far a Pod is.</summary>
public enum PodPhase
{
    /// <summary>Not all of its containers have started.</summary>
    Pending,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It has ended well.</summary>
    Succeeded,

    /// <summary>It has ended badly.</summary>
    Failed,

    /// <summary>Its node does not answer.</summary>
    Unknown,
}
