using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>
/// A Gateway (<c>gateway.networking.k8s.io</c>); an east-west gateway by its class <c>istio-east-west</c>.
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
/// <param name="Value">The address; an IP address where the type says so.</param>
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
public sealed record GatewayListenerManifest(
    Located<string> Name,
    Located<int> Port,
    Located<string> Protocol,
    Located<GatewayTlsMode>? TlsMode);

/// <summary>What becomes of TLS at a gateway.</summary>
public enum GatewayTlsMode
{
    /// <summary>It ends there.</summary>
    Terminate,

    /// <summary>It goes through.</summary>
    Passthrough,
}
