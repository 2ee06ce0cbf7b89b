using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The manifests of a cluster after amendments. What an amendment does not find is an error.</summary>
internal static class AmendedManifests
{
    private static readonly ImmutableArray<string> ImpliedNamespaces = ["default", "kube-system", WellKnown.SystemNamespace];

    /// <summary>Amends manifests.</summary>
    /// <param name="manifests">The manifests.</param>
    /// <param name="amendments">What is done, one after the other.</param>
    /// <param name="read">What a text holds.</param>
    /// <param name="bag">Where findings go.</param>
    public static ClusterManifests Of(
        ClusterManifests manifests, ValueList<Amendment> amendments, Func<SourceText, ManifestRead> read, DiagnosticBag bag)
    {
        foreach (var amendment in amendments)
            manifests = amendment is Amendment.Applied applied ? Applied(manifests, applied.Text, read(applied.Text), bag) : With(manifests, amendment, bag);
        return manifests;
    }

    private static ClusterManifests Applied(ClusterManifests manifests, SourceText text, ManifestRead read, DiagnosticBag bag)
    {
        bag.AddRange(read.Diagnostics);
        foreach (var kind in read.Ignored)
        {
            bag.Note(
                CompilationCodes.IgnoredKind,
                SourceSpan.OfFile(text.File),
                $"these kinds are not read: {kind.ApiVersion}/{kind.Kind} ({kind.Count})");
        }

        var replaced = read.Manifests.Select(KeyOf).ToHashSet();
        return manifests with
        {
            Readable = [.. manifests.Readable.Where(manifest => !replaced.Contains(KeyOf(manifest))), .. read.Manifests],
            Unreadable =
            [
                .. manifests.Unreadable.Where(rejected => !replaced.Contains((rejected.Kind, rejected.Namespace ?? "", rejected.Name ?? ""))),
                .. AuthorizationPlan.Unreadable(text, read),
            ],
        };
    }

    private static ClusterManifests With(ClusterManifests manifests, Amendment amendment, DiagnosticBag bag)
    {
        switch (amendment)
        {
            case Amendment.Labelled { Service: { } service } label:
                return Replace(manifests, amendment, "Service", new NamespacedName(label.Namespace, service), one => Label(one, label), bag);
            case Amendment.Labelled label:
                return Replace(WithImplied(manifests, label.Namespace), amendment, "Namespace", new NamespacedName("", label.Namespace), one => Label(one, label), bag);
            case Amendment.Deleted deleted:
                return Replace(manifests, amendment, deleted.Kind, deleted.Name, _ => null, bag);
            case Amendment.Scaled scaled:
                var replicas = new Located<int>(scaled.Replicas, SourceSpan.OfFile(scaled.Written));
                return Replace(manifests, amendment, "Deployment", scaled.Deployment, one => ((DeploymentManifest)one) with { Replicas = replicas }, bag);
            case Amendment.GatewayDown down:
                return GatewaysDown(manifests, down, bag);
            default:
                return manifests;
        }
    }

    private static ClusterManifests Replace(
        ClusterManifests manifests, Amendment amendment, string kind, NamespacedName name, Func<Manifest, Manifest?> change, DiagnosticBag bag)
    {
        var key = (kind, name.Namespace, name.Name);
        if (!manifests.Readable.Any(manifest => KeyOf(manifest) == key))
        {
            ReportMissing(manifests, amendment, kind, name, bag);
            return manifests;
        }

        return manifests with
        {
            Readable = [.. manifests.Readable.Select(manifest => KeyOf(manifest) == key ? change(manifest) : manifest).OfType<Manifest>()],
        };
    }

    private static ClusterManifests GatewaysDown(ClusterManifests manifests, Amendment.GatewayDown down, DiagnosticBag bag)
    {
        bool IsMeant(Manifest manifest) =>
            manifest is GatewayManifest { GatewayClassName.Value: WellKnown.EastWestGatewayClass }
            && (down.Gateway is not { } name || ClusterObjects.NameOf(manifest) == name);
        if (manifests.Readable.Any(IsMeant))
            return manifests with { Readable = manifests.Readable.RemoveAll(IsMeant) };
        var known = manifests.Readable
            .Where(manifest => manifest is GatewayManifest { GatewayClassName.Value: WellKnown.EastWestGatewayClass })
            .Select(manifest => ClusterObjects.NameOf(manifest).ToString());
        Report(down, manifests.Id, $"east-west gateway{(down.Gateway is { } one ? $" `{one}`" : "")}", [.. known.Order(StringComparer.Ordinal)], bag);
        return manifests;
    }

    private static Manifest Label(Manifest manifest, Amendment.Labelled label)
    {
        var others = manifest.Meta.Labels.Entries.Where(entry => entry.Key != label.Key);
        if (label.Value is { } value)
            others = others.Append(new LocatedEntry(label.Key, value, SourceSpan.OfFile(label.Written)));
        return manifest with { Meta = manifest.Meta with { Labels = new LocatedMap(others) } };
    }

    /// <summary>Some namespaces exist whether or not they are written.</summary>
    private static ClusterManifests WithImplied(ClusterManifests manifests, string ns)
    {
        if (!ImpliedNamespaces.Contains(ns) || manifests.Readable.Any(manifest => KeyOf(manifest) == ("Namespace", "", ns)))
            return manifests;
        var place = SourceSpan.OfFile(manifests.Folder);
        var meta = new ObjectMeta(new Located<string>(ns, place), new Located<string>("", place), LocatedMap.Empty, LocatedMap.Empty, null);
        return manifests with { Readable = manifests.Readable.Add(new NamespaceManifest(meta, place)) };
    }

    private static (string Kind, string Namespace, string Name) KeyOf(Manifest manifest) =>
        (ClusterObjects.KindName(manifest), manifest.Meta.Namespace.Value, manifest.Meta.Name.Value);

    private static void ReportMissing(
        ClusterManifests manifests, Amendment amendment, string kind, NamespacedName name, DiagnosticBag bag)
    {
        var known = manifests.Readable
            .Where(manifest => ClusterObjects.KindName(manifest) == kind)
            .Select(manifest => manifest.Meta.Namespace.Value.Length == 0 ? manifest.Meta.Name.Value : ClusterObjects.NameOf(manifest).ToString());
        var wanted = name.Namespace.Length == 0 ? name.Name : name.ToString();
        Report(amendment, manifests.Id, $"{kind} `{wanted}`", [.. known.Distinct().Order(StringComparer.Ordinal)], bag, wanted);
    }

    /// <summary>Says what is missing, and what may have been meant.</summary>
    internal static void Report(
        Amendment amendment, string cluster, string what, ImmutableArray<string> known, DiagnosticBag bag, string? wanted = null)
    {
        const int most = 8;
        var closest = wanted is null ? null : Spelling.Closest(wanted, known.AsSpan());
        var remedy = closest is not null ? $"did you mean `{closest}`"
            : known.IsEmpty ? "there is none of that kind"
            : $"there {(known.Length == 1 ? "is" : "are")} {string.Join(", ", known.Take(most).Select(one => $"`{one}`"))}"
            + (known.Length > most ? $" and {known.Length - most} more" : "");
        bag.Error(
            CompilationCodes.NothingToAmend,
            SourceSpan.OfFile(amendment.Written),
            $"cluster `{cluster}` has no {what}",
            remedy);
    }
}
