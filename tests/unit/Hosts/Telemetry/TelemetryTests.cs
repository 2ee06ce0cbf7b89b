using System.Net;
using Microsoft.Extensions.Logging;
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
        Service = new MeshService { Name = "echo", Namespace = "default", Hostname = "echo.default.svc.cluster.local" },
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

    [Fact]
    public void Where_there_is_no_pod_the_canonical_service_is_the_workload_and_plain_connections_have_no_identities() =>
        Assert.Equal(
            "src.addr=10.244.0.24:46238 src.workload=\"shell\" dst.addr=10.244.0.42:15008 "
            + "direction=\"inbound\" bytes_sent=0 bytes_recv=0 duration=\"0ms\"",
            AccessLog.Fields(new ConnectionRecord
            {
                Direction = ConnectionDirection.Inbound,
                Source = Record.Source with { Workload = null, Namespace = null, Cluster = null, CanonicalName = "shell" },
                Destination = Record.Destination,
            }));

    [Theory]
    [InlineData("opened", LogLevel.Debug, "connection opened")]
    [InlineData("complete", LogLevel.Information, "connection complete")]
    [InlineData("failed", LogLevel.Error, "connection complete")]
    [InlineData("denied", LogLevel.Warning, "connection failed")]
    [InlineData("refused", LogLevel.Warning, "connection failed")]
    public void The_outcome_says_how_severe_a_line_is(string outcome, LogLevel level, string message)
    {
        using var lines = new KeptLines();
        using var logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines));
        var log = new ConnectionLog(new AccessLog(logs), new ConnectionMetrics(TelemetryLimits.Default));
        switch (outcome)
        {
            case "opened":
                log.Opened(Record);
                break;
            case "denied":
                log.Denied(Record with { Error = "why" });
                break;
            case "refused":
                log.Refused(ConnectionDirection.Inbound, new IPEndPoint(IPAddress.Loopback, 1), new IPEndPoint(IPAddress.Loopback, 2), "why");
                break;
            default:
                log.Closed(Record with { Error = outcome == "failed" ? "why" : null });
                break;
        }

        var (category, written, text) = Assert.Single(lines.Lines);
        Assert.Equal(("access", level), (category, written));
        Assert.StartsWith($"{message} src.addr=", text, StringComparison.Ordinal);
        if (outcome == "refused")
            Assert.Equal("connection failed src.addr=127.0.0.1:1 dst.addr=127.0.0.1:2 direction=\"inbound\" error=\"why\"", text);
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
    public void Of_traces_the_last_are_kept()
    {
        var traces = new TraceLog();
        for (var number = 0; number <= TraceLog.MaxTraces; number++)
            traces.Add(new ConnectionTrace { Id = $"{number}", From = "", FromIdentity = "", To = "" });
        Assert.Null(traces.Find("0"));
        Assert.NotNull(traces.Find("1"));
        Assert.NotNull(traces.Find($"{TraceLog.MaxTraces}"));
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class KeptLines : ILoggerProvider, ILogger
    {
        private string _category = "";

        public List<(string Category, LogLevel Level, string Text)> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName)
        {
            _category = categoryName;
            return this;
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((_category, logLevel, formatter(state, exception)));

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
