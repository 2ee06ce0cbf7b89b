using System.Globalization;
using System.Text;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>Writes Prometheus' text format: a family at a time, each sample of it a line.</summary>
internal sealed class MetricsText
{
    private readonly StringBuilder _text = new();
    private string _family = "";

    public void Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Sample(name, help, "gauge", value, labels);

    public void Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Sample(name, help, "counter", value, labels);

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
        var count = 0L;
        for (var place = 0; place < buckets.Counts.Length; place++)
        {
            count += buckets.Counts.Span[place];
            var bound = place < buckets.Bounds.Length ? buckets.Bounds.Span[place].ToString(CultureInfo.InvariantCulture) : "+Inf";
            Sample($"{name}_bucket", count, [.. labels, ("le", bound)]);
        }

        Sample($"{name}_sum", sum, labels);
        Sample($"{name}_count", count, labels);
    }

    public override string ToString() => _text.ToString();

    private void Family(string name, string help, string type)
    {
        if (_family == name)
            return;
        _family = name;
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private void Sample(
        string name, string help, string type, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        Family(name, help, type);
        Sample(name, value, labels);
    }

    private void Sample(string name, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        for (var place = 0; place < labels.Length; place++)
        {
            _text.Append(place == 0 ? '{' : ',').Append(labels[place].Name).Append("=\"")
                .Append(Escape(labels[place].Value)).Append('"');
        }

        if (labels.Length > 0)
            _text.Append('}');
        _text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
}
