using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>A ServiceAccount (<c>v1</c>): what a workload's identity names.</summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
public sealed record ServiceAccountManifest(ObjectMeta Meta, SourceSpan Span) : Manifest(Meta, Span);
