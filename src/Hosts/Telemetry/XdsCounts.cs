using System.Collections.Concurrent;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>How a stream of discovery ended; Istio's words.</summary>
internal enum XdsTermination
{
    /// <summary>The control plane could not be reached.</summary>
    ConnectionError,

    /// <summary>It answered with an error, or something went wrong here.</summary>
    Error,

    /// <summary>The connection was lost, or given up to be made anew.</summary>
    Reconnect,

    /// <summary>The control plane ended it.</summary>
    Complete,
}

/// <summary>What came from the control plane, and how streams ended.</summary>
internal sealed class XdsCounts : IMetricSource
{
    private readonly ConcurrentDictionary<string, (long Messages, long Bytes)> _received = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<XdsTermination, long> _ended = new();

    /// <summary>A response came.</summary>
    /// <param name="type">Its type's URL. Only types that were asked for may be given: each is a series.</param>
    /// <param name="bytes">Its size.</param>
    public void Received(string type, long bytes) => _received.AddOrUpdate(
        type, (1, bytes), (_, before) => (before.Messages + 1, before.Bytes + bytes));

    /// <summary>A stream ended.</summary>
    public void Ended(XdsTermination how) => _ended.AddOrUpdate(how, 1, (_, before) => before + 1);

    public void Write(MetricsText text)
    {
        foreach (var (how, count) in _ended.OrderBy(entry => entry.Key))
        {
            text.Counter(
                "istio_xds_connection_terminations_total",
                "Ended connections to the control plane (unstable).",
                count,
                ("reason", how.ToString()));
        }

        var received = _received.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        foreach (var (type, counts) in received)
            text.Counter("istio_xds_message_total", "Messages of the control plane (unstable).", counts.Messages, ("url", type));
        foreach (var (type, counts) in received)
            text.Counter("istio_xds_message_bytes_total", "Bytes in messages of the control plane (unstable).", counts.Bytes, ("url", type));
    }
}
