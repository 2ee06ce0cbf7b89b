using System.Globalization;

namespace ScopeMesh.Bench;

/// <summary>Measurements that belong together; ratios are to the first.</summary>
internal sealed record Table(string Title, IReadOnlyList<Measurement> Rows)
{
    public void Print(TextWriter output)
    {
        output.WriteLine(Title);
        output.WriteLine($"  {"",-40} {"median",12} {"ratio",9} {"bytes",12}");
        foreach (var row in Rows)
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {row.Name,-40} {Time(row.Nanoseconds),12} {row.Ratio,9:0.00} {row.Bytes,12:N0}"));
        output.WriteLine();
    }

    private static string Time(double nanoseconds) => nanoseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:0.0} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000:0.0} µs"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000:0.0} ms"),
    };
}
