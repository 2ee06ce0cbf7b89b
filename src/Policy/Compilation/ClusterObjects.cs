using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// The manifests of one cluster, each name once, in namespaces that exist, ordered by namespace and name:
/// from here on neither files nor their order matter.
/// </summary>
internal sealed class ClusterObjects
{
    private static readonly string[] ImpliedNamespaces = ["default", "kube-system", WellKnown.SystemNamespace];

    private readonly ImmutableArray<Manifest> _manifests;

    private ClusterObjects(ImmutableArray<Manifest> manifests, ImmutableSortedDictionary<string, NamespaceManifest?> namespaces)
    {
        _manifests = manifests;
        Namespaces = namespaces;
    }

    /// <summary>The namespaces by name, with their manifests where they are written.</summary>
    public ImmutableSortedDictionary<string, NamespaceManifest?> Namespaces { get; }

    /// <summary>The objects of one kind.</summary>
    public ImmutableArray<T> Of<T>()
        where T : Manifest =>
        [.. _manifests.OfType<T>()];

    /// <summary>Takes every manifest that is valid among the others; the rest is reported.</summary>
    public static ClusterObjects Create(IEnumerable<Manifest> manifests, DiagnosticBag bag)
    {
        var unique = Unique(manifests, bag);
        var namespaces = unique.OfType<NamespaceManifest>()
            .Where(manifest => HasItsOwnName(manifest, bag))
            .ToDictionary(manifest => manifest.Meta.Name.Value, NamespaceManifest? (manifest) => manifest);
        foreach (var implied in ImpliedNamespaces)
            namespaces.TryAdd(implied, null);
        var sorted = namespaces.ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new ClusterObjects([.. unique.Where(manifest => IsInNamespace(manifest, sorted, bag))], sorted);
    }

    private static ImmutableArray<Manifest> Unique(IEnumerable<Manifest> manifests, DiagnosticBag bag)
    {
        var ordered = manifests
            .OrderBy(KindName, StringComparer.Ordinal)
            .ThenBy(Name)
            .ThenBy(manifest => manifest.Span.File, StringComparer.Ordinal)
            .ThenBy(manifest => manifest.Span.Line);
        var unique = ImmutableArray.CreateBuilder<Manifest>();
        foreach (var manifest in ordered)
        {
            if (unique.Count > 0 && KindName(unique[^1]) == KindName(manifest) && Name(unique[^1]) == Name(manifest))
            {
                bag.Error(
                    CompilationCodes.DuplicateObject,
                    manifest.Meta.Name.Span,
                    $"{KindName(manifest)} `{Display(manifest)}` is defined twice, first at {unique[^1].Meta.Name.Span}",
                    "remove one of the two");
                continue;
            }

            unique.Add(manifest);
        }

        return unique.ToImmutable();
    }

    private static bool HasItsOwnName(NamespaceManifest manifest, DiagnosticBag bag)
    {
        const string label = "kubernetes.io/metadata.name";
        if (!manifest.Meta.Labels.TryGet(label, out var entry) || entry.Value == manifest.Meta.Name.Value)
            return true;
        bag.Error(
            CompilationCodes.ContradictingNamespaceName,
            entry.Span,
            $"namespace `{manifest.Meta.Name.Value}` has `{label}: {entry.Value}`",
            "an API server sets this label to the namespace's name; remove it");
        return false;
    }

    private static bool IsInNamespace(
        Manifest manifest, ImmutableSortedDictionary<string, NamespaceManifest?> namespaces, DiagnosticBag bag)
    {
        if (manifest is NamespaceManifest)
            return namespaces.GetValueOrDefault(manifest.Meta.Name.Value) == manifest;
        if (manifest is NodeManifest || namespaces.ContainsKey(manifest.Meta.Namespace.Value))
            return true;
        bag.Warning(
            CompilationCodes.UnknownNamespace,
            manifest.Meta.Namespace.Span,
            $"{KindName(manifest)} `{Name(manifest)}` is in namespace `{manifest.Meta.Namespace.Value}`, which nobody "
            + "defines, and is left out",
            $"add a Namespace `{manifest.Meta.Namespace.Value}`, or correct `metadata.namespace`");
        return false;
    }

    private static string KindName(Manifest manifest) =>
        manifest.GetType().Name.Replace("Manifest", "", StringComparison.Ordinal);

    private static string Display(Manifest manifest) =>
        Name(manifest) is { Namespace: "" } global ? global.Name : Name(manifest).ToString();

    private static NamespacedName Name(Manifest manifest) =>
        new(manifest is NamespaceManifest or NodeManifest ? "" : manifest.Meta.Namespace.Value, manifest.Meta.Name.Value);
}
