using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>The trust domains that the policies of one cluster may speak of.</summary>
/// <param name="Own">The cluster's own.</param>
/// <param name="Aliases">Others of which a principal means the same as of its own, and the other way round.</param>
/// <param name="OfClusters">Those of all clusters of the mesh.</param>
public sealed record PolicyTrust(string Own, ValueList<string> Aliases, ValueList<ClusterTrustDomain> OfClusters)
{
    /// <summary>A cluster by itself that names no trust domain.</summary>
    public static PolicyTrust Default { get; } = new(WellKnown.DefaultTrustDomain, [], []);

    /// <summary>
    /// All that a principal of a policy means, itself among them: one that names the cluster's own trust domain, an alias
    /// of it or <c>cluster.local</c> means the same of its own and of every alias, as Istio has it for Envoy.
    /// </summary>
    /// <param name="principal">What is written.</param>
    public ValueList<StringMatch> AllOf(StringMatch principal) => principal switch
    {
        StringMatch.Exact exact => [.. Renamed(exact.Value).Select(text => new StringMatch.Exact(text))],
        StringMatch.Prefix prefix => [.. Renamed(prefix.Value).Select(text => new StringMatch.Prefix(text))],
        StringMatch.Suffix suffix => [suffix, .. Completed(suffix.Value).Select(text => new StringMatch.Exact(text))],
        _ => [principal],
    };

    /// <summary>
    /// A text that begins with the name of a trust domain, of each that means the same. One that a wildcard ends
    /// before names none.
    /// </summary>
    private IEnumerable<string> Renamed(string text)
    {
        if (text.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var end))
            return [text];
        var (domain, rest) = (text[..end], text[end..]);
        return domain == WellKnown.DefaultTrustDomain || Group.Contains(domain)
            ? Group.Append(domain).Distinct().Select(same => same + rest)
            : [text];
    }

    /// <summary>
    /// For the end of a principal that begins within the name of a trust domain (<c>*.example/ns/a/sa/b</c>): the same
    /// of those that mean the same and end otherwise.
    /// </summary>
    private IEnumerable<string> Completed(string text) =>
        text.Split('/') is [{ Length: > 0 } end, "ns", _, "sa", _] && Group.Any(domain => domain.EndsWith(end, StringComparison.Ordinal))
            ? Group.Where(domain => !domain.EndsWith(end, StringComparison.Ordinal)).Select(domain => domain + text[end.Length..])
            : [];

    private ValueList<string> Group => Aliases.IsEmpty ? [Own] : [.. Aliases.Prepend(Own).Distinct()];
}

/// <summary>The trust domain of one cluster.</summary>
/// <param name="Cluster">The cluster's id.</param>
/// <param name="TrustDomain">Its trust domain.</param>
public sealed record ClusterTrustDomain(string Cluster, string TrustDomain);
