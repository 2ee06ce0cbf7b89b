namespace ScopeMesh.Hosts.Cli;

/// <summary>Rows in columns, two spaces apart and never wrapped, so that other programs can cut them.</summary>
internal static class Columns
{
    public static void Write(TextWriter writer, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
            return;
        var widths = Enumerable.Range(0, rows[0].Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        foreach (var row in rows)
            writer.WriteLine(string.Concat(row.Select((cell, i) => cell.PadRight(widths[i] + 2))).TrimEnd());
    }
}
