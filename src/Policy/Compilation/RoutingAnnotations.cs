using System.Globalization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// What ScopeMesh lets a Service or ServiceEntry say beyond Istio: what endpoints are preferred by, each cluster's part of
/// the connections, and how ports merge. A value that cannot be read is reported, and counts as none.
/// </summary>
internal static class RoutingAnnotations
{
    private const string Only = "only ";
    private const string Union = "union";
    private const string OfBase = "base";

    /// <summary>The Service with what its annotations say.</summary>
    /// <param name="service">The Service.</param>
    /// <param name="manifest">Its manifest.</param>
    /// <param name="bag">Where findings go.</param>
    public static ClusterService Apply(ClusterService service, Manifest manifest, DiagnosticBag bag) => service with
    {
        LoadBalancing = Preference(service.LoadBalancing, manifest, bag),
        ClusterWeights = Weights(manifest, bag),
        PortMerging = Merging(manifest, bag),
    };

    private static LoadBalancing Preference(LoadBalancing written, Manifest manifest, DiagnosticBag bag)
    {
        const string annotation = WellKnown.RoutingPreferenceAnnotation;
        if (!manifest.Meta.Annotations.TryGet(annotation, out var entry) || written.Mode == LoadBalancingMode.Passthrough)
            return written;
        var isStrict = entry.Value.StartsWith(Only, StringComparison.OrdinalIgnoreCase);
        var words = (isStrict ? entry.Value[Only.Length..] : entry.Value).Split(',', StringSplitOptions.TrimEntries);
        var scopes = words
            .Select(word => Array.Exists(Enum.GetNames<RoutingScope>(), name => name.Equals(word, StringComparison.OrdinalIgnoreCase))
                ? Enum.Parse<RoutingScope>(word, ignoreCase: true)
                : (RoutingScope?)null)
            .ToArray();
        if (scopes.Contains(null) || scopes.Distinct().Count() < scopes.Length)
        {
            Report(annotation, entry, manifest, "write some of `network`, `cluster`, `region`, `zone`, `subzone` and `node`, each once, with commas between; "
                + "`only` before them if no other endpoint may take a connection", bag);
            return written;
        }

        return written with
        {
            Mode = isStrict ? LoadBalancingMode.Strict : LoadBalancingMode.Failover,
            Preferences = scopes.OfType<RoutingScope>().ToValueList(),
        };
    }

    private static ValueList<ClusterWeight> Weights(Manifest manifest, DiagnosticBag bag)
    {
        const string annotation = WellKnown.ClusterWeightsAnnotation;
        if (!manifest.Meta.Annotations.TryGet(annotation, out var entry))
            return [];
        var weights = new SortedDictionary<string, ClusterWeight>(StringComparer.Ordinal);
        foreach (var part in entry.Value.Split(',', StringSplitOptions.TrimEntries))
        {
            var sides = part.Split('=', StringSplitOptions.TrimEntries);
            if (sides is not [{ Length: > 0 } cluster, var number]
                || !ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var weight)
                || !weights.TryAdd(cluster, new ClusterWeight(cluster, weight)))
            {
                Report(annotation, entry, manifest, "write each cluster's id once with a whole number up to 65535, such as `east=80, west=20`", bag);
                return [];
            }
        }

        return weights.Values.ToValueList();
    }

    private static PortMerging Merging(Manifest manifest, DiagnosticBag bag)
    {
        const string annotation = WellKnown.PortMergingAnnotation;
        if (!manifest.Meta.Annotations.TryGet(annotation, out var entry) || entry.Value == OfBase)
            return PortMerging.OfBase;
        if (entry.Value == Union)
            return PortMerging.Union;
        Report(annotation, entry, manifest, $"write `{OfBase}` or `{Union}`", bag);
        return PortMerging.OfBase;
    }

    private static void Report(string annotation, LocatedEntry entry, Manifest manifest, string remedy, DiagnosticBag bag) =>
        bag.Warning(
            CompilationCodes.UnreadableRoutingAnnotation,
            entry.Span,
            $"annotation `{annotation}` of {ClusterObjects.Describe(manifest)} is {UserText.Quote(entry.Value)}, which cannot be read and counts as none",
            remedy);
}
