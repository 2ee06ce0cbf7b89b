using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>
/// What policies mean, written to be read: what is fast elsewhere must decide the same. A DENY that matches wins; then
/// a policy that is not known denies; then, where any ALLOW applies, one of them must match.
/// </summary>
public static class ReferenceAuthorizer
{
    /// <summary>Decides on a connection by the policies that apply to its workload, those in dry run left out.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="connection">The connection.</param>
    public static AuthorizationDecision Decide(ApplicablePolicies policies, InboundConnection connection) =>
        DryRun(policies with { Policies = policies.Policies.Where(policy => !policy.IsDryRun).ToValueList() }, connection);

    /// <summary>What would be decided if the policies in dry run were in force too.</summary>
    /// <param name="policies">The policies.</param>
    /// <param name="connection">The connection.</param>
    public static AuthorizationDecision DryRun(ApplicablePolicies policies, InboundConnection connection)
    {
        var denies = policies.Policies.Where(policy => policy.Action == AuthorizationAction.Deny);
        var allows = policies.Policies.Where(policy => policy.Action == AuthorizationAction.Allow).ToValueList();
        var denying = Keys(denies.Where(policy => Matches(policy, connection)));
        var allowing = Keys(allows.Where(policy => Matches(policy, connection)));

        if (!denying.IsEmpty)
            return new AuthorizationDecision.Denied(DenyReason.DenyMatches, denying);
        if (!policies.Unknown.IsEmpty)
            return new AuthorizationDecision.Denied(DenyReason.UnknownPolicy, PolicyKeys.InOrder(policies.Unknown));
        if (allows.IsEmpty || !allowing.IsEmpty)
            return new AuthorizationDecision.Allowed(allowing);
        return new AuthorizationDecision.Denied(DenyReason.NothingAllows, Keys(allows));
    }

    /// <summary>Whether a policy matches a connection, whatever its action and scope.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="connection">The connection.</param>
    public static bool Matches(AuthorizationPolicy policy, InboundConnection connection) =>
        policy.Groups.Any(group => group.Rules.All(rules => Matches(rules, connection)));

    private static bool Matches(AuthorizationRules rules, InboundConnection connection) =>
        rules.Matches.IsEmpty || rules.Matches.Any(match => Matches(match, connection));

    private static bool Matches(AuthorizationMatch match, InboundConnection connection)
    {
        var source = connection.Source;
        return !match.IsEmpty
            && Holds(match.Namespaces, match.NotNamespaces, name => name.Matches(source.Namespace))
            && Holds(match.Principals, match.NotPrincipals, principal => principal.Matches(source.Principal))
            && Holds(match.ServiceAccounts, match.NotServiceAccounts, account => Names(account, connection))
            && Holds(match.SourceIps, match.NotSourceIps, block => block.Contains(connection.SourceAddress))
            && Holds(match.DestinationIps, match.NotDestinationIps, block => block.Contains(connection.DestinationAddress))
            && Holds(match.DestinationPorts, match.NotDestinationPorts, port => port == connection.DestinationPort);
    }

    private static bool Holds<T>(ValueList<T> any, ValueList<T> none, Func<T, bool> matches) =>
        (any.IsEmpty || any.Any(matches)) && !none.Any(matches);

    private static bool Names(ServiceAccountMatch account, InboundConnection connection) =>
        !connection.Source.IsNone
        && connection.Source.Namespace == account.Namespace
        && connection.Source.ServiceAccount == account.ServiceAccount;

    private static ValueList<NamespacedName> Keys(IEnumerable<AuthorizationPolicy> policies) =>
        PolicyKeys.InOrder(policies.Select(policy => policy.Key));
}
