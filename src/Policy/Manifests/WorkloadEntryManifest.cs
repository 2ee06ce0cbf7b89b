using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A WorkloadEntry (<c>networking.istio.io</c>): a workload that is no Pod, such as a virtual machine.</summary>
/// <param name="Meta">Its metadata. Its labels count with those of <paramref name="Spec"/>, and before them.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Spec">What it is.</param>
public sealed record WorkloadEntryManifest(ObjectMeta Meta, SourceSpan Span, WorkloadEntrySpecManifest Spec)
    : Manifest(Meta, Span);

/// <summary>What a WorkloadEntry is; also an endpoint that a ServiceEntry lists.</summary>
/// <param name="Address">
/// Its IP address or its name in DNS; null only where <paramref name="Network"/> is written: it is reached through that
/// network's gateway.
/// </param>
/// <param name="Ports">Its ports, by the names that the service's have.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Network">The network that it is in; its cluster's where none is written.</param>
/// <param name="Locality">Where it runs, as <c>region/zone/subzone</c>, the end left out where it is not known.</param>
/// <param name="Weight">Its share among endpoints; 1 where none or 0 is written.</param>
/// <param name="ServiceAccount">The service account of its identity, in its own namespace.</param>
public sealed record WorkloadEntrySpecManifest(
    Located<string>? Address,
    ValueList<NamedPortManifest> Ports,
    LocatedMap Labels,
    Located<string>? Network,
    Located<string>? Locality,
    Located<int>? Weight,
    Located<string>? ServiceAccount);

/// <summary>A port that has a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Port">The port.</param>
public sealed record NamedPortManifest(string Name, Located<int> Port);
