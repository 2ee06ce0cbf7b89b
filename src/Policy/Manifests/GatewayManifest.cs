using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>
/// A Gateway (<c>gateway.networking.k8s.io</c>). Its class says what it is: an east-west gateway (<c>istio-east-west</c>),
/// a pointer to one of another network (<c>istio-remote</c>), a waypoint (<c>istio-waypoint</c>).
/// </summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="GatewayClassName">Its class.</param>
/// <param name="Addresses">The addresses that it asks for.</param>
/// <param name="StatusAddresses">The addresses that it has.</param>
/// <param name="Listeners">What it listens to.</param>
public sealed record GatewayManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    Located<string> GatewayClassName,
    ValueList<GatewayAddressManifest> Addresses,
    ValueList<GatewayAddressManifest> StatusAddresses,
    ValueList<GatewayListenerManifest> Listeners) : Manifest(Meta, Span);

/// <summary>An address of a gateway.</summary>
/// <param name="Type">What the value is: <c>IPAddress</c> (also where none is written), <c>Hostname</c>, or another.</param>
/// <param name="Value">The address; an IP address or a host name where the type says so.</param>
public sealed record GatewayAddressManifest(string Type, Located<string> Value)
{
    /// <summary>The type of an IP address.</summary>
    public const string IpAddress = "IPAddress";

    /// <summary>The type of a name in DNS.</summary>
    public const string Hostname = "Hostname";
}

/// <summary>A listener of a gateway.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Port">Its port.</param>
/// <param name="Protocol">Its protocol; the Gateway API leaves the set open, and Istio adds <c>HBONE</c>.</param>
/// <param name="TlsMode">What becomes of TLS at the gateway.</param>
/// <param name="AllowedRoutes">Who may use it: at a waypoint, the namespaces of Services and workloads.</param>
public sealed record GatewayListenerManifest(
    Located<string> Name,
    Located<int> Port,
    Located<string> Protocol,
    Located<GatewayTlsMode>? TlsMode,
    AllowedRoutesManifest? AllowedRoutes);

/// <summary>The namespaces that may use a listener.</summary>
/// <param name="From">Which they are; the Gateway's own where none is written.</param>
/// <param name="Selector">Their labels, where <paramref name="From"/> asks for them.</param>
public sealed record AllowedRoutesManifest(Located<FromNamespaces>? From, SelectorManifest? Selector);

/// <summary>Which namespaces may use a listener.</summary>
public enum FromNamespaces
{
    /// <summary>The Gateway's own.</summary>
    Same,

    /// <summary>Every one.</summary>
    All,

    /// <summary>Those whose labels are selected.</summary>
    Selector,

    /// <summary>None.</summary>
    None,
}

/// <summary>What becomes of TLS at a gateway.</summary>
public enum GatewayTlsMode
{
    /// <summary>It ends there.</summary>
    Terminate,

    /// <summary>It goes through.</summary>
    Passthrough,
}
