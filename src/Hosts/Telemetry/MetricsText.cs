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

    public override string ToString() => _text.ToString();

    private void Sample(
        string name, string help, string type, double value, ReadOnlySpan<(string Name, string Value)> labels)
    {
        if (_family != name)
        {
            _family = name;
            _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n')
                .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        }

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
