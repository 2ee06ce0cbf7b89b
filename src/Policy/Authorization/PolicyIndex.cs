using System.Collections.Frozen;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// Authorization policies compiled for speed: a decision looks only at rules whose identity, address or port the
/// connection shows, and at those that require nothing exactly. It decides what <see cref="ReferenceAuthorizer"/>
/// decides, by the same policies.
/// </summary>
public sealed class PolicyIndex
{
    private static readonly PolicyLayer NoPolicies = new([]);

    private readonly PolicyIndex? _dryRun;
    private readonly PolicyLayer _global;
    private readonly FrozenDictionary<string, PolicyLayer> _byNamespace;
    private readonly ILookup<NamespacedName, AuthorizationPolicy> _byKey;

    /// <param name="policies">The policies that decide.</param>
    /// <param name="dryRun">The same with those in dry run, as if they decided too; null where there are none.</param>
    private PolicyIndex(ValueList<AuthorizationPolicy> policies, PolicyIndex? dryRun)
    {
        _dryRun = dryRun;
        _global = new PolicyLayer(policies.Where(policy => policy.Scope == AuthorizationScope.Global));
        _byNamespace = policies
            .Where(policy => policy.Scope == AuthorizationScope.Namespace)
            .GroupBy(policy => policy.Key.Namespace)
            .ToFrozenDictionary(group => group.Key, group => new PolicyLayer(group));
        _byKey = policies.ToLookup(policy => policy.Key);
    }

    /// <summary>Compiles policies, in any order.</summary>
    /// <param name="policies">All policies that are known.</param>
    public static PolicyIndex Create(IEnumerable<AuthorizationPolicy> policies)
    {
        var all = policies.ToValueList();
        var deciding = all.Where(policy => !policy.IsDryRun).ToValueList();
        return new PolicyIndex(deciding, deciding.Count == all.Count ? null : new PolicyIndex(all, null));
    }

    /// <summary>The policies that apply to a workload: to be asked for once, not for each connection.</summary>
    /// <param name="workloadNamespace">The workload's namespace.</param>
    /// <param name="listed">The policies that the workload lists.</param>
    public WorkloadPolicies For(string workloadNamespace, ValueList<NamespacedName> listed)
    {
        // One in dry run decides nothing, yet is known.
        var dryRun = _dryRun?.For(workloadNamespace, listed);
        var known = (_dryRun ?? this)._byKey;
        // Workloads list what applies to them anyway too.
        var selected = listed.Distinct().SelectMany(key => _byKey[key]).Where(policy => policy.Scope switch
        {
            AuthorizationScope.Global => false,
            AuthorizationScope.Namespace => policy.Key.Namespace != workloadNamespace,
            AuthorizationScope.WorkloadSelector => true,
        });
        return new WorkloadPolicies(
            [_global, _byNamespace.GetValueOrDefault(workloadNamespace, NoPolicies), new PolicyLayer(selected)],
            PolicyKeys.InOrder(listed.Where(key => !known.Contains(key))),
            dryRun);
    }
}
