using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>
/// A NetworkPolicy (<c>networking.k8s.io</c>), as far as ports go. The mesh does not enforce it: whoever does may keep
/// from pods what the mesh sends them, which is all that it is read for.
/// </summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="PodSelector">The Pods of its namespace that it is about.</param>
/// <param name="Ingress">What it lets in; null where it does not restrict that.</param>
/// <param name="Egress">What it lets out; null where it does not restrict that.</param>
public sealed record NetworkPolicyManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    SelectorManifest PodSelector,
    ValueList<NetworkPolicyRuleManifest>? Ingress,
    ValueList<NetworkPolicyRuleManifest>? Egress) : Manifest(Meta, Span);

/// <summary>Something that a NetworkPolicy lets through.</summary>
/// <param name="Ports">The ports; every one where none is written.</param>
/// <param name="Span">Where it begins.</param>
public sealed record NetworkPolicyRuleManifest(ValueList<NetworkPolicyPortManifest> Ports, SourceSpan Span);

/// <summary>A port, or a range of them, that a NetworkPolicy lets through.</summary>
/// <param name="Protocol">Its protocol; TCP where none is written.</param>
/// <param name="Port">The port, or the first of the range; every one where none is written.</param>
/// <param name="EndPort">The last of the range.</param>
public sealed record NetworkPolicyPortManifest(
    Located<TransportProtocol>? Protocol, Located<PortReference>? Port, Located<int>? EndPort)
{
    /// <summary>Whether a TCP port of this number is let through.</summary>
    /// <param name="port">The number.</param>
    public bool Covers(int port) => Protocol is null or { Value: TransportProtocol.Tcp } && Port?.Value switch
    {
        null => true,
        PortReference.Number number => port >= number.Port && port <= (EndPort?.Value ?? number.Port),
        _ => false,
    };
}
