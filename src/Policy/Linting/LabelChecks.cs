using System.Collections.Frozen;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang.Analysis;

namespace ScopeMesh.Policy.Linting;

/// <summary>Labels and annotations that are nearly others which mean something, and mean nothing themselves.</summary>
internal static class LabelChecks
{
    private static readonly FrozenSet<string> TruthWords =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "yes", "on", "1", "enabled", "enable", "t", "y");

    private static readonly FrozenSet<string> FalsehoodWords =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "no", "off", "0", "disabled", "disable", "f", "n");

    public static IEnumerable<Finding> Find(LintedMesh mesh)
    {
        var found = new List<Finding>();
        foreach (var cluster in mesh.Clusters)
        {
            var asked = AskedLabels.Of(cluster.Cluster.ScopePolicy);
            foreach (var manifest in cluster.Objects.All)
            {
                Check(manifest, manifest.Meta.Labels, manifest.Meta.Annotations, asked, found);
                if (manifest is DeploymentManifest { Template: var template })
                    Check(manifest, template.Labels, template.Annotations, asked, found);
            }
        }

        return found;
    }

    private static void Check(Manifest manifest, LocatedMap labels, LocatedMap annotations, AskedLabels asked, List<Finding> found)
    {
        foreach (var label in labels.Entries)
        {
            if (KnownKeys.Annotations.Contains(label.Key))
                found.Add(Misplaced(manifest, label, "a label", "an annotation"));
            else if (!KnownKeys.Labels.Contains(label.Key))
                AddMisspelt(manifest, label, "label", KnownKeys.Labels.Concat(asked.Keys), asked.Keys, found);
            else if (MeantValue(label, asked) is { } meant)
                found.Add(Finding.Warning(
                    LintCodes.MisspeltValue,
                    label.Span,
                    $"label `{label.Key}` of {ClusterObjects.Describe(manifest)} is {UserText.Quote(label.Value)}, which means nothing",
                    $"did you mean `\"{meant}\"`?",
                    manifest.Meta));
        }

        foreach (var annotation in annotations.Entries)
        {
            if (KnownKeys.Labels.Contains(annotation.Key))
                found.Add(Misplaced(manifest, annotation, "an annotation", "a label"));
            else if (!KnownKeys.Annotations.Contains(annotation.Key))
                AddMisspelt(manifest, annotation, "annotation", KnownKeys.Annotations, KnownKeys.Annotations, found);
        }
    }

    private static void AddMisspelt(
        Manifest manifest, LocatedEntry entry, string what, IEnumerable<string> known, IReadOnlyCollection<string> asked, List<Finding> found)
    {
        if (KnownKeys.OfOthers.Contains(entry.Key) || asked.Contains(entry.Key) || MeantKey(entry.Key, known) is not { } meant)
            return;
        found.Add(Finding.Warning(
            LintCodes.MisspeltKey,
            entry.Span,
            $"{what} {UserText.Quote(entry.Key)} of {ClusterObjects.Describe(manifest)} means nothing, and is nearly `{meant}`",
            $"did you mean `{meant}`?",
            manifest.Meta));
    }

    private static Finding Misplaced(Manifest manifest, LocatedEntry entry, string here, string there) => Finding.Warning(
        LintCodes.MisplacedKey,
        entry.Span,
        $"`{entry.Key}` of {ClusterObjects.Describe(manifest)} is {here}, and counts as {there} only",
        $"write it as {there}",
        manifest.Meta);

    /// <summary>A key that is near, or the same word of Istio's or Kubernetes' under another prefix of theirs.</summary>
    private static string? MeantKey(string key, IEnumerable<string> known)
    {
        // Short keys are near each other by chance: of those the case alone counts.
        const int shortest = 8;
        var candidates = known.Where(candidate => candidate.Length >= shortest || candidate.Equals(key, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (LintedMesh.Meant(key, candidates) is { } near)
            return near;
        return key.Split('/') is [var prefix, var name] && IsOfIstio(prefix)
            ? candidates.Where(candidate => candidate.Split('/') is [var other, var same] && same == name && IsOfIstio(other))
                .Order(StringComparer.Ordinal)
                .FirstOrDefault()
            : null;
    }

    private static bool IsOfIstio(string prefix) =>
        prefix is "istio.io" or "kubernetes.io" or "scopemesh.io"
        || prefix.EndsWith(".istio.io", StringComparison.Ordinal)
        || prefix is "topology.kubernetes.io";

    private static string? MeantValue(LocatedEntry label, AskedLabels asked)
    {
        if (!KnownKeys.Values.TryGetValue(label.Key, out var values) || values.Contains(label.Value)
            || (label.Key == WellKnown.GlobalLabel && asked.Asks(label.Key, label.Value)))
        {
            return null;
        }

        if (values.Contains("true"))
            return TruthWords.Contains(label.Value) ? "true" : FalsehoodWords.Contains(label.Value) ? "false" : LintedMesh.Meant(label.Value, values);
        return values.Contains("ambient") && TruthWords.Contains(label.Value) ? "ambient"
            : values.Contains("none") && FalsehoodWords.Contains(label.Value) ? "none"
            : LintedMesh.Meant(label.Value, values) ?? values.FirstOrDefault(value => value.Equals(label.Value, StringComparison.OrdinalIgnoreCase));
    }
}
