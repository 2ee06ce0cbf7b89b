using System.Runtime.CompilerServices;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing.Catalogs;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// The authorization policies of a table, compiled when somebody first asks. Tables with the same policies share one of
/// these, and workloads that do not change keep theirs as long as they live.
/// </summary>
internal sealed class CompiledPolicies
{
    private readonly Lazy<PolicyIndex> _index;
    private readonly ConditionalWeakTable<Workload, WorkloadPolicies> _byWorkload = [];

    /// <param name="policies">All policies.</param>
    public CompiledPolicies(Catalog<NamespacedName, AuthorizationPolicy, NameKeying> policies) =>
        _index = new Lazy<PolicyIndex>(() => PolicyIndex.Create(policies.OrderBy(policy => policy.Key)));

    /// <summary>The policies that apply to a workload.</summary>
    public WorkloadPolicies Of(Workload workload) =>
        _byWorkload.TryGetValue(workload, out var known)
            ? known
            : _byWorkload.GetOrAdd(
                workload, static (asked, index) => index.Value.For(asked.Namespace, asked.AuthorizationPolicies), _index);
}
