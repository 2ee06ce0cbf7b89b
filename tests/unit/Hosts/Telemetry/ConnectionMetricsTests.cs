using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.Telemetry;

/// <summary>Istio's names, labels and meanings, line by line.</summary>
public sealed class ConnectionMetricsTests
{
    private static readonly ConnectionRecord Record = new()
    {
        Direction = ConnectionDirection.Outbound,
        Source = new ConnectionEnd
        {
            Workload = "shell-0",
            Owner = "shell",
            Namespace = "default",
            Cluster = "east",
            CanonicalName = "shell",
            CanonicalRevision = "v1",
            Region = "r1",
            Zone = "z1",
            Identity = new SpiffeId("cluster.local", "default", "shell"),
        },
        Destination = new ConnectionEnd
        {
            Owner = "echo", Namespace = "shop", Cluster = "west", Identity = new SpiffeId("cluster.local", "shop", "echo"),
        },
        Authority = "10.96.108.116:80",
        Service = new MeshService { Name = "echo", Namespace = "shop", Hostname = "echo.shop.svc.cluster.local" },
        BytesSent = 67,
        BytesReceived = 490,
    };

    private readonly ConnectionMetrics _metrics = new(TelemetryLimits.Default);

    [Fact]
    public void Labels_are_Istios_in_Istios_order() =>
        Assert.Equal(
            """
            reporter="source",
            source_workload="shell",
            source_canonical_service="shell",
            source_canonical_revision="v1",
            source_workload_namespace="default",
            source_principal="spiffe://cluster.local/ns/default/sa/shell",
            source_app="shell",
            source_version="v1",
            source_cluster="east",
            destination_service="echo.shop.svc.cluster.local",
            destination_service_namespace="shop",
            destination_service_name="echo",
            destination_workload="echo",
            destination_canonical_service="unknown",
            destination_canonical_revision="unknown",
            destination_workload_namespace="shop",
            destination_principal="spiffe://cluster.local/ns/shop/sa/echo",
            destination_app="unknown",
            destination_version="unknown",
            destination_cluster="west",
            request_protocol="tcp",
            response_flags="-",
            connection_security_policy="mutual_tls",
            source_region="r1",
            source_zone="z1",
            destination_region="unknown",
            destination_zone="unknown"
            """.ReplaceLineEndings(""),
            ConnectionLabels.Of(Record, ConnectionFlag.None).Render());

    [Fact]
    public void Without_tunnel_nobody_has_an_identity()
    {
        var labels = ConnectionLabels.Of(Record with { Authority = null }, ConnectionFlag.None).Render();
        Assert.Contains("source_principal=\"unknown\"", labels);
        Assert.Contains("destination_principal=\"unknown\"", labels);
        Assert.Contains("connection_security_policy=\"unknown\"", labels);
    }

    [Fact]
    public void Localities_are_written_once_an_end_is_known()
    {
        var nobody = Record with { Authority = null, Source = ConnectionEnd.Unknown, Destination = ConnectionEnd.Unknown };
        Assert.DoesNotContain("_region", ConnectionLabels.Of(nobody, ConnectionFlag.None).Render());
        Assert.Contains("source_region=\"unknown\"", ConnectionLabels.Of(nobody with { Destination = Record.Destination }, ConnectionFlag.None).Render());
    }

    /// <summary>Istio counts what a caller sends as received, from either end.</summary>
    [Fact]
    public void Both_ends_count_bytes_in_the_same_direction()
    {
        Run(Record);
        Run(Record with { Direction = ConnectionDirection.Inbound, BytesSent = 490, BytesReceived = 67 });
        Assert.Equal(2, Count("istio_tcp_received_bytes_total{", " 67"));
        Assert.Equal(2, Count("istio_tcp_sent_bytes_total{", " 490"));
        Assert.Equal(1, Count("istio_tcp_sent_bytes_total{reporter=\"destination\"", " 490"));
        Assert.Equal(1, Count("# TYPE istio_tcp_sent_bytes_total counter", ""));
    }

    [Fact]
    public void What_is_opened_has_no_flag_and_what_is_closed_has_the_one_that_it_ended_by()
    {
        Run(Record with { Error = "denied", Flag = ConnectionFlag.Denied });
        Run(Record);
        Assert.Equal(1, Count("istio_tcp_connections_opened_total{", " 2"));
        Assert.Equal(1, Count("istio_tcp_connections_opened_total{", ""));
        Assert.Equal(2, Count("istio_tcp_connections_closed_total{", " 1"));
        Assert.Equal(1, Count("istio_tcp_connections_failed_total{", ""));
        Assert.Contains(Lines(), line => line.StartsWith("istio_tcp_connections_failed_total{", StringComparison.Ordinal)
            && line.Contains("response_flags=\"DENY\"", StringComparison.Ordinal));
        Assert.Equal(1, Count("istio_tcp_received_bytes_total{", " 134"));
    }

    [Fact]
    public void Before_anything_is_counted_nothing_is_written() => Assert.Empty(Lines());

    [Theory]
    [InlineData(nameof(ConnectionFlag.None), "-")]
    [InlineData(nameof(ConnectionFlag.Denied), "DENY")]
    [InlineData(nameof(ConnectionFlag.ConnectFailed), "CONNECT")]
    [InlineData(nameof(ConnectionFlag.TlsFailed), "TLS_FAILURE")]
    [InlineData(nameof(ConnectionFlag.Http2Failed), "H2_HANDSHAKE_FAILURE")]
    [InlineData(nameof(ConnectionFlag.NetworkPolicy), "NETWORK_POLICY")]
    [InlineData(nameof(ConnectionFlag.NoIdentity), "IDENTITY_ERROR")]
    [InlineData(nameof(ConnectionFlag.CertificateRevoked), "CERT_REVOKED")]
    public void Flags_have_ztunnels_words(string name, string label)
    {
        var flag = Enum.Parse<ConnectionFlag>(name);
        Assert.Equal(label, flag.Label());
        Assert.Contains($"response_flags=\"{label}\"", ConnectionLabels.Of(Record, flag).Render());
    }

    [Theory]
    [InlineData(TunnelFault.ConnectFailed, TunnelLayer.Transport, true, nameof(ConnectionFlag.ConnectFailed))]
    [InlineData(TunnelFault.TimedOut, TunnelLayer.Transport, true, nameof(ConnectionFlag.NetworkPolicy))]
    [InlineData(TunnelFault.TimedOut, TunnelLayer.Transport, false, nameof(ConnectionFlag.ConnectFailed))]
    [InlineData(TunnelFault.TimedOut, TunnelLayer.Outer, true, nameof(ConnectionFlag.ConnectFailed))]
    [InlineData(TunnelFault.TlsFailed, TunnelLayer.Outer, true, nameof(ConnectionFlag.TlsFailed))]
    [InlineData(TunnelFault.IdentityMismatch, TunnelLayer.Inner, true, nameof(ConnectionFlag.TlsFailed))]
    [InlineData(TunnelFault.CertificateRevoked, TunnelLayer.Outer, true, nameof(ConnectionFlag.CertificateRevoked))]
    [InlineData(TunnelFault.ProtocolError, TunnelLayer.Outer, true, nameof(ConnectionFlag.Http2Failed))]
    [InlineData(TunnelFault.Refused, TunnelLayer.Outer, true, nameof(ConnectionFlag.ConnectFailed))]
    [InlineData(TunnelFault.Reset, TunnelLayer.Outer, true, nameof(ConnectionFlag.ConnectFailed))]
    public void What_could_not_be_opened_has_a_flag(TunnelFault fault, TunnelLayer layer, bool isTunnel, string flag) =>
        Assert.Equal(Enum.Parse<ConnectionFlag>(flag), ConnectionFlags.OfOpening(new TunnelException(layer, fault, "why"), isTunnel));

    [Fact]
    public void Who_has_no_certificate_has_no_identity() =>
        Assert.Equal(
            ConnectionFlag.NoIdentity,
            ConnectionFlags.OfOpening(
                new TunnelException(TunnelLayer.Outer, TunnelFault.TlsFailed, "why", null, new CertificateUnavailableException("why")), isTunnel: true));

    [Fact]
    public void Beyond_the_limit_labels_are_counted_as_one_for_each_reporter()
    {
        const int limit = 5;
        var metrics = new ConnectionMetrics(TelemetryLimits.Default with { ConnectionSeries = limit });
        for (var number = 0; number < limit + 3; number++)
            metrics.Opened(Record with { Source = new ConnectionEnd { Owner = $"w{number}" } });
        metrics.Opened(Record with { Direction = ConnectionDirection.Inbound });
        metrics.Opened(Record with { Source = new ConnectionEnd { Owner = "w0" } });
        var opened = Lines(metrics).Where(line => line.StartsWith("istio_tcp_connections_opened_total{", StringComparison.Ordinal)).ToArray();
        Assert.Equal(limit + 2, opened.Length);
        Assert.Single(opened, line => line.StartsWith("istio_tcp_connections_opened_total{reporter=\"source\",source_workload=\"unknown\"", StringComparison.Ordinal) && line.EndsWith(" 3", StringComparison.Ordinal));
        Assert.Single(opened, line => line.StartsWith("istio_tcp_connections_opened_total{reporter=\"destination\",source_workload=\"unknown\"", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal));
        Assert.Single(opened, line => line.Contains("\"w0\"", StringComparison.Ordinal) && line.EndsWith(" 2", StringComparison.Ordinal));
        Assert.Contains("scopemesh_connection_series_overflows_total 4", Lines(metrics));
    }

    private void Run(ConnectionRecord record) => _metrics.Closed(record, _metrics.Opened(record));

    private int Count(string start, string end) =>
        Lines().Count(line => line.StartsWith(start, StringComparison.Ordinal) && line.EndsWith(end, StringComparison.Ordinal));

    private string[] Lines() => Lines(_metrics);

    private static string[] Lines(ConnectionMetrics metrics)
    {
        var text = new MetricsText();
        metrics.Write(text);
        return text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
