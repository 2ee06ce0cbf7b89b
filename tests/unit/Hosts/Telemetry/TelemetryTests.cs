using System.Net;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.Telemetry;

public sealed class TelemetryTests
{
    private static readonly ConnectionRecord Record = new()
    {
        Direction = ConnectionDirection.Outbound,
        Source = new ConnectionEnd
        {
            Address = new IPEndPoint(IPAddress.Parse("10.244.0.24"), 46238),
            Workload = "shell-0",
            Owner = "shell",
            Namespace = "default",
            Cluster = "east",
            Identity = new SpiffeId("cluster.local", "default", "shell"),
        },
        Destination = new ConnectionEnd { Address = new IPEndPoint(IPAddress.Parse("10.244.0.42"), 15008) },
        Authority = "10.96.108.116:80",
        Service = "echo.default.svc.cluster.local",
        BytesSent = 67,
        BytesReceived = 490,
        Duration = TimeSpan.FromMilliseconds(13),
    };

    [Fact]
    public void A_line_has_ztunnels_fields_in_ztunnels_order() =>
        Assert.Equal(
            "src.addr=10.244.0.24:46238 src.workload=\"shell-0\" src.namespace=\"default\" "
            + "src.identity=\"spiffe://cluster.local/ns/default/sa/shell\" src.cluster=\"east\" "
            + "dst.addr=10.244.0.42:15008 dst.hbone_addr=10.96.108.116:80 dst.service=\"echo.default.svc.cluster.local\" "
            + "direction=\"outbound\" bytes_sent=67 bytes_recv=490 duration=\"13ms\"",
            AccessLog.Fields(Record));

    [Fact]
    public void What_a_caller_sends_cannot_speak_to_a_terminal() =>
        Assert.EndsWith(
            "error=\"no \\u001b[31mhost\\u000a \\\"x\\\" \\\\\"",
            AccessLog.Fields(Record with { Error = "no \u001b[31mhost\n \"x\" \\" }));

    /// <summary>Istio counts what a caller sends as received, from either end.</summary>
    [Fact]
    public void Both_ends_count_bytes_in_the_same_direction()
    {
        var metrics = new ConnectionMetrics();
        metrics.Opened(Record);
        metrics.Closed(Record);
        metrics.Closed(Record with { Direction = ConnectionDirection.Inbound, BytesSent = 490, BytesReceived = 67, Error = "x" });
        var text = new MetricsText();
        metrics.Write(text);
        var lines = text.ToString().Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith("istio_tcp_received_bytes_total{", StringComparison.Ordinal) && line.EndsWith(" 67", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line.StartsWith("istio_tcp_sent_bytes_total{", StringComparison.Ordinal) && line.EndsWith(" 490", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("istio_tcp_connections_failed_total{reporter=\"destination\"", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));
        Assert.Single(lines, line => line == "# TYPE istio_tcp_sent_bytes_total counter");
    }

    [Fact]
    public void Limits_that_peers_meet_are_counted_by_their_labels()
    {
        using var limits = new TunnelLimitCounts();
        TunnelMetrics.CountLimit("of-this-test");
        TunnelMetrics.CountLimit("of-this-test");
        var text = new MetricsText();
        limits.Write(text);
        Assert.Contains("scopemesh_tunnel_limits_reached_total{limit=\"of-this-test\"} 2", text.ToString());
    }

    [Fact]
    public void Callers_beyond_the_limit_are_counted_as_one()
    {
        var metrics = new ConnectionMetrics();
        for (var number = 0; number < ConnectionMetrics.MaxSeries + 10; number++)
            metrics.Opened(Record with { Source = new ConnectionEnd { Owner = $"w{number}" } });
        var text = new MetricsText();
        metrics.Write(text);
        var opened = text.ToString().Split('\n').Where(line => line.StartsWith("istio_tcp_connections_opened_total{", StringComparison.Ordinal)).ToArray();
        Assert.Equal(ConnectionMetrics.MaxSeries + 1, opened.Length);
        Assert.Single(opened, line => line.EndsWith(" 10", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_traces_the_last_are_kept()
    {
        var traces = new TraceLog();
        for (var number = 0; number <= TraceLog.MaxTraces; number++)
            traces.Add(new ConnectionTrace { Id = $"{number}", From = "", FromIdentity = "", To = "" });
        Assert.Null(traces.Find("0"));
        Assert.NotNull(traces.Find("1"));
        Assert.NotNull(traces.Find($"{TraceLog.MaxTraces}"));
    }
}
