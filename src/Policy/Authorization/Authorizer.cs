using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>Decides whether an inbound connection reaches a workload.</summary>
public static class Authorizer
{
    /// <summary>
    /// Decides on one connection. Total: whatever cannot be resolved denies, where ztunnel would skip a policy that
    /// is listed and not yet known.
    /// </summary>
    /// <param name="policies">The policies that apply to the workload.</param>
    /// <param name="connection">The connection.</param>
    public static AuthorizationDecision Decide(WorkloadPolicies policies, InboundConnection connection) =>
        policies.Decide(connection);

    /// <summary>What would be decided if the policies in dry run were in force too.</summary>
    /// <param name="policies">The policies that apply to the workload.</param>
    /// <param name="connection">The connection.</param>
    public static AuthorizationDecision DryRun(WorkloadPolicies policies, InboundConnection connection) =>
        policies.DryRun(connection);

    /// <summary>Decides on one connection where there will be no other to the same workload.</summary>
    /// <param name="policies">All policies that are known.</param>
    /// <param name="workloadNamespace">The workload's namespace.</param>
    /// <param name="listed">The policies that the workload lists.</param>
    /// <param name="connection">The connection.</param>
    public static AuthorizationDecision Decide(
        PolicyIndex policies,
        string workloadNamespace,
        ValueList<NamespacedName> listed,
        InboundConnection connection) =>
        Decide(policies.For(workloadNamespace, listed), connection);
}
