namespace ScopeMesh.Hosts.Telemetry;

/// <summary>
/// Istio's TCP metrics, counted by who called whom. A connection is opened with no flag, and closed with the one that it
/// ended by; its bytes count where it was opened, as at ztunnel.
/// </summary>
internal sealed class ConnectionMetrics(TelemetryLimits limits) : IMetricSource
{
    private readonly LabelledCounts<ConnectionLabels, ConnectionCounts> _series = new(limits.ConnectionSeries);
    private readonly ConnectionCounts _otherSources = new();
    private readonly ConnectionCounts _otherDestinations = new();
    private long _overflows;

    /// <summary>A connection leads somewhere, or was to.</summary>
    /// <returns>Where it counts, for <see cref="Closed"/>.</returns>
    public ConnectionCounts Opened(ConnectionRecord record)
    {
        var counts = For(record, ConnectionFlag.None);
        Interlocked.Increment(ref counts.Opened);
        return counts;
    }

    /// <summary>A connection is over.</summary>
    /// <param name="record">What is known of it.</param>
    /// <param name="opened">Where it was counted when it opened.</param>
    public void Closed(ConnectionRecord record, ConnectionCounts opened)
    {
        var closed = record.Flag == ConnectionFlag.None ? opened : For(record, record.Flag);
        Interlocked.Increment(ref closed.Closed);
        if (record.Error is not null)
            Interlocked.Increment(ref closed.Failed);

        // Istio counts what the caller sends as received, from either end.
        var (fromCaller, toCaller) = record.Direction == ConnectionDirection.Outbound
            ? (record.BytesSent, record.BytesReceived)
            : (record.BytesReceived, record.BytesSent);
        Interlocked.Add(ref opened.Received, fromCaller);
        Interlocked.Add(ref opened.Sent, toCaller);
    }

    public void Write(MetricsText text)
    {
        var series = _series.All
            .Select(entry => (Labels: entry.Key.Render(), Counts: entry.Value))
            .Append((Labels: ConnectionLabels.Overflow(isDestination: false).Render(), Counts: _otherSources))
            .Append((Labels: ConnectionLabels.Overflow(isDestination: true).Render(), Counts: _otherDestinations))
            .OrderBy(entry => entry.Labels, StringComparer.Ordinal)
            .ToArray();
        Family(text, series, "istio_tcp_connections_opened_total", "The total number of TCP connections opened.", counts => counts.Opened);
        Family(text, series, "istio_tcp_connections_closed_total", "The total number of TCP connections closed.", counts => counts.Closed);
        Family(text, series, "istio_tcp_received_bytes_total", "Bytes that callers sent in TCP connections.", counts => counts.Received);
        Family(text, series, "istio_tcp_sent_bytes_total", "Bytes that callers were sent in TCP connections.", counts => counts.Sent);
        Family(text, series, "istio_tcp_connections_failed_total", "The total number of TCP connections that failed (unstable).", counts => counts.Failed);
        if (Interlocked.Read(ref _overflows) is > 0 and var overflows)
        {
            text.Counter(
                "scopemesh_connection_series_overflows_total",
                "Connections that were counted without their labels, since there are too many sets of labels already.",
                overflows);
        }
    }

    /// <summary>A family has a sample for each series in which it counted anything, as where each family has series of its own.</summary>
    private static void Family(
        MetricsText text, (string Labels, ConnectionCounts Counts)[] series, string name, string help, Func<ConnectionCounts, long> value)
    {
        var isOfOpening = name is not ("istio_tcp_connections_closed_total" or "istio_tcp_connections_failed_total");
        foreach (var (labels, counts) in series)
        {
            if (value(counts) is var count && (count > 0 || (isOfOpening && Interlocked.Read(ref counts.Opened) > 0)))
                text.Counter(name, help, count, labels);
        }
    }

    private ConnectionCounts For(ConnectionRecord record, ConnectionFlag flag)
    {
        var labels = ConnectionLabels.Of(record, flag);
        if (_series.Of(labels) is { } counts)
            return counts;
        Interlocked.Increment(ref _overflows);
        return labels.IsDestination ? _otherDestinations : _otherSources;
    }
}

/// <summary>What connections of one set of labels have come to.</summary>
internal sealed class ConnectionCounts
{
    public long Opened;
    public long Closed;
    public long Failed;
    public long Received;
    public long Sent;
}
