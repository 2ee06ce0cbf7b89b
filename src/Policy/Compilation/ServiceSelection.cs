using System.Collections.Immutable;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Which of several objects of one host name counts (Istio: <c>selectWorkloadServices</c>). In each namespace one does: a
/// Service of Kubernetes, else the oldest ServiceEntry. One of these is canonical: a Service of Kubernetes, else the oldest that
/// everybody sees.
/// </summary>
internal static class ServiceSelection
{
    /// <summary>Those that count, in their cluster's order.</summary>
    public static ImmutableArray<ServiceDraft> Select(IEnumerable<ServiceDraft> drafts, DiagnosticBag bag) =>
    [
        .. drafts
            .GroupBy(draft => draft.Service.Hostname)
            .SelectMany(host => MarkCanonical([.. host.GroupBy(draft => draft.Service.Name.Namespace).Select(same => Winner([.. same], bag))]))
            .OrderBy(draft => draft.Service.Id),
    ];

    private static ServiceDraft Winner(ImmutableArray<ServiceDraft> same, DiagnosticBag bag)
    {
        var winner = same.OrderBy(Rank).ThenBy(Age).ThenBy(draft => draft.Service.Name).First();
        foreach (var loser in same.Where(draft => !ReferenceEquals(draft, winner)))
        {
            bag.Note(
                CompilationCodes.UnusedServiceEntry,
                loser.Manifest.Meta.Name.Span,
                $"{ClusterObjects.Describe(loser.Manifest)} does not define `{loser.Service.Hostname}`, which {ClusterObjects.Describe(winner.Manifest)} does");
        }

        return winner;
    }

    private static IEnumerable<ServiceDraft> MarkCanonical(ImmutableArray<ServiceDraft> winners)
    {
        var canonical = winners
            .Where(draft => draft.Service.Visibility == ServiceVisibility.Public)
            .OrderBy(Rank)
            .ThenBy(Age)
            .ThenBy(draft => draft.Service.Name)
            .FirstOrDefault();
        return winners.Select(draft => draft with
        {
            Service = draft.Service with { IsCanonical = ReferenceEquals(draft, canonical) },
        });
    }

    private static int Rank(ServiceDraft draft) => draft.Service.Source == ServiceSource.Service ? 0 : 1;

    /// <summary>Objects without a time are equally old, and older than any other.</summary>
    private static DateTimeOffset Age(ServiceDraft draft) => draft.Service.CreatedAt ?? DateTimeOffset.MinValue;
}
