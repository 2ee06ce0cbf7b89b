using System.Collections.Immutable;

namespace ScopeMesh.ScopeLang.Indexing;

/// <summary>A namespace and its Services with their decisions, in ordinal order of their names.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Facts">What is known of the namespace.</param>
/// <param name="Services">Its Services.</param>
internal sealed record NamespaceServices(
    string Cluster, NamespaceFacts Facts, ImmutableSortedDictionary<string, DecidedService> Services)
{
    private static readonly ImmutableSortedDictionary<string, DecidedService> NoServices =
        ImmutableSortedDictionary.Create<string, DecidedService>(StringComparer.Ordinal);

    public static NamespaceServices Empty(string cluster, NamespaceFacts facts) => new(cluster, facts, NoServices);

    /// <summary>Decides on Services from nothing; of two of one name, the later counts.</summary>
    public static NamespaceServices Decide(
        ScopePolicy policy, string cluster, NamespaceFacts facts, IReadOnlyList<ScopeFacts> services)
    {
        var ns = Empty(cluster, facts);
        var decided = new SortedDictionary<string, DecidedService>(StringComparer.Ordinal);
        foreach (var service in services)
            decided[service.Service] = new DecidedService(
                service.ServiceLabels, policy.Decide(ns.FactsOf(service.Service, service.ServiceLabels)));
        return ns with { Services = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, decided) };
    }

    public ScopeFacts FactsOf(string service, LabelSet labels) => new(Cluster, Facts, service, labels);
}

/// <summary>A Service, and what was decided of it.</summary>
internal readonly record struct DecidedService(LabelSet Labels, ScopeDecision Decision);

/// <summary>Where a namespace is.</summary>
internal readonly record struct NamespaceKey(string Cluster, string Name)
{
    public static Comparer<NamespaceKey> Order { get; } = Comparer<NamespaceKey>.Create(static (left, right) =>
        string.CompareOrdinal(left.Cluster, right.Cluster) is var byCluster and not 0
            ? byCluster
            : string.CompareOrdinal(left.Name, right.Name));
}
