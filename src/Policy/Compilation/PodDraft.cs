using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>A pod before Services and policies are known: as written, or as a Deployment's controller would make it.</summary>
/// <param name="Name">Its name and namespace.</param>
/// <param name="Written">Its labels as they are written.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Annotations">Its annotations.</param>
/// <param name="Spec">What runs in it.</param>
/// <param name="Kind">What made it.</param>
/// <param name="Owner">The name of what made it.</param>
/// <param name="Node">Where it runs.</param>
/// <param name="Addresses">Its addresses.</param>
/// <param name="IsReady">Whether it can take connections.</param>
/// <param name="Span">Where it is written.</param>
internal sealed record PodDraft(
    NamespacedName Name,
    LocatedMap Written,
    LabelSet Labels,
    LocatedMap Annotations,
    PodSpecManifest Spec,
    WorkloadKind Kind,
    string Owner,
    Node Node,
    ValueList<IPAddress> Addresses,
    bool IsReady,
    SourceSpan Span)
{
    /// <summary>The service account that it runs as.</summary>
    public string ServiceAccount => Spec.ServiceAccountName?.Value ?? "default";
}
