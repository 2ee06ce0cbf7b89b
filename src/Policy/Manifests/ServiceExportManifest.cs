using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>
/// A ServiceExport (<c>multicluster.x-k8s.io</c>): the Service of its name is offered to the other clusters.
/// </summary>
/// <param name="Meta">Its metadata.</param>
/// <param name="Span">Where it begins.</param>
public sealed record ServiceExportManifest(ObjectMeta Meta, SourceSpan Span) : Manifest(Meta, Span);
