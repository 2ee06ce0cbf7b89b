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

    /// <summary>Tables are served one after the other; of each one kind comes before the other, and may come late.</summary>
    [Fact]
    public void Where_tables_are_told_only_those_that_were_served_come_in_force_and_the_last_one_does() =>
        Law.Holds(
            from tables in RouteTableGen.Tables.ArrayOf(4)
            from small in Gen.Elements(true, false)
            from addressesFirst in Gen.Elements(true, false).ArrayOf(8)
            select (Tables: small ? Near(tables) : tables, addressesFirst),
            at =>
            {
                var (addresses, policies) = (new Queue<NodeUpdate>(), new Queue<NodeUpdate>());
                var before = RouteTable.Empty(RouteTableGen.Viewpoint);
                foreach (var table in at.Tables)
                {
                    var delta = RouteTableDelta.Between(before, table);
                    addresses.Enqueue(AddressesOf(delta) with { TableHash = table.ContentHash });
                    policies.Enqueue(new NodeUpdate.Policies(delta.Authorizations, delta.RemovedAuthorizations) { TableHash = table.ContentHash });
                    before = table;
                }

                var node = NodeState.Start(RouteTableGen.Viewpoint);
                for (var step = 0; addresses.Count + policies.Count > 0; step++)
                {
                    var isAddress = policies.Count == 0 || (addresses.Count > 0 && at.addressesFirst[step % at.addressesFirst.Length]);
                    node = node.Apply((isAddress ? addresses : policies).Dequeue()).Next;
                    Assert.Same(node.InForce, node.Overdue().InForce);
                    Assert.Contains(node.InForce, at.Tables.Prepend(RouteTable.Empty(RouteTableGen.Viewpoint)));
                }

                Assert.Equal(at.Tables[^1], node.InForce);
                Assert.False(node.IsWaiting);
            },
            Cases);

    private static NodeUpdate AddressesOf(RouteTableDelta delta) => new NodeUpdate.Addresses(
        delta.Services,
        delta.Workloads,
        delta.RemovedServices.Select(key => key.ToString()).Concat(delta.RemovedWorkloads).ToValueList());

    /// <summary>Each differs from the one before by a part of what it was.</summary>
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
