using System.Globalization;
using System.Text;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>How metrics are written.</summary>
internal enum MetricsFormat
{
    /// <summary>Prometheus' text format, version 0.0.4.</summary>
    Prometheus,

    /// <summary>OpenMetrics 1.0: families of counters are named without <c>_total</c>, and an end is written.</summary>
    OpenMetrics,
}

/// <summary>Writes metrics as text: a family at a time, each sample of it a line.</summary>
internal sealed class MetricsText(MetricsFormat format = MetricsFormat.Prometheus)
{
    private const string CounterSuffix = "_total";

    private readonly StringBuilder _text = new();
    private string _family = "";

    /// <summary>A sample of a family that goes up and down.</summary>
    public void Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Family(name, help, "gauge");
        Sample(name, Render(labels), value);
    }

    /// <summary>A sample of a family that goes up; its name ends in <c>_total</c>.</summary>
    public void Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Counter(name, help, value, Render(labels));

    /// <summary>The same with labels that are written already.</summary>
    public void Counter(string name, string help, double value, string labels)
    {
        Family(name, help, "counter");
        Sample(name, labels, value);
    }

    /// <summary>A sample of a family of distributions.</summary>
    /// <param name="name">The family.</param>
    /// <param name="help">What it is about.</param>
    /// <param name="buckets">Upper bounds in ascending order, and how many values each bucket alone holds; one more count is of what lies above.</param>
    /// <param name="sum">The sum of all values.</param>
    /// <param name="labels">Its labels.</param>
    public void Histogram(
        string name,
        string help,
        (ReadOnlyMemory<double> Bounds, ReadOnlyMemory<long> Counts) buckets,
        double sum,
        params ReadOnlySpan<(string Name, string Value)> labels)
    {
        Family(name, help, "histogram");
        var common = Render(labels);
        var separator = common.Length == 0 ? "" : ",";
        var count = 0L;
        for (var place = 0; place < buckets.Counts.Length; place++)
        {
            count += buckets.Counts.Span[place];
            var bound = place < buckets.Bounds.Length ? Text(buckets.Bounds.Span[place]) : "+Inf";
            Sample($"{name}_bucket", $"{common}{separator}le=\"{bound}\"", count);
        }

        Sample($"{name}_sum", common, sum);
        Sample($"{name}_count", common, count);
    }

    /// <summary>All that was written.</summary>
    public override string ToString() => format == MetricsFormat.OpenMetrics ? $"{_text}# EOF\n" : _text.ToString();

    /// <summary>Writes one label behind those that are there.</summary>
    public static void Label(StringBuilder text, string name, string value)
    {
        if (text.Length > 0)
            text.Append(',');
        text.Append(name).Append("=\"");
        foreach (var character in value)
        {
            if (character is '\\' or '"')
                text.Append('\\');
            text.Append(character == '\n' ? "\\n" : character);
        }

        text.Append('"');
    }

    private static string Render(ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
            Label(text, name, value);
        return text.ToString();
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private void Family(string name, string help, string type)
    {
        if (_family == name)
            return;
        _family = name;
        var family = format == MetricsFormat.OpenMetrics && name.EndsWith(CounterSuffix, StringComparison.Ordinal)
            ? name[..^CounterSuffix.Length]
            : name;
        _text.Append("# HELP ").Append(family).Append(' ').Append(help).Append('\n')
            .Append("# TYPE ").Append(family).Append(' ').Append(type).Append('\n');
    }

    private void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
            _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Text(value)).Append('\n');
    }
}
