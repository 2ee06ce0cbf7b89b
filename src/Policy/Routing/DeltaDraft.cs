using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>Collects how a table changes. What is as it was is no change.</summary>
/// <param name="before">The table before.</param>
internal sealed class DeltaDraft(RouteTable before)
{
    private readonly Dictionary<NamespacedName, MeshService?> _services = [];
    private readonly Dictionary<string, Workload?> _workloads = [];
    private ValueList<AuthorizationPolicy>? _authorizations;

    /// <summary>A Service gives something else now, or nothing.</summary>
    public void Replace(CompiledService? old, CompiledService? now)
    {
        foreach (var service in old?.Services ?? [])
            _services.TryAdd(service.Key, null);
        foreach (var service in now?.Services ?? [])
            _services[service.Key] = service;
        foreach (var workload in old?.Elsewhere ?? [])
            _workloads.TryAdd(workload.Uid, null);
        foreach (var workload in now?.Elsewhere ?? [])
            _workloads[workload.Uid] = workload;
    }

    /// <summary>A workload is something else now, or gone.</summary>
    public void Replace(string uid, Workload? now) => _workloads[uid] = now;

    /// <summary>The authorization policies are others now.</summary>
    public void Replace(ValueList<AuthorizationPolicy> now) => _authorizations = now;

    /// <summary>The change as a whole.</summary>
    public RouteTableDelta ToDelta()
    {
        var (policies, removedPolicies) = _authorizations is { } now
            ? OrderedChanges.Between(before.Authorizations, now, policy => policy.Key)
            : ([], []);
        return new RouteTableDelta(
            Changed(_services, before.FindService).OrderBy(service => service.Key).ToValueList(),
            Removed(_services, before.FindService).Order().ToValueList(),
            Changed(_workloads, before.FindWorkload).OrderBy(workload => workload.Uid, StringComparer.Ordinal).ToValueList(),
            Removed(_workloads, before.FindWorkload).Order(StringComparer.Ordinal).ToValueList(),
            policies,
            removedPolicies);
    }

    private static IEnumerable<T> Changed<TKey, T>(Dictionary<TKey, T?> now, Func<TKey, T?> before)
        where TKey : notnull
        where T : class =>
        now.Where(entry => entry.Value is not null && !entry.Value.Equals(before(entry.Key))).Select(entry => entry.Value!);

    private static IEnumerable<TKey> Removed<TKey, T>(Dictionary<TKey, T?> now, Func<TKey, T?> before)
        where TKey : notnull
        where T : class =>
        now.Where(entry => entry.Value is null && before(entry.Key) is not null).Select(entry => entry.Key);
}
