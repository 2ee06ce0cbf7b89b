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

    private readonly PolicyLayer _global;
    private readonly FrozenDictionary<string, PolicyLayer> _byNamespace;
    private readonly ILookup<NamespacedName, AuthorizationPolicy> _byKey;

    private PolicyIndex(ValueList<AuthorizationPolicy> policies)
    {
        _global = new PolicyLayer(policies.Where(policy => policy.Scope == AuthorizationScope.Global));
        _byNamespace = policies
            .Where(policy => policy.Scope == AuthorizationScope.Namespace)
            .GroupBy(policy => policy.Key.Namespace)
            .ToFrozenDictionary(group => group.Key, group => new PolicyLayer(group));
        _byKey = policies.ToLookup(policy => policy.Key);
    }

    /// <summary>Compiles policies, in any order.</summary>
    /// <param name="policies">All policies that are known.</param>
    public static PolicyIndex Create(IEnumerable<AuthorizationPolicy> policies) => new(policies.ToValueList());

    /// <summary>The policies that apply to a workload: to be asked for once, not for each connection.</summary>
    /// <param name="workloadNamespace">The workload's namespace.</param>
    /// <param name="listed">The policies that the workload lists.</param>
    public WorkloadPolicies For(string workloadNamespace, ValueList<NamespacedName> listed)
    {
        // Workloads list what applies to them anyway too.
        var selected = listed.Distinct().SelectMany(key => _byKey[key]).Where(policy => policy.Scope switch
        {
            AuthorizationScope.Global => false,
            AuthorizationScope.Namespace => policy.Key.Namespace != workloadNamespace,
            AuthorizationScope.WorkloadSelector => true,
        });
        return new WorkloadPolicies(
            [_global, _byNamespace.GetValueOrDefault(workloadNamespace, NoPolicies), new PolicyLayer(selected)],
            PolicyKeys.InOrder(listed.Where(key => !_byKey.Contains(key))));
    }
}
