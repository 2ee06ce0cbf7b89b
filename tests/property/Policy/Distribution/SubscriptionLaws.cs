using FsCheck.Fluent;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy.Distribution;

public sealed class SubscriptionLaws
{
    private const int Cases = 200;

    private static readonly ulong[] Rolls = [0, ulong.MaxValue / 3, ulong.MaxValue];

    [Fact]
    public void Who_asked_for_a_destination_decides_about_it_as_who_knows_all() =>
        Law.Holds(
            RouteTableGen.Tables,
            table =>
            {
                foreach (var source in table.Workloads.Take(3))
                {
                    foreach (var (key, destination) in Destinations(table, source.Network))
                    {
                        var view = TableSubscription.OnDemand([source.Uid, key], source.Node).Of(table).Table;
                        foreach (var roll in Rolls)
                        {
                            var connection = new OutboundConnection(source.Uid, destination);
                            Assert.Equal(Router.Decide(table, connection, roll), Router.Decide(view, connection, roll));
                        }
                    }
                }
            },
            Cases);

    [Fact]
    public void A_view_is_a_part_of_the_table_and_the_keys_that_are_absent_lead_nowhere() =>
        Law.Holds(
            from table in RouteTableGen.Tables
            from keys in Gen.Elements(Keys(table).Append("nobody/nowhere").Append("c0//Pod/default/nobody").ToArray()).ArrayOf(3)
            select (table, keys),
            at =>
            {
                var (view, absent) = TableSubscription.OnDemand(at.keys, "c0-node").Of(at.table);
                Assert.All(view.Services, service => Assert.Same(service, at.table.FindService(service.Key)));
                Assert.All(view.Workloads, workload => Assert.Same(workload, at.table.FindWorkload(workload.Uid)));
                Assert.Equal(at.table.Authorizations, view.Authorizations);
                Assert.All(view.Services, service => Assert.Equal(at.table.EndpointsOf(service.Key).AsEnumerable(), view.EndpointsOf(service.Key)));
                Assert.All(
                    at.table.Workloads.Where(workload => workload.Cluster == "c0" && workload.Node == "c0-node"),
                    workload => Assert.NotNull(view.FindWorkload(workload.Uid)));
                Assert.All(absent, key => Assert.Empty(TableSubscription.OnDemand([key], "").Of(at.table).Table.Workloads));
                Assert.Equal(at.keys.Where(key => key.StartsWith("nobody", StringComparison.Ordinal) || key.EndsWith("nobody", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal), absent);
            },
            Cases);

    [Fact]
    public void Asking_for_more_only_adds_and_asking_for_all_gives_all() =>
        Law.Holds(
            from table in RouteTableGen.Tables
            from keys in Gen.Elements(Keys(table).Append("nobody/nowhere").ToArray()).ArrayOf(3)
            select (table, keys),
            at =>
            {
                var more = TableSubscription.OnDemand(at.keys, "").Of(at.table).Table;
                var less = TableSubscription.OnDemand(at.keys.Take(1), "").Of(at.table).Table;
                Assert.Subset(more.Workloads.ToHashSet(), less.Workloads.ToHashSet());
                Assert.Subset(more.Services.ToHashSet(), less.Services.ToHashSet());
                Assert.Equal(more, TableSubscription.OnDemand(at.keys.Reverse().Concat(at.keys), "").Of(at.table).Table);
                Assert.Same(at.table, TableSubscription.Everything.Of(at.table).Table);
            },
            Cases);

    private static IEnumerable<string> Keys(RouteTable table) =>
    [
        .. table.Workloads.Select(workload => workload.Uid),
        .. table.Services.Select(service => service.Key.ToString()),
        .. table.Services.SelectMany(service => service.Addresses.Select(address => address.ToString())),
        .. table.Services.SelectMany(service => service.AddressBlocks.Select(block => block.ToString())),
    ];

    /// <summary>What may be called, and the key by which a node that does not know it asks for it.</summary>
    private static IEnumerable<(string Key, Destination Destination)> Destinations(RouteTable table, string network) =>
    [
        .. from service in table.Services
           from port in service.Ports.Select(port => port.ServicePort).Append(1)
           select (service.Key.ToString(), (Destination)new Destination.Named(service.Hostname, port)),
        .. from address in table.Services.SelectMany(service => service.Addresses.Select(one => one.Address))
               .Concat(table.Workloads.SelectMany(workload => workload.Addresses))
               .Concat(RouteTableGen.SharedAddresses)
               .Distinct()
           from port in new[] { 80, 8080 }
           select ($"{network}/{address}", (Destination)new Destination.Addressed(new System.Net.IPEndPoint(address, port))),
    ];
}
