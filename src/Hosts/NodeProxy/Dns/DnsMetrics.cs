using System.Collections.Concurrent;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>By what a question came.</summary>
internal enum DnsTransport
{
    Udp,
    Tcp,
}

/// <summary>What questions are counted apart by.</summary>
internal sealed record DnsLabels(string QueryType, string Protocol, string CanonicalService, string CanonicalRevision)
{
    private const string Unknown = "unknown";

    /// <summary>The labels of what is not counted apart.</summary>
    public static DnsLabels Others { get; } = new(Unknown, Unknown, Unknown, Unknown);

    /// <param name="type">What was asked for. Types that have no name here are one, since there are as many as anybody likes.</param>
    /// <param name="transport">By what it came.</param>
    /// <param name="caller">Who asked, if that is known.</param>
    public static DnsLabels Of(DnsType type, DnsTransport transport, Workload? caller) => new(
        Enum.GetName(type) ?? Unknown,
        transport == DnsTransport.Udp ? "udp" : "tcp",
        Known(caller?.CanonicalName),
        Known(caller?.CanonicalRevision));

    private static string Known(string? value) => string.IsNullOrEmpty(value) ? Unknown : value;
}

/// <summary>What is counted of DNS, by the names that ztunnel has for it.</summary>
internal sealed class DnsMetrics : IMetricSource
{
    /// <summary>How many sets of labels are counted apart; beyond it they are counted as one.</summary>
    public const int MaxSeries = 10_000;

    private static readonly double[] Bounds = [0.0005, 0.001, 0.01, 0.1, 1, 5];

    private readonly ConcurrentDictionary<DnsLabels, Counters> _series = new();

    /// <summary>A question came.</summary>
    public void Requested(DnsLabels labels) => Interlocked.Increment(ref For(labels).Requests);

    /// <summary>A question was handed on, and came back.</summary>
    /// <param name="labels">What it is counted by.</param>
    /// <param name="took">How long that took.</param>
    /// <param name="isAnswered">Whether anybody answered.</param>
    public void Forwarded(DnsLabels labels, TimeSpan took, bool isAnswered)
    {
        var counters = For(labels);
        lock (counters.Took)
        {
            counters.Forwarded++;
            counters.Failures += isAnswered ? 0 : 1;
            counters.Seconds += took.TotalSeconds;
            var bucket = Array.FindIndex(Bounds, bound => took.TotalSeconds <= bound);
            counters.Took[bucket < 0 ? Bounds.Length : bucket]++;
        }
    }

    /// <summary>Writes all families.</summary>
    public void Write(MetricsText text)
    {
        Series[] series = [.. _series.OrderBy(entry => entry.Key.ToString(), StringComparer.Ordinal).Select(entry => entry.Value.Read(entry.Key))];
        foreach (var one in series)
            text.Counter("istio_dns_requests_total", "DNS requests.", one.Requests, Labels(one.Labels));
        Series[] forwarded = [.. series.Where(one => one.Forwarded > 0)];
        foreach (var one in forwarded)
            text.Counter("istio_dns_upstream_requests_total", "DNS requests handed on to other servers.", one.Forwarded, Labels(one.Labels));
        foreach (var one in forwarded)
            text.Counter("istio_dns_upstream_failures_total", "DNS requests that no other server answered.", one.Failures, Labels(one.Labels));
        foreach (var one in forwarded)
        {
            text.Histogram(
                "istio_dns_upstream_request_duration_seconds",
                "How long other servers took for DNS requests.",
                (Bounds, one.Took),
                one.Seconds,
                Labels(one.Labels));
        }
    }

    private static (string Name, string Value)[] Labels(DnsLabels labels) =>
    [
        ("request_query_type", labels.QueryType),
        ("request_protocol", labels.Protocol),
        ("source_canonical_service", labels.CanonicalService),
        ("source_canonical_revision", labels.CanonicalRevision),
    ];

    private Counters For(DnsLabels labels)
    {
        if (_series.TryGetValue(labels, out var known))
            return known;
        return _series.GetOrAdd(_series.Count < MaxSeries ? labels : DnsLabels.Others, _ => new Counters());
    }

    private sealed record Series(DnsLabels Labels, long Requests, long Forwarded, long Failures, double Seconds, long[] Took);

    private sealed class Counters
    {
        public long Requests;
        public long Forwarded;
        public long Failures;
        public double Seconds;

        /// <summary>How many took so long, by bucket; it is the lock of all but <see cref="Requests"/> too.</summary>
        public readonly long[] Took = new long[Bounds.Length + 1];

        public Series Read(DnsLabels labels)
        {
            lock (Took)
                return new Series(labels, Interlocked.Read(ref Requests), Forwarded, Failures, Seconds, [.. Took]);
        }
    }
}
