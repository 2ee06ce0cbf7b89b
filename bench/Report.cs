using System.Globalization;
using System.Text.Json;
using ScopeMesh.Bench.Scope;

namespace ScopeMesh.Bench;

/// <summary>All that was measured.</summary>
internal sealed record Report(IReadOnlyList<Table> Tables, IReadOnlyList<Peak> Peaks)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void PrintJson(TextWriter output) => output.WriteLine(JsonSerializer.Serialize(this, Json));

    public void PrintPeaks(TextWriter output)
    {
        output.WriteLine("a process of its own: peak memory, and processor time from start to end");
        foreach (var peak in Peaks)
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {peak.Name,-44} {peak.Mebibytes,8:0.0} MiB {peak.Milliseconds,9:0} ms"));
    }
}

/// <summary>Measurements that belong together; ratios are to the first.</summary>
internal sealed record Table(string Title, IReadOnlyList<Measurement> Rows)
{
    public void Print(TextWriter output)
    {
        output.WriteLine(Title);
        output.WriteLine($"  {"",-44} {"median",12} {"ratio",9} {"bytes",14}");
        foreach (var row in Rows)
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {row.Name,-44} {Time(row.Nanoseconds),12} {row.Ratio,9:0.000} {row.Bytes,14:N0}"));
        output.WriteLine();
    }

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0.0} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000:0.0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:0.0} ms"),
    };
}
