using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A Namespace (<c>v1</c>). That of Istio carries the cluster's network as a label.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
public sealed record NamespaceManifest(ObjectMeta Meta, SourceSpan Span) : Manifest(Meta, Span);
