using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Finds label keys that are nearly another one: by one edit, or in case only. Keys that are an edit apart have a
/// text in common after a deletion from one or both, so that no key has to be compared with all others.
/// </summary>
internal sealed class SimilarKeys
{
    private const int ShortestKey = 5;

    /// <summary>The most keys that are compared; keys by the thousand are made by programs, which do not misspell.</summary>
    internal const int MostKeys = 2_000;

    /// <summary>Labels that Kubernetes and Istio give a meaning.</summary>
    private static readonly ImmutableArray<string> WellKnown =
    [
        "app.kubernetes.io/component", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by", "app.kubernetes.io/name",
        "app.kubernetes.io/part-of", "app.kubernetes.io/version", "istio-injection", "istio.io/dataplane-mode",
        "istio.io/global", "istio.io/ingress-use-waypoint", "istio.io/rev", "istio.io/use-waypoint",
        "istio.io/use-waypoint-namespace", "istio.io/waypoint-for", NamespaceFacts.NameLabel,
        "networking.istio.io/traffic-distribution", "pod-security.kubernetes.io/enforce", "service.istio.io/canonical-name",
        "service.istio.io/canonical-revision", "topology.istio.io/cluster", "topology.istio.io/network",
        "topology.kubernetes.io/region", "topology.kubernetes.io/zone",
    ];

    private readonly Dictionary<string, (int Count, int Order, Origin First)> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _neighbours = new(StringComparer.Ordinal);

    private SimilarKeys(IEnumerable<ScopeItem> items)
    {
        foreach (var key in items.SelectMany(Keys))
            _keys[key.Text] = _keys.TryGetValue(key.Text, out var known)
                ? known with { Count = known.Count + 1 }
                : (1, _keys.Count, key.Origin);
        if (_keys.Count > MostKeys)
            return;
        foreach (var key in _keys.Keys.Concat(WellKnown).Distinct(StringComparer.Ordinal))
        {
            foreach (var trace in Traces(key))
            {
                if (!_neighbours.TryGetValue(trace, out var keys))
                    _neighbours.Add(trace, keys = []);
                keys.Add(key);
            }
        }
    }

    /// <summary>A hint on every key that is nearly a well-known one, or nearly one that the policy uses more often or earlier.</summary>
    public static IEnumerable<Diagnostic> Of(IReadOnlyList<ScopeItem> items)
    {
        var keys = new SimilarKeys(items);
        foreach (var (key, (_, _, first)) in keys._keys)
            if (key.Length >= ShortestKey && !WellKnown.Contains(key) && keys.Meant(key) is { } meant)
                yield return new Diagnostic(ScopeCodes.SimilarKey, Severity.Hint, first.Span,
                    $"the label key `{Quoting.Excerpt(key)}` is nearly {(WellKnown.Contains(meant) ? "the well-known " : "")}`{Quoting.Excerpt(meant)}`",
                    $"did you mean `{Quoting.Excerpt(meant)}`?");
    }

    private string? Meant(string key) => Traces(key)
        .SelectMany(trace => _neighbours.GetValueOrDefault(trace) ?? [])
        .Distinct(StringComparer.Ordinal)
        .Where(other => other != key && IsPreferred(other, key) && IsNear(other, key))
        .Order(StringComparer.Ordinal)
        .FirstOrDefault();

    private bool IsPreferred(string other, string key)
    {
        if (!_keys.TryGetValue(other, out var theirs) || WellKnown.Contains(other))
            return true;
        var ours = _keys[key];
        return theirs.Count > ours.Count || (theirs.Count == ours.Count && theirs.Order < ours.Order);
    }

    private static bool IsNear(string a, string b) =>
        a.Equals(b, StringComparison.OrdinalIgnoreCase) || (Math.Abs(a.Length - b.Length) <= 1 && Suggestions.Edits(a, b) == 1);

    // The key in lower case, and without each of its characters.
    private static IEnumerable<string> Traces(string key)
    {
        var lower = key.ToLowerInvariant();
        return Enumerable.Range(0, lower.Length).Select(i => lower.Remove(i, 1)).Append(lower).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<Word> Keys(ScopeItem item) => item is TestItem test
        ? [.. Labels(test.Namespace?.Object), .. Labels(test.Service)]
        : ScopeExprs.Leaves(item).OfType<SelectorExpr>()
            .SelectMany(selector => selector.Requirements.Items)
            .Select(requirement => requirement.Key);

    private static IEnumerable<Word> Labels(TestObject? found) => found is null ? [] : found.Labels.Select(label => label.Key);
}
