using System.Net;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A Node (<c>v1</c>). Its labels name its region and zone.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="PodCidrs">
/// The ranges of its Pods' addresses, at most one of each family: <c>spec.podCIDRs</c>, or <c>spec.podCIDR</c> alone.
/// </param>
/// <param name="InternalIps">Its own addresses inside the cluster: those of <c>status.addresses</c> of type InternalIP.</param>
public sealed record NodeManifest(
    ObjectMeta Meta, SourceSpan Span, ValueList<Located<IPNetwork>> PodCidrs, ValueList<Located<IPAddress>> InternalIps)
    : Manifest(Meta, Span);
