using System.Net;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>An EndpointSlice (<c>discovery.k8s.io/v1</c>).</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="ServiceName">The Service that it belongs to: its label <c>kubernetes.io/service-name</c>.</param>
/// <param name="AddressType">What its addresses are.</param>
/// <param name="Endpoints">Its endpoints.</param>
/// <param name="Ports">The ports that every endpoint has.</param>
public sealed record EndpointSliceManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    Located<string>? ServiceName,
    EndpointAddressType AddressType,
    ValueList<EndpointManifest> Endpoints,
    ValueList<EndpointPortManifest> Ports) : Manifest(Meta, Span);

/// <summary>An endpoint of a slice.</summary>
/// <param name="Addresses">Its addresses, which all lead to the same place; none where they are names.</param>
/// <param name="IsReady">Whether it takes traffic; null, which counts as yes, where none is written.</param>
/// <param name="IsServing">
/// Whether it answers, even while it ends; as <paramref name="IsReady"/> where none is written.
/// </param>
/// <param name="IsTerminating">Whether it is about to end; null, which counts as no, where none is written.</param>
/// <param name="NodeName">The node that it is on.</param>
/// <param name="Zone">The zone that it is in.</param>
/// <param name="TargetRef">The object behind it.</param>
public sealed record EndpointManifest(
    ValueList<Located<IPAddress>> Addresses,
    bool? IsReady,
    bool? IsServing,
    bool? IsTerminating,
    Located<string>? NodeName,
    Located<string>? Zone,
    Located<TargetRefManifest>? TargetRef);

/// <summary>The object behind an endpoint.</summary>
/// <param name="Kind">Its kind, such as <c>Pod</c>.</param>
/// <param name="Namespace">Its namespace, where written.</param>
/// <param name="Name">Its name.</param>
public sealed record TargetRefManifest(string? Kind, string? Namespace, string? Name);

/// <summary>A port of a slice's endpoints.</summary>
/// <param name="Name">The Service port's name; empty where that has none.</param>
/// <param name="Port">The number; null means every port, in Kubernetes' words.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="AppProtocol">What is spoken on it.</param>
public sealed record EndpointPortManifest(
    string Name,
    Located<int>? Port,
    Located<TransportProtocol>? Protocol,
    Located<string>? AppProtocol);

/// <summary>What the addresses of a slice are.</summary>
public enum EndpointAddressType
{
    /// <summary>IPv4 addresses.</summary>
    IPv4,

    /// <summary>IPv6 addresses.</summary>
    IPv6,

    /// <summary>Names, which the mesh does not use.</summary>
    Fqdn,
}
