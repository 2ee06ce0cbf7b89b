using System.Net;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A ServiceEntry (<c>networking.istio.io</c>): a service that is no Kubernetes Service.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Hosts">Its host names, at least one; one may begin with <c>*</c>.</param>
/// <param name="Addresses">Its virtual addresses, each an address or a range, as ranges; hosts have them all.</param>
/// <param name="Ports">Its ports.</param>
/// <param name="Location">Whether it is a part of the mesh; <c>MESH_EXTERNAL</c> where none is written.</param>
/// <param name="Resolution">How its endpoints are found; <c>NONE</c> where none is written.</param>
/// <param name="Endpoints">Its endpoints, where they are listed.</param>
/// <param name="WorkloadSelector">The labels of its Pods and WorkloadEntries, where they are selected.</param>
/// <param name="ExportTo">The namespaces that know it: <c>*</c>, <c>.</c>, <c>~</c> or names; all where none is written.</param>
/// <param name="SubjectAltNames">The identities that its endpoints may prove.</param>
/// <param name="Assigned">The addresses that a controller gave its hosts: <c>status.addresses</c>.</param>
public sealed record ServiceEntryManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    ValueList<Located<string>> Hosts,
    ValueList<Located<IPNetwork>> Addresses,
    ValueList<ServiceEntryPortManifest> Ports,
    Located<ServiceLocation>? Location,
    Located<ServiceResolution>? Resolution,
    ValueList<WorkloadEntrySpecManifest> Endpoints,
    LocatedMap? WorkloadSelector,
    ValueList<Located<string>> ExportTo,
    ValueList<Located<string>> SubjectAltNames,
    ValueList<AssignedAddressManifest> Assigned) : Manifest(Meta, Span);

/// <summary>A port of a ServiceEntry.</summary>
/// <param name="Number">The number that clients use.</param>
/// <param name="Name">Its name, by which endpoints may have a port of their own.</param>
/// <param name="Protocol">What is spoken on it, in lower case, one of the words that Istio knows.</param>
/// <param name="TargetPort">The endpoints' port; the same number where none is written.</param>
public sealed record ServiceEntryPortManifest(
    Located<int> Number, Located<string> Name, Located<string>? Protocol, Located<int>? TargetPort);

/// <summary>An address that a controller gave a host of a ServiceEntry.</summary>
/// <param name="Host">The host.</param>
/// <param name="Address">The address.</param>
public sealed record AssignedAddressManifest(string Host, Located<IPAddress> Address);

/// <summary>Whether a service is a part of the mesh.</summary>
public enum ServiceLocation
{
    /// <summary><c>MESH_EXTERNAL</c>: it is not.</summary>
    MeshExternal,

    /// <summary><c>MESH_INTERNAL</c>: it is.</summary>
    MeshInternal,
}

/// <summary>How the endpoints of a ServiceEntry are found.</summary>
public enum ServiceResolution
{
    /// <summary><c>NONE</c>: the address that was called is the endpoint.</summary>
    None,

    /// <summary><c>STATIC</c>: they are the addresses that are listed or selected.</summary>
    Static,

    /// <summary><c>DNS</c>: their names are resolved.</summary>
    Dns,

    /// <summary><c>DNS_ROUND_ROBIN</c>: as <c>DNS</c>, one address at a time.</summary>
    DnsRoundRobin,

    /// <summary><c>DYNAMIC_DNS</c>: the name that was called is resolved, by a waypoint.</summary>
    DynamicDns,
}
