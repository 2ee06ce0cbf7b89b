using System.Runtime.CompilerServices;
using System.Text;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Counts for whom DNS was asked, by ztunnel's name and labels: by who called, and what name the callee has.</summary>
internal sealed class HostLookupMetrics : IMetricSource
{
    /// <summary>How many sets of labels are counted apart; beyond it they are counted as one.</summary>
    public const int MaxSeries = 10_000;

    private readonly LabelledCounts<(EndLabels Caller, string? Host), StrongBox<long>> _series = new(MaxSeries);
    private readonly StrongBox<long> _others = new();

    /// <summary>DNS is asked.</summary>
    /// <param name="caller">The pod that calls.</param>
    /// <param name="host">The name.</param>
    public void Requested(Workload caller, string host) => Interlocked.Increment(ref For(caller, host).Value);

    /// <inheritdoc/>
    public void Write(MetricsText text)
    {
        var series = _series.All
            .Select(entry => (Labels: Render(entry.Key.Caller, entry.Key.Host), Count: Interlocked.Read(ref entry.Value.Value)))
            .Append((Labels: Render(default, null), Count: Interlocked.Read(ref _others.Value)))
            .Where(one => one.Count > 0)
            .OrderBy(one => one.Labels, StringComparer.Ordinal);
        foreach (var (labels, count) in series)
            text.Counter("istio_on_demand_dns_total", "The total number of requests that used on-demand DNS (unstable).", count, labels);
    }

    private StrongBox<long> For(Workload caller, string host) =>
        _series.Of((EndLabels.Of(ConnectionEnd.Of(caller, address: null, caller.Identity), isMutualTls: true), host)) ?? _others;

    private static string Render(EndLabels caller, string? host)
    {
        var text = new StringBuilder();
        ConnectionLabels.Write(text, "source", caller);
        MetricsText.Label(text, "hostname", host ?? "unknown");
        return text.ToString();
    }
}
