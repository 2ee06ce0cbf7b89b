using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// The manifests of one cluster, each name once, in namespaces that exist, ordered by namespace and name:
/// from here on neither files nor their order matter.
/// </summary>
internal sealed class ClusterObjects
{
    private readonly Dictionary<Type, List<Manifest>> _byKind;
    private readonly Dictionary<string, LabelSet> _namespaceLabels;

    private ClusterObjects(
        Dictionary<Type, List<Manifest>> byKind, ImmutableSortedDictionary<string, NamespaceManifest?> namespaces)
    {
        _byKind = byKind;
        Namespaces = namespaces;
        _namespaceLabels = namespaces.ToDictionary(
            ns => ns.Key,
            ns => (ns.Value?.Meta.Labels.ToLabelSet() ?? LabelSet.Empty).With(NamespaceFacts.NameLabel, ns.Key));
    }

    /// <summary>The namespaces by name, with their manifests where they are written.</summary>
    public ImmutableSortedDictionary<string, NamespaceManifest?> Namespaces { get; }

    /// <summary>The objects of one kind, ordered by namespace and name.</summary>
    public ImmutableArray<T> Of<T>()
        where T : Manifest =>
        _byKind.TryGetValue(typeof(T), out var manifests) ? [.. manifests.Cast<T>()] : [];

    /// <summary>Every object, by kind, namespace and name.</summary>
    public IEnumerable<Manifest> All =>
        _byKind.OrderBy(kind => kind.Key.Name, StringComparer.Ordinal).SelectMany(kind => kind.Value);

    /// <summary>The object of a kind and a name, or null.</summary>
    public T? Find<T>(NamespacedName name)
        where T : Manifest
    {
        var manifests = CollectionsMarshal.AsSpan(_byKind.GetValueOrDefault(typeof(T)));
        var (place, isThere) = OrderedSearch.Place<Manifest, NamespacedName>(
            manifests, 0, name, NameOf, Comparer<NamespacedName>.Default);
        return isThere ? (T)manifests[place] : null;
    }

    /// <summary>The labels of a namespace that exists, <c>kubernetes.io/metadata.name</c> among them.</summary>
    public LabelSet LabelsOf(string ns) => _namespaceLabels[ns];

    /// <summary>Takes every manifest that is valid among the others; the rest is reported.</summary>
    /// <param name="manifests">The manifests, in any order.</param>
    /// <param name="systemNamespace">The control plane's namespace, which exists whether or not it is written.</param>
    /// <param name="bag">Where findings go.</param>
    public static ClusterObjects Create(IEnumerable<Manifest> manifests, string systemNamespace, DiagnosticBag bag)
    {
        var byKind = manifests
            .GroupBy(manifest => manifest.GetType())
            .ToDictionary(kind => kind.Key, kind => Unique([.. kind], bag));
        var namespaces = byKind.GetValueOrDefault(typeof(NamespaceManifest), [])
            .Cast<NamespaceManifest>()
            .Where(manifest => HasItsOwnName(manifest, bag))
            .ToDictionary(manifest => manifest.Meta.Name.Value, NamespaceManifest? (manifest) => manifest);
        foreach (var implied in (ReadOnlySpan<string>)["default", "kube-system", WellKnown.SystemNamespace, systemNamespace])
            namespaces.TryAdd(implied, null);
        foreach (var kind in byKind.Values)
            kind.RemoveAll(manifest => !IsInNamespace(manifest, namespaces, bag));
        return new ClusterObjects(byKind, namespaces.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }

    /// <summary>The name of an object.</summary>
    public static NamespacedName NameOf(Manifest manifest) => new(manifest.Meta.Namespace.Value, manifest.Meta.Name.Value);

    /// <summary>How people name an object: <c>Service `shop/cart`</c>.</summary>
    public static string Describe(Manifest manifest) => $"{KindName(manifest)} `{Display(manifest)}`";

    /// <summary>The manifests of one kind, ordered, of each name the first.</summary>
    private static List<Manifest> Unique(List<Manifest> manifests, DiagnosticBag bag)
    {
        manifests.Sort(Compare);
        var unique = new List<Manifest>(manifests.Count);
        foreach (var manifest in manifests)
        {
            if (unique.Count == 0 || NameOf(unique[^1]) != NameOf(manifest))
                unique.Add(manifest);
            else
                ReportTwice(unique[^1], manifest, bag);
        }

        return unique;
    }

    private static int Compare(Manifest left, Manifest right)
    {
        var byName = NameOf(left).CompareTo(NameOf(right));
        if (byName != 0)
            return byName;
        var byFile = string.CompareOrdinal(left.Span.File, right.Span.File);
        return byFile != 0 ? byFile : left.Span.Offset.CompareTo(right.Span.Offset);
    }

    private static void ReportTwice(Manifest first, Manifest second, DiagnosticBag bag) => bag.Error(
        CompilationCodes.DuplicateObject,
        second.Meta.Name.Span,
        $"{Describe(second)} is defined twice, first at {first.Meta.Name.Span}",
        "remove one of the two");

    private static bool HasItsOwnName(NamespaceManifest manifest, DiagnosticBag bag)
    {
        const string label = NamespaceFacts.NameLabel;
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
        Manifest manifest, Dictionary<string, NamespaceManifest?> namespaces, DiagnosticBag bag)
    {
        if (manifest is NamespaceManifest)
            return namespaces.GetValueOrDefault(manifest.Meta.Name.Value) == manifest;
        if (manifest is NodeManifest || namespaces.ContainsKey(manifest.Meta.Namespace.Value))
            return true;
        bag.Warning(
            CompilationCodes.UnknownNamespace,
            manifest.Meta.Namespace.Span,
            $"{KindName(manifest)} `{NameOf(manifest)}` is in namespace `{manifest.Meta.Namespace.Value}`, which nobody "
            + "defines, and is left out",
            $"add a Namespace `{manifest.Meta.Namespace.Value}`, or correct `metadata.namespace`");
        return false;
    }

    /// <summary>The kind of an object.</summary>
    public static string KindName(Manifest manifest) =>
        manifest.GetType().Name.Replace("Manifest", "", StringComparison.Ordinal);

    private static string Display(Manifest manifest) =>
        NameOf(manifest) is { Namespace: "" } global ? global.Name : NameOf(manifest).ToString();
}
