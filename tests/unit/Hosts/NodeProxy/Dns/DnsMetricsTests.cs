using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Dns;

public sealed class DnsMetricsTests
{
    private static readonly Workload Caller = new() { Uid = "u", Name = "cart-0", Namespace = "shop", CanonicalName = "cart", CanonicalRevision = "v1" };

    [Fact]
    public void Questions_are_counted_by_ztunnels_names_and_labels()
    {
        var metrics = new DnsMetrics();
        var labels = DnsLabels.Of(DnsType.AAAA, DnsTransport.Udp, Caller);
        metrics.Requested(labels);
        metrics.Requested(labels);
        metrics.Requested(DnsLabels.Of((DnsType)4711, DnsTransport.Tcp, null));
        metrics.Forwarded(labels, TimeSpan.FromMilliseconds(50), isAnswered: true);
        metrics.Forwarded(labels, TimeSpan.FromSeconds(7), isAnswered: false);
        Assert.Equal(
            """
            # HELP istio_dns_requests_total DNS requests.
            # TYPE istio_dns_requests_total counter
            istio_dns_requests_total{AAAA} 2
            istio_dns_requests_total{unknown} 1
            # HELP istio_dns_upstream_requests_total DNS requests handed on to other servers.
            # TYPE istio_dns_upstream_requests_total counter
            istio_dns_upstream_requests_total{AAAA} 2
            # HELP istio_dns_upstream_failures_total DNS requests that no other server answered.
            # TYPE istio_dns_upstream_failures_total counter
            istio_dns_upstream_failures_total{AAAA} 1
            # HELP istio_dns_upstream_request_duration_seconds How long other servers took for DNS requests.
            # TYPE istio_dns_upstream_request_duration_seconds histogram
            istio_dns_upstream_request_duration_seconds_bucket{AAAA,le="0.0005"} 0
            istio_dns_upstream_request_duration_seconds_bucket{AAAA,le="0.001"} 0
            istio_dns_upstream_request_duration_seconds_bucket{AAAA,le="0.01"} 0
            istio_dns_upstream_request_duration_seconds_bucket{AAAA,le="0.1"} 1
            istio_dns_upstream_request_duration_seconds_bucket{AAAA,le="1"} 1
            istio_dns_upstream_request_duration_seconds_bucket{AAAA,le="5"} 1
            istio_dns_upstream_request_duration_seconds_bucket{AAAA,le="+Inf"} 2
            istio_dns_upstream_request_duration_seconds_sum{AAAA} 7.05
            istio_dns_upstream_request_duration_seconds_count{AAAA} 2

            """,
            Text(metrics)
                .Replace("request_query_type=\"AAAA\",request_protocol=\"udp\",source_canonical_service=\"cart\",source_canonical_revision=\"v1\"", "AAAA", StringComparison.Ordinal)
                .Replace("request_query_type=\"unknown\",request_protocol=\"tcp\",source_canonical_service=\"unknown\",source_canonical_revision=\"unknown\"", "unknown", StringComparison.Ordinal));
    }

    [Fact]
    public void Callers_beyond_the_limit_are_counted_as_one()
    {
        var metrics = new DnsMetrics();
        for (var number = 0; number < DnsMetrics.MaxSeries + 10; number++)
            metrics.Requested(DnsLabels.Of(DnsType.A, DnsTransport.Udp, Caller with { CanonicalName = $"w{number}" }));
        var lines = Text(metrics).Split('\n').Where(line => line.StartsWith("istio_dns_requests_total{", StringComparison.Ordinal)).ToArray();
        Assert.Equal(DnsMetrics.MaxSeries + 1, lines.Length);
        Assert.Single(lines, line => line.EndsWith(" 10", StringComparison.Ordinal));
    }

    private static string Text(DnsMetrics metrics)
    {
        var text = new MetricsText();
        metrics.Write(text);
        return text.ToString();
    }
}
