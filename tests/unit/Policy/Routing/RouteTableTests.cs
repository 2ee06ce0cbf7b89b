using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Unit.Policy.Routing;

/// <summary>Tables that are large enough to have branches, their hashes, and what they share.</summary>
public sealed class RouteTableTests
{
    private static readonly Viewpoint Viewpoint = new("east", "n", ViewpointRole.Node);

    /// <summary>Computed by a program of another language, by what docs/route-tables.md says.</summary>
    [Fact]
    public void The_hash_of_a_small_table_is_the_documented_one()
    {
        var table = RouteTable.Create(
            Viewpoint,
            [],
            [new Workload { Uid = "east//Pod/shop/käse", Name = "käse", Namespace = "shop", Network = "n", Addresses = [IPAddress.Parse("10.0.0.1")] }],
            []);
        Assert.Equal("e4a0cfe7e8263a643936cb04bcd84df4cd413fe557f989f6c83bae5f4bf98e24", table.ContentHash);
        Assert.Equal("206af89994da0c251e4425ae1872ba2ebd9e63275c927c6ff0534e655ad1c311", RouteTable.Empty(Viewpoint).ContentHash);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(3_000)]
    public void The_hash_of_a_table_of_any_size_is_the_documented_one(int size)
    {
        var table = Of(size);
        Assert.Equal(ReferenceTableHash.Of(table), table.ContentHash);
    }

    [Fact]
    public void A_table_that_grew_and_shrank_again_is_what_it_was()
    {
        var (small, large) = (Of(20), Of(3_000));
        var between = RouteTableDelta.Between(small, large);
        var grown = between.Apply(small);
        Assert.Equal(large.ContentHash, grown.ContentHash);
        var shrunk = RouteTableDelta.Between(grown, small).Apply(grown);
        Assert.Equal(small.ContentHash, shrunk.ContentHash);
        Assert.Equal(small, shrunk);
    }

    [Fact]
    public void A_change_of_one_workload_allocates_little_of_a_large_table()
    {
        var table = Of(20_000);
        Assert.NotEmpty(table.ContentHash);
        var delta = RouteTableDelta.Empty with { Workloads = [table.FindWorkload("east//Pod/shop/web-7")! with { Status = HealthStatus.Unhealthy }] };
        var bytes = Allocation.InRound(() => Assert.NotEmpty(delta.Apply(table).ContentHash)) / 1_000;
        Assert.InRange(bytes, 1, 40_000);
    }

    [Fact]
    public void Lookups_allocate_nothing()
    {
        var table = Of(3_000);
        var address = IPAddress.Parse("10.0.0.7");
        Assert.Equal(0, Allocation.InRound(() =>
        {
            _ = table.FindWorkload("east//Pod/shop/web-7");
            _ = table.FindService(new NamespacedName("shop", "web-7.shop.svc.cluster.local"));
            _ = table.FindByHostname("web-7.shop.svc.cluster.local", "shop");
            _ = table.FindByVirtualAddress("n", address, "shop");
            _ = table.FindByAddress("n", address);
            _ = table.FindWorkloadByHostname(new NamespacedName("shop", "nobody.example.test"));
            _ = table.FindAuthorization(new NamespacedName("shop", "nothing"));
            _ = table.EndpointsOf(new NamespacedName("shop", "web-7.shop.svc.cluster.local"));
        }));
    }

    [Fact]
    public void A_workload_that_does_not_change_keeps_its_compiled_policies()
    {
        AuthorizationPolicy[] policies = [new(new NamespacedName("shop", "p"), AuthorizationScope.Namespace, AuthorizationAction.Allow, [])];
        var before = Of(100, policies);
        var (same, other) = (before.FindWorkload("east//Pod/shop/web-1")!, before.FindWorkload("east//Pod/shop/web-2")!);
        var delta = RouteTableDelta.Empty with { Workloads = [other with { Status = HealthStatus.Unhealthy }] };
        var after = delta.Apply(before);
        Assert.Same(before.PoliciesOf(same), after.PoliciesOf(after.FindWorkload(same.Uid)!));

        // So does one of a table that was compiled from nothing with it in sight.
        var anew = RouteTable.Create(Viewpoint, after.Services, after.Workloads, policies, after);
        Assert.Same(before.PoliciesOf(same), anew.PoliciesOf(anew.FindWorkload(same.Uid)!));
        var closed = (RouteTableDelta.Empty with { RemovedAuthorizations = [policies[0].Key] }).Apply(before);
        Assert.NotSame(before.PoliciesOf(same), closed.PoliciesOf(same));
    }

    [Fact]
    public void An_unchanged_table_is_the_table_itself()
    {
        var table = Of(100);
        Assert.Same(table, RouteTableDelta.Between(table, Of(100)).Apply(table));
    }

    private static RouteTable Of(int size, params AuthorizationPolicy[] policies) => RouteTable.Create(
        Viewpoint,
        Enumerable.Range(0, size / 3).Select(i => new MeshService
        {
            Name = $"web-{i}",
            Namespace = "shop",
            Hostname = $"web-{i}.shop.svc.cluster.local",
            Addresses = [new NetworkAddress("n", new IPAddress([10, 96, (byte)(i >> 8), (byte)i]))],
            AddressBlocks = i % 10 == 0 ? [NetworkBlock.Of("n", new IPAddress([172, 16, (byte)(i >> 8), (byte)i]), 28)] : [],
        }),
        Enumerable.Range(0, size).Select(i => new Workload
        {
            Uid = $"east//Pod/shop/web-{i}",
            Name = $"web-{i}",
            Namespace = "shop",
            Network = "n",
            Addresses = [new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i])],
            Services = [new ServiceMembership(new NamespacedName("shop", $"web-{i / 3}.shop.svc.cluster.local"), [])],
        }),
        policies);
}
