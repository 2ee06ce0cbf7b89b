using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ScopeMesh.Tests.Support.Policy.Authorization;

namespace ScopeMesh.Tests.Property.Policy;

public sealed class DeltaLaws
{
    private const int Cases = 300;

    private static readonly Viewpoint Viewpoint = new("c0", "network-0", ViewpointRole.Node);

    /// <summary>Tables of any contents, policies included, of one viewpoint.</summary>
    private static readonly Gen<RouteTable> Tables =
        from mesh in MeshGenerators.Meshes
        from policies in AuthorizationGen.PoliciesWithDryRuns
        let table = RouteTableLaws.Tables(mesh.ToSources())[0]
        select RouteTable.Create(Viewpoint, table.Services, table.Workloads, policies);

    [Fact]
    public void Differences_one_after_the_other_lead_where_one_difference_leads() =>
        Law.Holds(
            from first in Tables
            from second in Tables
            from third in Tables
            select (first, second, third),
            at =>
            {
                var there = RouteTableDelta.Between(at.first, at.second).Apply(at.first);
                var onward = RouteTableDelta.Between(at.second, at.third).Apply(there);
                Assert.Equal(at.third, onward);
                Assert.Equal(RouteTableDelta.Between(at.first, at.third).Apply(at.first), onward);
            },
            Cases);

    [Fact]
    public void A_difference_applied_twice_changes_nothing_more() =>
        Law.Holds(
            from first in Tables
            from second in Tables
            select (first, second),
            at =>
            {
                var delta = RouteTableDelta.Between(at.first, at.second);
                Assert.Equal(at.second, delta.Apply(delta.Apply(at.first)));
            },
            Cases);

    [Fact]
    public void A_difference_holds_nothing_that_has_not_changed() =>
        Law.Holds(
            from first in Tables
            from second in Tables
            select (first, second),
            at =>
            {
                var delta = RouteTableDelta.Between(at.first, at.second);
                Assert.DoesNotContain(delta.Workloads, workload => at.first.Workloads.Contains(workload));
                Assert.DoesNotContain(delta.Services, service => at.first.Services.Contains(service));
                Assert.DoesNotContain(delta.Authorizations, policy => at.first.Authorizations.Contains(policy));
                Assert.All(delta.RemovedWorkloads, uid => Assert.NotNull(at.first.FindWorkload(uid)));
                Assert.All(delta.RemovedServices, key => Assert.NotNull(at.first.FindService(key)));
                Assert.All(delta.RemovedAuthorizations, key => Assert.NotNull(at.first.FindAuthorization(key)));
                Assert.Equal(at.first.Equals(at.second), delta.IsEmpty);
            },
            Cases);
}
