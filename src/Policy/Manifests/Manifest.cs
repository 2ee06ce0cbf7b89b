using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>
/// A Kubernetes object as somebody wrote it: every field that is here is valid by itself, nothing is defaulted
/// except the namespace, and no reference is resolved. The kinds are the sealed records of this folder.
/// </summary>
public abstract record Manifest
{
    private protected Manifest(ObjectMeta meta, SourceSpan span)
    {
        Meta = meta;
        Span = span;
    }

    /// <summary>Its <c>metadata</c>.</summary>
    public ObjectMeta Meta { get; init; }

    /// <summary>Where the object begins.</summary>
    public SourceSpan Span { get; init; }
}
