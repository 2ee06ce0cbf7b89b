using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A matrix as text: a table that folds what is equal, or a list of all cells.</summary>
internal static class ReachText
{
    private const string Gap = "  ";

    /// <summary>Writes a line for each client and service.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="isWanted">Which cells.</param>
    /// <param name="limit">How many lines at most.</param>
    /// <param name="colour">Whether to use colours.</param>
    public static void WriteList(TextWriter writer, ReachMatrix matrix, Func<ReachCell, bool> isWanted, int limit, bool colour)
    {
        var names = matrix.Clients.Select(client => client.ToString()).ToArray();
        var (widthOfClients, widthOfServices) = (Width(names), Width(matrix.Services.Select(service => service.ToString())));
        var lines = 0;
        for (var client = 0; client < matrix.Clients.Count; client++)
        {
            for (var service = 0; service < matrix.Services.Count; service++)
            {
                var cell = matrix[client, service];
                if (!isWanted(cell) || ++lines > limit)
                    continue;
                writer.WriteLine(
                    $"{Painted(Word(cell.Verdict).PadRight(Word(JourneyVerdict.Reached).Length), cell.Verdict, colour)}{Gap}"
                    + $"{names[client].PadRight(widthOfClients)}{Gap}{matrix.Services[service].ToString().PadRight(widthOfServices)}{Gap}{cell}");
            }
        }

        WriteRest(writer, lines - limit, "line");
    }

    /// <summary>Writes a table of groups, what is in the groups, and what the signs mean.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="width">How many letters a line may have, if its names do.</param>
    /// <param name="limit">How many groups of clients at most.</param>
    /// <param name="colour">Whether to use colours.</param>
    public static void WriteTable(TextWriter writer, FoldedMatrix matrix, int width, int limit, bool colour)
    {
        var clients = matrix.ClientGroups.Select(group => Name(group, place => matrix.Clients[place].ToString())).ToArray();
        var services = matrix.ServiceGroups.Select(group => Name(group, place => matrix.Services[place].ToString())).ToArray();
        var shown = Math.Min(clients.Length, limit);
        var cells = Enumerable.Range(0, shown)
            .Select(client => Enumerable.Range(0, services.Length).Select(service => ReachSigns.Of(matrix[client, service])).ToArray())
            .ToArray();
        writer.WriteLine($"{Count(matrix.Clients.Count, "client")} against {Count(matrix.Services.Count, "service")}");
        var first = 0;
        while (first < services.Length && shown > 0)
        {
            var names = Shortened(clients.AsSpan(0, shown), width);
            var columns = Columns(services, cells, first, width - Width(names));
            writer.WriteLine();
            writer.WriteLine(Line("".PadRight(Width(names)), columns.Select(column => services[column.Place].PadRight(column.Width))));
            for (var client = 0; client < shown; client++)
            {
                writer.WriteLine(Line(names[client].PadRight(Width(names)), columns.Select(column => Painted(
                    cells[client][column.Place].PadRight(column.Width), matrix[client, column.Place].Verdict, colour))));
            }

            first += columns.Length;
        }

        WriteRest(writer, clients.Length - shown, "group");
        WriteGroups(writer, "clients that are alike", matrix.ClientGroups.Take(shown), clients, place => matrix.Clients[place].ToString());
        WriteGroups(writer, "services that are alike", matrix.ServiceGroups, services, place => matrix.Services[place].ToString());
        var legend = ReachSigns.Legend(matrix.Outcomes).ToArray();
        if (legend.Length == 0)
            return;
        writer.WriteLine();
        foreach (var (sign, meaning) in legend)
            writer.WriteLine($"{sign.PadRight(Width(legend.Select(entry => entry.Sign)))}{Gap}{meaning}");
    }

    /// <summary>As many columns from the first on as fit, at least one.</summary>
    private static (int Place, int Width)[] Columns(string[] services, string[][] cells, int first, int room) =>
    [
        .. Enumerable.Range(first, services.Length - first)
            .Select(place => (Place: place, Width: Width(cells.Select(row => row[place]).Append(services[place]))))
            .TakeWhile(column => (room -= Gap.Length + column.Width) >= 0 || column.Place == first),
    ];

    /// <summary>Names that leave half of the line to cells; of one that is too long the end tells more.</summary>
    private static string[] Shortened(ReadOnlySpan<string> names, int width)
    {
        var room = Math.Max(width / 2, 1);
        var shortened = names.ToArray();
        for (var place = 0; place < shortened.Length; place++)
        {
            if (shortened[place].Length > room)
                shortened[place] = $"…{shortened[place][^(room - 1)..]}";
        }

        return shortened;
    }

    private static void WriteGroups(
        TextWriter writer, string title, IEnumerable<ValueList<int>> groups, string[] names, Func<int, string> nameOf)
    {
        var several = groups.Select((group, place) => (Group: group, Name: names[place])).Where(item => item.Group.Count > 1).ToArray();
        if (several.Length == 0)
            return;
        writer.WriteLine();
        writer.WriteLine(title);
        foreach (var (group, name) in several)
            writer.WriteLine($"{Gap}{name}: {string.Join(", ", group.Skip(1).Select(nameOf))}");
    }

    private static void WriteRest(TextWriter writer, int rest, string what)
    {
        if (rest > 0)
            writer.WriteLine($"and {Count(rest, what)} more; --limit shows more, --from and --to less of them");
    }

    /// <summary>A group is called by its first member, and how many more it has: no other group has that one.</summary>
    private static string Name(ValueList<int> group, Func<int, string> nameOf) =>
        group.Count == 1 ? nameOf(group[0]) : $"{nameOf(group[0])} +{group.Count - 1}";

    private static string Line(string name, IEnumerable<string> cells) => $"{name}{Gap}{string.Join(Gap, cells)}".TrimEnd();

    private static string Count(int count, string what) => $"{count:n0} {what}{(count == 1 ? "" : "s")}";

    private static int Width(IEnumerable<string> texts) => texts.Select(text => text.Length).DefaultIfEmpty().Max();

    private static string Word(JourneyVerdict verdict) => verdict.ToString().ToLowerInvariant();

    private static string Painted(string text, JourneyVerdict verdict, bool colour) => colour
        ? $"\u001b[{Tone(verdict)}m{text}\u001b[0m"
        : text;

    private static string Tone(JourneyVerdict verdict) => verdict switch
    {
        JourneyVerdict.Reached => "32",
        JourneyVerdict.Partly => "33",
        JourneyVerdict.Refused => "31",
    };
}
