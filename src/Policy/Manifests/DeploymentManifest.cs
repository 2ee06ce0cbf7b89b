using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A Deployment (<c>apps/v1</c>).</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
/// <param name="Replicas">How many Pods there are to be; 1 where none is written.</param>
/// <param name="Selector">Which Pods are its own; it selects the template's labels.</param>
/// <param name="Template">What its Pods are made of.</param>
public sealed record DeploymentManifest(
    ObjectMeta Meta,
    SourceSpan Span,
    Located<int>? Replicas,
    SelectorManifest Selector,
    PodTemplateManifest Template) : Manifest(Meta, Span);

/// <summary>What a Deployment's Pods are made of.</summary>
/// <param name="Labels">The labels that each Pod gets.</param>
/// <param name="Annotations">The annotations that each Pod gets.</param>
/// <param name="Spec">What runs in each.</param>
public sealed record PodTemplateManifest(LocatedMap Labels, LocatedMap Annotations, PodSpecManifest Spec);
