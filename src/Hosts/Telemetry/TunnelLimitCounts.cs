using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>Counts which limits of tunnels peers have met, in this process.</summary>
internal sealed class TunnelLimitCounts : IMetricSource, IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly MeterListener _listener = new();

    public TunnelLimitCounts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TunnelMetrics.MeterName && instrument.Name == TunnelMetrics.LimitsReachedName)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>(OnMeasured);
        _listener.Start();
    }

    /// <summary>How often each limit was met, by its label.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counts => _counts.OrderBy(count => count.Key, StringComparer.Ordinal);

    public void Write(MetricsText text)
    {
        foreach (var (limit, count) in Counts)
            text.Counter("scopemesh_tunnel_limits_reached_total", "Streams and connections ended because the peer met a limit.", count, ("limit", limit));
    }

    public void Dispose() => _listener.Dispose();

    private void OnMeasured(Instrument instrument, long measured, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        foreach (var tag in tags)
        {
            if (tag is { Key: "limit", Value: string limit })
                _counts.AddOrUpdate(limit, measured, (_, before) => before + measured);
        }
    }
}
