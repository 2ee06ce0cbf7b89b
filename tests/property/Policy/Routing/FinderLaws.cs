using System.Net;
using FsCheck.Fluent;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy.Routing;

/// <summary>What a table finds by its indexes is what a look through its ordered lists finds.</summary>
public sealed class FinderLaws
{
    private const int Cases = 200;

    private static readonly string[] Callers = ["", "default", "shop", "elsewhere"];
    private static readonly string[] Networks = ["network-0", "network-1", "elsewhere"];

    [Fact]
    public void Services_are_found_as_by_a_look_through_all() =>
        Law.Holds(
            RouteTableGen.Tables,
            table =>
            {
                foreach (var caller in Callers)
                {
                    foreach (var host in table.Services.Select(service => service.Hostname).Append("nobody.example.test"))
                        Assert.Equal(ByRank(table.Services.Where(service => service.Hostname == host), caller), table.FindByHostname(host, caller));
                    foreach (var address in Addresses(table))
                        Assert.Equal(ByAddress(table, address, caller), table.FindByVirtualAddress(address, caller));
                }
            },
            Cases);

    [Fact]
    public void Workloads_are_found_as_by_a_look_through_all() =>
        Law.Holds(
            RouteTableGen.Tables,
            table =>
            {
                foreach (var address in Addresses(table))
                {
                    var expected = table.Workloads
                        .Where(workload => workload.NetworkMode == NetworkMode.Standard
                            && workload.Network == address.Network && workload.Addresses.Contains(address.Address))
                        .OrderByDescending(workload => workload.Uid.Contains("//Pod/", StringComparison.Ordinal))
                        .ThenByDescending(workload => workload.TunnelProtocol)
                        .FirstOrDefault();
                    Assert.Same(expected, table.FindByAddress(address));
                }

                foreach (var ns in Callers)
                {
                    var name = new NamespacedName(ns, RouteTableGen.SharedHost);
                    Assert.Same(
                        table.Workloads.FirstOrDefault(workload => workload.Namespace == ns && workload.Hostname == name.Name),
                        table.FindWorkloadByHostname(name));
                }
            },
            Cases);

    [Fact]
    public void Endpoints_and_keys_are_found_as_by_a_look_through_all() =>
        Law.Holds(
            RouteTableGen.Tables,
            table =>
            {
                Assert.All(table.Services, service => Assert.Same(service, table.FindService(service.Key)));
                Assert.All(table.Workloads, workload => Assert.Same(workload, table.FindWorkload(workload.Uid)));
                Assert.All(table.Authorizations, policy => Assert.Same(policy, table.FindAuthorization(policy.Key)));
                var members = table.Workloads.SelectMany(workload => workload.Services.Select(part => new Endpoint(workload, part))).ToArray();
                foreach (var key in members.Select(endpoint => endpoint.Membership.Service).Distinct())
                    Assert.Equal(members.Where(endpoint => endpoint.Membership.Service == key), table.EndpointsOf(key));
                Assert.Empty(table.EndpointsOf(new NamespacedName("nobody", "nowhere")));
            },
            Cases);

    [Fact]
    public void A_table_is_whole_when_every_listed_policy_is_there() =>
        Law.Holds(
            RouteTableGen.Tables,
            table => Assert.Equal(
                table.Workloads.All(workload => workload.AuthorizationPolicies.All(key => table.FindAuthorization(key) is not null)),
                table.IsWhole),
            Cases);

    [Fact]
    public void A_table_that_came_by_changes_finds_what_one_made_from_nothing_finds() =>
        Law.Holds(
            RouteTableGen.Tables.ArrayOf(3),
            tables =>
            {
                var current = RouteTable.Empty(RouteTableGen.Viewpoint);
                foreach (var table in tables)
                {
                    current = RouteTableDelta.Between(current, table).Apply(current);
                    Assert.Equal(table.ContentHash, current.ContentHash);
                    Assert.Equal(RouteTableEncoding.Encode(table), RouteTableEncoding.Encode(current));
                    Assert.Equal(table.IsWhole, current.IsWhole);
                    foreach (var address in Addresses(table))
                    {
                        Assert.Equal(table.FindByVirtualAddress(address, "shop"), current.FindByVirtualAddress(address, "shop"));
                        Assert.Equal(table.FindByAddress(address), current.FindByAddress(address));
                    }

                    foreach (var service in table.Services)
                    {
                        Assert.Equal(table.FindByHostname(service.Hostname, "shop"), current.FindByHostname(service.Hostname, "shop"));
                        Assert.Equal(table.EndpointsOf(service.Key).AsEnumerable(), current.EndpointsOf(service.Key));
                    }
                }
            },
            Cases);

    /// <summary>Addresses that something in the table has or may have, in every network.</summary>
    private static IEnumerable<NetworkAddress> Addresses(RouteTable table) =>
        from address in table.Services.SelectMany(service => service.Addresses.Select(one => one.Address))
            .Concat(table.Workloads.SelectMany(workload => workload.Addresses))
            .Concat(RouteTableGen.SharedAddresses)
            .Concat([IPAddress.Parse("8.8.8.8"), IPAddress.Parse("2001:db8:ffff::1"), IPAddress.Parse("203.0.113.1")])
            .Distinct()
        from network in Networks
        select new NetworkAddress(network, address);

    private static MeshService? ByAddress(RouteTable table, NetworkAddress address, string caller)
    {
        if (ByRank(table.Services.Where(service => service.Addresses.Contains(address)), caller) is { } exact)
            return exact;
        return (from service in table.Services
                where IsVisible(service, caller)
                from block in service.AddressBlocks
                where block.Network == address.Network && block.Block.Contains(address.Address)
                orderby service.Namespace == caller descending, block.Block.PrefixLength descending, service.IsCanonical descending, service.Key
                select service).FirstOrDefault();
    }

    private static MeshService? ByRank(IEnumerable<MeshService> services, string caller) =>
        services.Where(service => IsVisible(service, caller))
            .OrderByDescending(service => service.Namespace == caller)
            .ThenByDescending(service => service.Namespace != caller && service.IsCanonical)
            .ThenBy(service => service.Key)
            .FirstOrDefault();

    private static bool IsVisible(MeshService service, string caller) =>
        caller.Length == 0 || service.Namespace == caller || service.Visibility == ServiceVisibility.Public;
}
