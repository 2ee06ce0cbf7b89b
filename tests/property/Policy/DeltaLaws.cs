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
    public void Changes_joined_do_what_they_do_one_after_the_other() =>
        Law.Holds(
            from tables in RouteTableGen.Tables.ArrayOf(4)
            from asked in Gen.Choose(0, 3)
            select (tables, asked),
            at =>
            {
                // Each change is of tables that the next one knows nothing of.
                var (first, second) = (RouteTableDelta.Between(at.tables[0], at.tables[1]), RouteTableDelta.Between(at.tables[2], at.tables[3]));
                var table = at.tables[at.asked];
                var (joined, apart) = (first.Then(second).Apply(table), second.Apply(first.Apply(table)));
                Assert.Equal(apart, joined);
                Assert.Equal(apart.ContentHash, joined.ContentHash);
            },
            Cases);

    [Fact]
    public void Joining_changes_has_no_change_as_its_identity_and_needs_no_parentheses() =>
        Law.Holds(
            RouteTableGen.Tables.ArrayOf(4),
            tables =>
            {
                var deltas = tables.Zip(tables.Reverse(), RouteTableDelta.Between).ToArray();
                Assert.Equal(deltas[0], deltas[0].Then(RouteTableDelta.Empty));
                Assert.Equal(deltas[0], RouteTableDelta.Empty.Then(deltas[0]));
                Assert.Equal(deltas[0].Then(deltas[1]).Then(deltas[2]), deltas[0].Then(deltas[1].Then(deltas[2])));
            },
            Cases);

    [Fact]
    public void A_difference_is_the_same_whether_tables_share_parts_have_hashes_or_neither() =>
        Law.Holds(
            RouteTableGen.Tables.ArrayOf(2),
            tables =>
            {
                var expected = RouteTableDelta.Between(tables[0], tables[1]);
                var shared = expected.Apply(tables[0]);
                Assert.Equal(expected, RouteTableDelta.Between(tables[0], shared));
                Assert.NotEqual("", tables[0].ContentHash + tables[1].ContentHash);
                Assert.Equal(expected, RouteTableDelta.Between(tables[0], tables[1]));
                Assert.Equal(expected, RouteTableDelta.Between(tables[0], shared));
                Assert.True(RouteTableDelta.Between(tables[1], shared).IsEmpty);
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
