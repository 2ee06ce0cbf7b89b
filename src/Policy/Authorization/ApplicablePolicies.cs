using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>The policies that apply to one workload.</summary>
/// <param name="Policies">Those that are known.</param>
/// <param name="Unknown">Those that the workload lists and nobody knows.</param>
public sealed record ApplicablePolicies(ValueList<AuthorizationPolicy> Policies, ValueList<PolicyKey> Unknown)
{
    /// <summary>Finds the global policies, those of the workload's namespace, and those that the workload lists.</summary>
    /// <param name="policies">All policies that are known.</param>
    /// <param name="workloadNamespace">The workload's namespace.</param>
    /// <param name="listed">The policies that the workload lists.</param>
    public static ApplicablePolicies Of(
        IEnumerable<AuthorizationPolicy> policies, string workloadNamespace, ValueList<PolicyKey> listed)
    {
        var applicable = policies.Where(policy => policy.Scope switch
        {
            AuthorizationScope.Global => true,
            AuthorizationScope.Namespace => policy.Key.Namespace == workloadNamespace || listed.Contains(policy.Key),
            AuthorizationScope.WorkloadSelector => listed.Contains(policy.Key),
        }).ToValueList();
        return new ApplicablePolicies(applicable, listed.Except(applicable.Select(policy => policy.Key)).ToValueList());
    }
}
