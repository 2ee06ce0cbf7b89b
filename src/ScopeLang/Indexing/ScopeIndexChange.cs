namespace ScopeMesh.ScopeLang.Indexing;

/// <summary>What a change to a <see cref="ScopeIndex"/> gave.</summary>
/// <param name="Index">The index after the change.</param>
/// <param name="Changes">Every Service whose decision is another now, by cluster, namespace and name in ordinal order.</param>
/// <param name="Reevaluated">How many Services were decided anew; the others cannot have changed.</param>
public sealed record ScopeIndexChange(ScopeIndex Index, ValueList<ServiceChange> Changes, int Reevaluated);

/// <summary>One Service whose decision changed.</summary>
/// <param name="Cluster">The cluster that defines it.</param>
/// <param name="Namespace">The name of its namespace.</param>
/// <param name="Service">Its name.</param>
/// <param name="Before">The decision before, or null for a Service that was not there.</param>
/// <param name="After">The decision now, or null for a Service that is gone.</param>
public sealed record ServiceChange(string Cluster, string Namespace, string Service, ScopeDecision? Before, ScopeDecision? After);
