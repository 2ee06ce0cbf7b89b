using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy;

/// <summary>Names that decisions leave open. An address is its own name, so that nothing but this machine is asked.</summary>
public sealed class HostLookupTests
{
    private static readonly RouteDecision.Plain Pattern = new(new IPEndPoint(IPAddress.Any, 443), null, null);

    [Fact]
    public async Task A_decision_that_has_its_address_stays_as_it_is() =>
        Assert.Equal((Pattern, (string?)null), await CompleteAsync(Pattern));

    [Fact]
    public async Task A_name_becomes_its_address()
    {
        var (decision, error) = await CompleteAsync(new RouteDecision.Unresolved("192.0.2.1", [AddressFamily.InterNetwork], Pattern));
        Assert.Equal((new RouteDecision.Plain(IPEndPoint.Parse("192.0.2.1:443"), null, null), (string?)null), (decision, error));
    }

    [Fact]
    public async Task A_name_without_an_address_of_the_family_is_an_error() =>
        Assert.Equal(
            (null, "`192.0.2.1` has no address of IPv6"),
            await CompleteAsync(new RouteDecision.Unresolved("192.0.2.1", [AddressFamily.InterNetworkV6], Pattern)));

    private static async Task<(RouteDecision?, string?)> CompleteAsync(RouteDecision decision) =>
        await HostLookup.CompleteAsync(decision, TunnelLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken);
}
