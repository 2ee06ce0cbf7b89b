using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy.Distribution;

public sealed class NodeStateLaws
{
    private const int Cases = 200;

    /// <summary>A node that has a table, another table, and the change towards it in parts of one entry, shuffled.</summary>
    private static readonly Gen<(NodeState Node, RouteTable Target, NodeUpdate[] Parts)> Journeys =
        from tables in RouteTableGen.Tables.ArrayOf(2)
        let parts = Parts(RouteTableDelta.Between(tables[0], tables[1])).ToArray()
        from shuffled in Gen.Shuffle(parts)
        select (Holding(tables[0]), tables[1], shuffled);

    [Fact]
    public void A_refused_update_changes_nothing() =>
        Law.Holds(
            Journeys,
            at =>
            {
                ValueList<ResourceRejection> rejections = [new ResourceRejection("bad", "is bad")];
                foreach (var part in at.Parts)
                {
                    var (next, said) = at.Node.Apply(part with { Rejections = rejections });
                    Assert.Same(at.Node, next);
                    Assert.Equal(rejections, said);
                }
            },
            Cases);

    [Fact]
    public void A_change_in_any_parts_and_any_order_ends_in_the_same_table() =>
        Law.Holds(
            Journeys,
            at =>
            {
                var node = at.Parts.Aggregate(at.Node, (state, part) => state.Apply(part).Next);
                Assert.Equal(at.Target, node.Latest);
                Assert.Equal(at.Target.ContentHash, node.Latest.ContentHash);
            },
            Cases);

    [Fact]
    public void What_comes_in_force_is_whole_and_nothing_that_is_whole_waits() =>
        Law.Holds(
            Journeys,
            at =>
            {
                var node = NodeState.Start(RouteTableGen.Viewpoint);
                foreach (var part in Parts(RouteTableDelta.Between(node.Latest, at.Node.Latest)).Concat(at.Parts))
                {
                    node = node.Apply(part).Next;
                    Assert.True(node.InForce.IsWhole);
                    Assert.Equal(node.IsWaiting, !ReferenceEquals(node.InForce, node.Latest) && node.Overdue() != node);
                    if (node.IsWaiting)
                        Assert.False(node.Latest.IsWhole);
                }
            },
            Cases);

    [Fact]
    public void Nothing_is_in_force_before_addresses_and_policies_have_come() =>
        Law.Holds(
            Journeys,
            at =>
            {
                foreach (var parts in new NodeUpdate[][] { [.. at.Parts.OfType<NodeUpdate.Addresses>()], [.. at.Parts.OfType<NodeUpdate.Policies>()] })
                {
                    var node = parts.Aggregate(NodeState.Start(RouteTableGen.Viewpoint), (state, part) => state.Apply(part).Next);
                    Assert.Equal(RouteTable.Empty(RouteTableGen.Viewpoint), node.InForce);
                    Assert.Same(node, node.Overdue());
                }
            },
            Cases);

    [Fact]
    public void After_a_wait_the_latest_table_is_in_force() =>
        Law.Holds(
            Journeys,
            at =>
            {
                var node = at.Parts.Aggregate(at.Node, (state, part) => state.Apply(part).Next).Overdue();
                Assert.Same(node.Latest, node.InForce);
                Assert.False(node.IsWaiting);
            },
            Cases);

    /// <summary>Tables are served one after the other; of each one kind comes before the other, and what is empty does not come.</summary>
    [Fact]
    public void Where_tables_are_told_each_comes_in_force_as_a_whole_and_nothing_between_two_does() =>
        Law.Holds(
            from tables in RouteTableGen.Tables.ArrayOf(3)
            from isNear in Gen.Elements(true, false)
            from isAddressFirst in Gen.Elements(true, false).ArrayOf(4)
            select (Tables: isNear ? Near(tables) : [.. tables, tables[0]], isAddressFirst),
            at =>
            {
                var (node, before) = (NodeState.Start(RouteTableGen.Viewpoint), RouteTable.Empty(RouteTableGen.Viewpoint));
                foreach (var (table, isAddressFirst) in at.Tables.Zip(at.isAddressFirst))
                {
                    var delta = RouteTableDelta.Between(before, table);
                    var addresses = AddressesOf(delta);
                    var policies = new NodeUpdate.Policies(delta.Authorizations, delta.RemovedAuthorizations);
                    NodeUpdate[] parts = isAddressFirst ? [addresses, policies] : [policies, addresses];
                    foreach (var part in parts.Where(part => before.Workloads.IsEmpty || part != new NodeUpdate.Policies([], [])))
                    {
                        node = node.Apply(part with { TableHash = table.ContentHash }).Next;
                        Assert.Same(node.InForce, node.Overdue().InForce);
                        Assert.Contains(node.InForce, (RouteTable[])[before, table]);
                    }

                    Assert.Equal(table, node.InForce);
                    Assert.False(node.IsWaiting);
                    before = table;
                }
            },
            Cases);

    private static NodeUpdate AddressesOf(RouteTableDelta delta) => new NodeUpdate.Addresses(
        delta.Services,
        delta.Workloads,
        delta.RemovedServices.Select(key => key.ToString()).Concat(delta.RemovedWorkloads).ToValueList());

    /// <summary>Each differs from the one before by a workload and policies at most.</summary>
    private static RouteTable[] Near(RouteTable[] tables)
    {
        for (var place = 1; place < tables.Length; place++)
        {
            var delta = RouteTableDelta.Between(tables[place - 1], tables[place]);
            tables[place] = (delta with { Services = [], RemovedServices = [], Workloads = delta.Workloads.Take(1).ToValueList() }).Apply(tables[place - 1]);
        }

        return tables;
    }

    private static NodeState Holding(RouteTable table) =>
        NodeState.Start(table.Viewpoint)
            .Apply(new NodeUpdate.Policies(table.Authorizations, [])).Next
            .Apply(new NodeUpdate.Addresses(table.Services, table.Workloads, [])).Next;

    private static IEnumerable<NodeUpdate> Parts(RouteTableDelta delta) =>
    [
        .. delta.Services.Select(service => new NodeUpdate.Addresses([service], [], [])),
        .. delta.Workloads.Select(workload => new NodeUpdate.Addresses([], [workload], [])),
        .. delta.RemovedServices.Select(key => new NodeUpdate.Addresses([], [], [key.ToString()])),
        .. delta.RemovedWorkloads.Select(uid => new NodeUpdate.Addresses([], [], [uid])),
        .. delta.Authorizations.Select(policy => new NodeUpdate.Policies([policy], [])),
        .. delta.RemovedAuthorizations.Select(name => new NodeUpdate.Policies([], [name])),
    ];
}
