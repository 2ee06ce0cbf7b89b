using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy;

/// <summary>Names that decisions leave open. An address is its own name, so that nothing but this machine is asked.</summary>
public sealed class HostLookupTests
{
    private static readonly RouteDecision.Plain Pattern = new(new IPEndPoint(IPAddress.Any, 443), null, null);

    private static readonly Workload Caller = new()
    {
        Uid = "u",
        Name = "cart-0",
        Namespace = "shop",
        Cluster = "east",
        Owner = "cart",
        CanonicalName = "basket",
        CanonicalRevision = "v1",
        TrustDomain = "cluster.local",
        ServiceAccount = "cart",
    };

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

    [Fact]
    public async Task What_is_asked_is_counted_by_who_calls_and_the_name()
    {
        var metrics = new HostLookupMetrics();
        await CompleteAsync(Pattern, metrics);
        Assert.Empty(Text(metrics));
        await CompleteAsync(Named("192.0.2.1"), metrics);
        await CompleteAsync(Named("192.0.2.1"), metrics);
        await CompleteAsync(Named("2001:db8::1"), metrics);
        const string source =
            "source_workload=\"cart\",source_canonical_service=\"basket\",source_canonical_revision=\"v1\",source_workload_namespace=\"shop\","
            + "source_principal=\"spiffe://cluster.local/ns/shop/sa/cart\",source_app=\"basket\",source_version=\"v1\",source_cluster=\"east\"";
        Assert.Equal(
            $$"""
            # HELP istio_on_demand_dns_total The total number of requests that used on-demand DNS (unstable).
            # TYPE istio_on_demand_dns_total counter
            istio_on_demand_dns_total{{{source}},hostname="192.0.2.1"} 2
            istio_on_demand_dns_total{{{source}},hostname="2001:db8::1"} 1

            """,
            Text(metrics));
    }

    [Fact]
    public void Names_beyond_the_limit_are_counted_as_one()
    {
        var metrics = new HostLookupMetrics();
        for (var number = 0; number < HostLookupMetrics.MaxSeries + 2; number++)
            metrics.Requested(Caller, $"host-{number}");
        metrics.Requested(Caller, "host-0");
        var lines = Text(metrics).Split('\n');
        Assert.Equal(HostLookupMetrics.MaxSeries + 1, lines.Count(line => line.StartsWith("istio_on_demand_dns_total", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.EndsWith("source_cluster=\"unknown\",hostname=\"unknown\"} 2", StringComparison.Ordinal));
        Assert.Single(lines, line => line.EndsWith("hostname=\"host-0\"} 2", StringComparison.Ordinal));
    }

    private static RouteDecision.Unresolved Named(string host) => new(host, [AddressFamily.InterNetwork], Pattern);

    private static string Text(HostLookupMetrics metrics)
    {
        var text = new MetricsText();
        metrics.Write(text);
        return text.ToString();
    }

    private static async Task<(RouteDecision?, string?)> CompleteAsync(RouteDecision decision, HostLookupMetrics? metrics = null) =>
        await new HostLookup(metrics ?? new HostLookupMetrics(), TunnelLimits.Default, TimeProvider.System)
            .CompleteAsync(decision, Caller, TestContext.Current.CancellationToken);
}
