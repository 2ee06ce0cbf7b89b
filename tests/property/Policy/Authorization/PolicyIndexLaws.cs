using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Authorization;

namespace ScopeMesh.Tests.Property.Policy.Authorization;

public sealed class PolicyIndexLaws
{
    private const int Crowds = 150;

    private static readonly Gen<PolicyCrowd> Few =
        from policies in AuthorizationGen.PoliciesWithDryRuns
        from listed in AuthorizationGen.Keys
        from connection in AuthorizationGen.Connection
        select new PolicyCrowd(policies, listed, [connection]);

    [Fact]
    public void The_index_decides_as_the_reference_does_by_the_same_policies() => Law.Holds(Few, Agree);

    [Fact]
    public void It_does_so_with_hundreds_of_policies_that_seldom_match() => Law.Holds(PolicyCrowdGen.Crowd, Agree, Crowds);

    [Fact]
    public void Generated_decisions_on_hundreds_of_policies_are_of_every_kind()
    {
        var kinds = new HashSet<string>();
        Law.Holds(
            PolicyCrowdGen.Crowd,
            crowd =>
            {
                var policies = PolicyIndex.Create(crowd.Policies).For("a", crowd.Listed);
                kinds.UnionWith(crowd.Connections.Select(connection => policies.Decide(connection).Match(
                    allowed => $"allowed by {Math.Min(allowed.By.Count, 2)}",
                    denied => denied.Why == DenyReason.DenyMatches ? $"denied by {Math.Min(denied.By.Count, 2)}" : $"{denied.Why}")));
            },
            Crowds);
        Assert.Superset(
            new HashSet<string> { "allowed by 1", "allowed by 2", "denied by 1", "denied by 2", "NothingAllows", "UnknownPolicy" }, kinds);
    }

    private static void Agree(PolicyCrowd crowd)
    {
        var policies = PolicyIndex.Create(crowd.Policies).For("a", crowd.Listed);
        var applicable = ApplicablePolicies.Of(crowd.Policies, "a", crowd.Listed);
        foreach (var connection in crowd.Connections)
        {
            var expected = ReferenceAuthorizer.Decide(applicable, connection);
            Assert.Equal(expected, Authorizer.Decide(policies, connection));
            Assert.Equal(ReferenceAuthorizer.DryRun(applicable, connection), Authorizer.DryRun(policies, connection));
            Assert.Equal(expected is AuthorizationDecision.Allowed, policies.Allows(connection));
        }
    }
}
