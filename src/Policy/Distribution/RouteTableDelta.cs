using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>What turns one route table into another of the same viewpoint.</summary>
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

    /// <summary>What turns one table into another: <c>Between(a, b).Apply(a)</c> equals <c>b</c>.</summary>
    /// <param name="from">The table before.</param>
    /// <param name="to">The table after.</param>
    public static RouteTableDelta Between(RouteTable from, RouteTable to)
    {
        var (services, removedServices) = Changes(from.Services, to.Services, service => service.Key);
        var (workloads, removedWorkloads) = Changes(from.Workloads, to.Workloads, workload => workload.Uid);
        var (policies, removedPolicies) = Changes(from.Authorizations, to.Authorizations, policy => policy.Key);
        return new RouteTableDelta(
            services, removedServices, workloads, removedWorkloads, policies, removedPolicies);
    }

    /// <summary>The table after the change.</summary>
    /// <param name="table">The table before.</param>
    public RouteTable Apply(RouteTable table) =>
        RouteTable.Create(
            table.Viewpoint,
            Changed(table.Services, Services, RemovedServices, service => service.Key),
            Changed(table.Workloads, Workloads, RemovedWorkloads, workload => workload.Uid),
            Changed(table.Authorizations, Authorizations, RemovedAuthorizations, policy => policy.Key),
            table);

    private static (ValueList<T> Upserted, ValueList<TKey> Removed) Changes<T, TKey>(
        ValueList<T> from, ValueList<T> to, Func<T, TKey> key)
        where T : notnull
        where TKey : notnull
    {
        var before = from.ToDictionary(key);
        var after = to.Select(key).ToHashSet();
        return (
            to.Where(item => !before.TryGetValue(key(item), out var old) || !old.Equals(item)).ToValueList(),
            from.Select(key).Where(name => !after.Contains(name)).ToValueList());
    }

    private static IEnumerable<T> Changed<T, TKey>(
        ValueList<T> items, ValueList<T> upserted, ValueList<TKey> removed, Func<T, TKey> key)
        where TKey : notnull
    {
        var gone = removed.ToHashSet();
        return items.Where(item => !gone.Contains(key(item))).Concat(upserted);
    }
}
