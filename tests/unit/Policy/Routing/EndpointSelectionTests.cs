using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Routing;

public sealed class EndpointSelectionTests
{
    private static readonly ValueList<RoutingScope> SameZone = [RoutingScope.Network, RoutingScope.Region, RoutingScope.Zone];

    /// <summary>ztunnel's own example: 5, 4, 3 in the caller's network, 2, 1, 0 in others.</summary>
    [Theory]
    [InlineData("n/r/z", 5)]
    [InlineData("n/r/x", 4)]
    [InlineData("n/x/z", 3)]
    [InlineData("n/x/x", 3)]
    [InlineData("x/r/z", 2)]
    [InlineData("x/r/x", 1)]
    [InlineData("x/x/z", 0)]
    [InlineData("x/x/x", 0)]
    public void An_endpoint_of_the_callers_network_outranks_all_others(string endpoint, int rank) =>
        Assert.Equal(rank, Rank("n/r/z", endpoint, SameZone));

    [Fact]
    public void A_preference_that_is_not_met_ends_the_count_where_the_network_is_not_first()
    {
        ValueList<RoutingScope> zoneThenNetwork = [RoutingScope.Region, RoutingScope.Zone, RoutingScope.Network];
        Assert.Equal(3, Rank("n/r/z", "n/r/z", zoneThenNetwork));
        Assert.Equal(1, Rank("n/r/z", "n/r/x", zoneThenNetwork));
        Assert.Equal(0, Rank("n/r/z", "n/x/z", zoneThenNetwork));
    }

    [Fact]
    public void Unknown_places_are_the_same_place() => Assert.Equal(5, Rank("n//", "n//", SameZone));

    private static int Rank(string source, string endpoint, ValueList<RoutingScope> preferences) =>
        EndpointSelection.Rank(
            At(source), At(endpoint), new LoadBalancing(LoadBalancingMode.Failover, preferences, HealthPolicy.OnlyHealthy));

    private static Workload At(string place)
    {
        var parts = place.Split('/');
        return new Workload
        {
            Uid = place,
            Name = "w",
            Namespace = "default",
            Addresses = [IPAddress.Loopback],
            Network = parts[0],
            Locality = new Locality(parts[1], parts[2], ""),
        };
    }
}
