using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Says of each policy of the endpoints where connections end what it says of them.</summary>
internal static class CalleePolicies
{
    /// <summary>How many endpoints are gone through: those of one service have the same policies nearly always.</summary>
    private const int MaxEndpoints = 16;

    /// <summary>The policies, by endpoint and policy; those that an endpoint has alike with one before are left out.</summary>
    public static IEnumerable<ExplainedPolicy> Of(MeshView view, Journey journey)
    {
        var told = new HashSet<ExplainedPolicy>();
        var ends = journey.Ends.Select(end => end.End.Arrival).Select(Asked).Where(asked => asked is not null).Take(MaxEndpoints);
        foreach (var (at, connection, decision) in ends.Select(asked => asked!.Value))
        {
            foreach (var policy in Of(view, at, connection, decision))
            {
                if (told.Add(policy with { Endpoint = "" }))
                    yield return policy;
            }
        }
    }

    private static (Workload At, InboundConnection Connection, AuthorizationDecision Decision)? Asked(Arrival arrival) => arrival switch
    {
        Arrival.Delivered delivered => (delivered.At, delivered.Connection, delivered.By),
        Arrival.Stopped { At: { } at, Connection: { } connection, By: { } denied } => (at, connection, denied),
        _ => null,
    };

    private static IEnumerable<ExplainedPolicy> Of(
        MeshView view, Workload at, InboundConnection connection, AuthorizationDecision decision)
    {
        var known = ApplicablePolicies.Of(view.Of(at)!.Authorizations, at.Namespace, at.AuthorizationPolicies);
        foreach (var policy in known.Policies.OrderBy(policy => policy.Key))
        {
            var matches = ReferenceAuthorizer.Matches(policy, connection);
            yield return new ExplainedPolicy(
                at.Display, policy, matches, decision.By.AsSpan().Contains(policy.Key), Why(policy, connection, matches));
        }

        foreach (var unknown in known.Unknown)
        {
            yield return new ExplainedPolicy(
                at.Display,
                new AuthorizationPolicy(unknown, AuthorizationScope.WorkloadSelector, AuthorizationAction.Deny, []),
                Matches: true,
                Determines: true,
                "it is listed and not known, which denies");
        }
    }

    private static string Why(AuthorizationPolicy policy, InboundConnection connection, bool matches)
    {
        if (policy.Groups.IsEmpty)
            return "it has no rule, and matches nothing";
        var caller = connection.Source.IsNone ? "nobody, as without a tunnel" : connection.Source.ToString();
        if (!matches)
            return $"it asks for {string.Join(" or ", policy.Groups.Select(PolicyText.Of))}; the caller is {caller} from {connection.SourceAddress}, and calls port {connection.DestinationPort}";
        var group = policy.Groups.First(one => ReferenceAuthorizer.Matches(policy with { Groups = [one] }, connection));
        return $"{PolicyText.Of(group)} is so";
    }
}
