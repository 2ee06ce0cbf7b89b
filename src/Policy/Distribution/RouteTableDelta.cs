using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Routing.Catalogs;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>
/// What turns one route table into another of the same viewpoint. What is removed and comes anew stays; of two entries of
/// one key the later counts.
/// </summary>
/// <param name="Services">Services that are new or changed.</param>
/// <param name="RemovedServices">Keys of services that are gone.</param>
/// <param name="Workloads">Workloads that are new or changed.</param>
/// <param name="RemovedWorkloads">Uids of workloads that are gone.</param>
/// <param name="Authorizations">Authorization policies that are new or changed.</param>
/// <param name="RemovedAuthorizations">Names of authorization policies that are gone.</param>
public sealed record RouteTableDelta(
    ValueList<MeshService> Services,
    ValueList<NamespacedName> RemovedServices,
    ValueList<Workload> Workloads,
    ValueList<string> RemovedWorkloads,
    ValueList<AuthorizationPolicy> Authorizations,
    ValueList<NamespacedName> RemovedAuthorizations)
{
    /// <summary>No change.</summary>
    public static RouteTableDelta Empty { get; } = new([], [], [], [], [], []);

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => this == Empty;

    /// <summary>
    /// What turns one table into another: <c>Between(a, b).Apply(a)</c> equals <c>b</c>. Each list is ordered by key.
    /// Costs in proportion to what the tables do not share.
    /// </summary>
    /// <param name="from">The table before.</param>
    /// <param name="to">The table after.</param>
    public static RouteTableDelta Between(RouteTable from, RouteTable to)
    {
        var (before, after) = (from.Contents, to.Contents);
        var (services, removedServices) = Split(before.Services.Differences(after.Services), Comparer<NamespacedName>.Default);
        var (workloads, removedWorkloads) = Split(before.Workloads.Differences(after.Workloads), StringComparer.Ordinal);
        var (policies, removedPolicies) = Split(
            before.Authorizations.Differences(after.Authorizations), Comparer<NamespacedName>.Default);
        return new RouteTableDelta(services, removedServices, workloads, removedWorkloads, policies, removedPolicies);
    }

    /// <summary>The table after the change, in work proportional to the change.</summary>
    /// <param name="table">The table before.</param>
    public RouteTable Apply(RouteTable table) => IsEmpty ? table : table.With(this);

    /// <summary>
    /// This change and another one after it, as one: <c>a.Then(b).Apply(t)</c> equals <c>b.Apply(a.Apply(t))</c>. Each list
    /// is ordered by key.
    /// </summary>
    /// <param name="next">The other one.</param>
    public RouteTableDelta Then(RouteTableDelta next)
    {
        var services = Joined(Services, RemovedServices, next.Services, next.RemovedServices, service => service.Key);
        var workloads = Joined(Workloads, RemovedWorkloads, next.Workloads, next.RemovedWorkloads, workload => workload.Uid, StringComparer.Ordinal);
        var policies = Joined(
            Authorizations, RemovedAuthorizations, next.Authorizations, next.RemovedAuthorizations, policy => policy.Key);
        return new RouteTableDelta(
            services.Upserted, services.Removed, workloads.Upserted, workloads.Removed, policies.Upserted, policies.Removed);
    }

    private static (ValueList<T> Upserted, ValueList<TKey> Removed) Split<TKey, T>(
        IReadOnlyList<CatalogDifference<TKey, T>> differences, IComparer<TKey> order)
        where T : class
    {
        var sorted = differences.OrderBy(difference => difference.Key, order).ToArray();
        return (
            sorted.Where(difference => difference.After is not null).Select(difference => difference.After!).ToValueList(),
            sorted.Where(difference => difference.After is null).Select(difference => difference.Key).ToValueList());
    }

    private static (ValueList<T> Upserted, ValueList<TKey> Removed) Joined<TKey, T>(
        ValueList<T> upserted,
        ValueList<TKey> removed,
        ValueList<T> nextUpserted,
        ValueList<TKey> nextRemoved,
        Func<T, TKey> key,
        IComparer<TKey>? order = null)
        where TKey : notnull
        where T : class
    {
        var last = new SortedDictionary<TKey, T?>(order);
        foreach (var gone in removed)
            last[gone] = null;
        foreach (var item in upserted)
            last[key(item)] = item;
        foreach (var gone in nextRemoved)
            last[gone] = null;
        foreach (var item in nextUpserted)
            last[key(item)] = item;
        return (
            last.Values.OfType<T>().ToValueList(),
            last.Where(entry => entry.Value is null).Select(entry => entry.Key).ToValueList());
    }
}
