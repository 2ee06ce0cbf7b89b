using ScopeMesh.Hosts.Telemetry;

namespace ScopeMesh.Tests.Unit.Hosts.Telemetry;

public sealed class MetricsTextTests
{
    [Fact]
    public void A_family_is_described_once()
    {
        var text = new MetricsText();
        Write(text);
        Assert.Equal(
            """
            # HELP things_total Things.
            # TYPE things_total counter
            things_total{a="x"} 1
            things_total{a="y"} 2
            # HELP level A level.
            # TYPE level gauge
            level 0.5
            # HELP wait_seconds Waits.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{a="x",le="0.1"} 1
            wait_seconds_bucket{a="x",le="1"} 3
            wait_seconds_bucket{a="x",le="+Inf"} 6
            wait_seconds_sum{a="x"} 12.5
            wait_seconds_count{a="x"} 6

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    [Fact]
    public void In_OpenMetrics_counters_are_families_without_their_suffix_and_there_is_an_end()
    {
        var text = new MetricsText(MetricsFormat.OpenMetrics);
        Write(text);
        var lines = text.ToString().Split('\n');
        Assert.Equal(["# HELP things Things.", "# TYPE things counter", "things_total{a=\"x\"} 1"], lines[..3]);
        Assert.Equal(["# EOF", ""], lines[^2..]);
    }

    [Fact]
    public void What_others_chose_stays_within_its_label()
    {
        var text = new MetricsText();
        text.Gauge("level", "A level.", 1, ("a", "b\"c\\d\ne"));
        Assert.Contains("level{a=\"b\\\"c\\\\d\\ne\"} 1\n", text.ToString());
    }

    [Fact]
    public void The_process_says_how_many_descriptors_it_may_have()
    {
        Assert.Equal(1024, ProcessMetrics.MaxDescriptors(["Limit  Soft Limit  Hard Limit  Units", "Max open files            1024                 524288               files     "]));
        Assert.Null(ProcessMetrics.MaxDescriptors(["Max open files            unlimited            unlimited            files     "]));
        Assert.Null(ProcessMetrics.MaxDescriptors([]));
    }

    [Fact]
    public void Streams_of_discovery_are_counted_by_how_they_ended_and_what_came()
    {
        var counts = new XdsCounts();
        counts.Received("type.googleapis.com/istio.workload.Address", 100);
        counts.Received("type.googleapis.com/istio.workload.Address", 50);
        counts.Ended(XdsTermination.ConnectionError);
        var text = new MetricsText();
        counts.Write(text);
        Assert.Contains("istio_xds_message_total{url=\"type.googleapis.com/istio.workload.Address\"} 2\n", text.ToString());
        Assert.Contains("istio_xds_message_bytes_total{url=\"type.googleapis.com/istio.workload.Address\"} 150\n", text.ToString());
        Assert.Contains("istio_xds_connection_terminations_total{reason=\"ConnectionError\"} 1\n", text.ToString());
    }

    private static void Write(MetricsText text)
    {
        text.Counter("things_total", "Things.", 1, ("a", "x"));
        text.Counter("things_total", "Things.", 2, "a=\"y\"");
        text.Gauge("level", "A level.", 0.5);
        text.Histogram("wait_seconds", "Waits.", (new double[] { 0.1, 1 }, new long[] { 1, 2, 3 }), 12.5, ("a", "x"));
    }
}
