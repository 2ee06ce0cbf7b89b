using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>What a file holds.</summary>
/// <param name="Manifests">The objects without an error, in the order of the file.</param>
/// <param name="Diagnostics">All findings, in the order of the file.</param>
/// <param name="Ignored">The kinds that the mesh does not use, in ordinal order.</param>
/// <param name="Rejected">
/// The objects with an error, as far as they say what they are: whoever compiles the mesh can keep what a broken
/// policy protects closed.
/// </param>
public sealed record ManifestRead(
    ValueList<Manifest> Manifests,
    ValueList<Diagnostic> Diagnostics,
    ValueList<IgnoredKind> Ignored,
    ValueList<RejectedManifest> Rejected);

/// <summary>A kind that the mesh does not use.</summary>
/// <param name="Group">Its API group; empty for the core.</param>
/// <param name="Version">Its version.</param>
/// <param name="Kind">Its name.</param>
/// <param name="Count">How many objects of it there are.</param>
public sealed record IgnoredKind(string Group, string Version, string Kind, int Count)
{
    /// <summary>Its <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";
}

/// <summary>An object that has an error.</summary>
/// <param name="Kind">Its kind, one of those that the mesh uses.</param>
/// <param name="Namespace">Its namespace; null where that cannot be read, or its kind has none.</param>
/// <param name="Name">Its name; null where that cannot be read.</param>
/// <param name="Span">Where it begins.</param>
public sealed record RejectedManifest(string Kind, string? Namespace, string? Name, SourceSpan Span);
