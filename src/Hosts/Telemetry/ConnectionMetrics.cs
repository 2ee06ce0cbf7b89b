using System.Collections.Concurrent;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>Istio's TCP metrics, counted by who called whom.</summary>
internal sealed class ConnectionMetrics
{
    /// <summary>How many different callers and callees are counted apart; beyond it they are counted as one.</summary>
    public const int MaxSeries = 10_000;

    private static readonly ConnectionRecord Overflow = new()
    {
        Direction = ConnectionDirection.Outbound,
        Source = ConnectionEnd.Unknown,
        Destination = ConnectionEnd.Unknown,
    };

    private readonly ConcurrentDictionary<Labels, Counters> _series = new();

    public void Opened(ConnectionRecord record) => Interlocked.Increment(ref For(record).Opened);

    public void Closed(ConnectionRecord record)
    {
        var counters = For(record);
        Interlocked.Increment(ref counters.Closed);
        if (record.Error is not null)
            Interlocked.Increment(ref counters.Failed);

        // Istio counts what the caller sends as received, from either end.
        var (fromCaller, toCaller) = record.Direction == ConnectionDirection.Outbound
            ? (record.BytesSent, record.BytesReceived)
            : (record.BytesReceived, record.BytesSent);
        Interlocked.Add(ref counters.Received, fromCaller);
        Interlocked.Add(ref counters.Sent, toCaller);
    }

    public void Write(MetricsText text)
    {
        var series = _series.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal).ToArray();
        Family(text, series, "istio_tcp_connections_opened_total", "TCP connections opened.", counters => counters.Opened);
        Family(text, series, "istio_tcp_connections_closed_total", "TCP connections closed.", counters => counters.Closed);
        Family(text, series, "istio_tcp_connections_failed_total", "TCP connections that failed.", counters => counters.Failed);
        Family(text, series, "istio_tcp_received_bytes_total", "Bytes from callers.", counters => counters.Received);
        Family(text, series, "istio_tcp_sent_bytes_total", "Bytes to callers.", counters => counters.Sent);
    }

    private static void Family(
        MetricsText text, KeyValuePair<Labels, Counters>[] series, string name, string help, Func<Counters, long> value)
    {
        foreach (var (labels, counters) in series)
        {
            text.Counter(
                name,
                help,
                value(counters),
                ("reporter", labels.Reporter),
                ("source_workload", labels.SourceWorkload),
                ("source_workload_namespace", labels.SourceNamespace),
                ("source_principal", labels.SourcePrincipal),
                ("source_cluster", labels.SourceCluster),
                ("destination_service", labels.DestinationService),
                ("destination_workload", labels.DestinationWorkload),
                ("destination_workload_namespace", labels.DestinationNamespace),
                ("destination_principal", labels.DestinationPrincipal),
                ("destination_cluster", labels.DestinationCluster),
                ("request_protocol", "tcp"),
                ("connection_security_policy", labels.SourcePrincipal == Unknown ? Unknown : "mutual_tls"));
        }
    }

    private const string Unknown = "unknown";

    private Counters For(ConnectionRecord record)
    {
        var labels = Labels.Of(record);
        if (_series.TryGetValue(labels, out var known))
            return known;
        return _series.GetOrAdd(_series.Count < MaxSeries ? labels : Labels.Of(Overflow), _ => new Counters());
    }

    private sealed class Counters
    {
        public long Opened;
        public long Closed;
        public long Failed;
        public long Received;
        public long Sent;
    }

    private sealed record Labels(
        string Reporter,
        string SourceWorkload,
        string SourceNamespace,
        string SourcePrincipal,
        string SourceCluster,
        string DestinationService,
        string DestinationWorkload,
        string DestinationNamespace,
        string DestinationPrincipal,
        string DestinationCluster)
    {
        public static Labels Of(ConnectionRecord record) => new(
            record.Direction == ConnectionDirection.Inbound ? "destination" : "source",
            record.Source.Owner ?? Unknown,
            record.Source.Namespace ?? Unknown,
            Principal(record.Source),
            record.Source.Cluster ?? Unknown,
            record.Service ?? Unknown,
            record.Destination.Owner ?? Unknown,
            record.Destination.Namespace ?? Unknown,
            Principal(record.Destination),
            record.Destination.Cluster ?? Unknown);

        private static string Principal(ConnectionEnd end) => end.Identity.IsNone ? Unknown : end.Identity.ToString();
    }
}
