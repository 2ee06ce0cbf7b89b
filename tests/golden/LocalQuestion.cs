using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Golden;

/// <summary>A line of <c>ask.txt</c> about a route table, and its answer in lines.</summary>
internal static partial class LocalQuestion
{
    private const int Rolls = 1_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Answer(string question, string local)
    {
        var lines = question == "read" ? Read(local) : Answer(question, LocalTable.Read(local));
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append("  ").Append(line).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> Answer(string question, RouteTable table) =>
        Calls().Match(question) is { Success: true } call ? Call(table, call)
            : Takes().Match(question) is { Success: true } taken ? [Take(table, taken)]
            : Forwards().Match(question) is { Success: true } forwarded ? [Forward(table, forwarded)]
            : throw new FormatException($"`{question}` is no question; tests/golden/README.md lists them");

    /// <summary>What a node proxy reads in the file, unlike the questions about tables, for which it is read by less.</summary>
    private static IEnumerable<string> Read(string local)
    {
        var read = LocalConfigurationReader.Read(new SourceText(LocalTable.File, local));
        var findings = read.Diagnostics.Select(finding => finding.ToString());
        return read.HasErrors
            ? findings
            : findings.Concat(LocalConfigurationForm.Of(read.ToTable(new Viewpoint("", "", ViewpointRole.Node))).ToJsonString(Indented).Split('\n'));
    }

    private static IEnumerable<string> Call(RouteTable table, Match call)
    {
        var connection = new OutboundConnection(Find(table, call.Groups["source"].Value).Uid, Asked(call));
        return call.Groups["how"].Value switch
        {
            "shares" => Shares(table, connection),
            "candidates" => Router.Candidates(table, connection, 0).Select(Rendering.Of),
            var roll => [Rendering.Of(Router.Decide(table, connection, Roll(roll)))],
        };
    }

    private static IEnumerable<string> Shares(RouteTable table, OutboundConnection connection) => Enumerable.Range(0, Rolls)
        .Select(place => Rendering.Of(Router.Decide(table, connection, (ulong)((place + 0.5) / Rolls * ulong.MaxValue))))
        .CountBy(decision => decision)
        .Select(counted => string.Create(CultureInfo.InvariantCulture, $"{100.0 * counted.Value / Rolls:0.0} % {counted.Key}"));

    private static string Take(RouteTable table, Match taken)
    {
        var workload = Find(table, taken.Groups["workload"].Value);
        return Rendering.Of(InboundResolver.Resolve(table, workload, IPAddress.Parse(taken.Groups["local"].Value), Asked(taken)));
    }

    private static string Forward(RouteTable table, Match forwarded)
    {
        var viewpoint = new Viewpoint("", forwarded.Groups["network"].Value, ViewpointRole.Gateway);
        var own = RouteTable.Create(viewpoint, table.Services, table.Workloads, []);
        var sender = forwarded.Groups["sender"] is { Success: true } given ? given.Value : null;
        return Rendering.Of(GatewayRouter.Decide(own, Asked(forwarded), sender, Roll(forwarded.Groups["roll"].Value)));
    }

    private static Workload Find(RouteTable table, string name) =>
        table.Workloads.FirstOrDefault(workload => workload.Name == name) ?? throw new FormatException($"there is no workload `{name}`");

    private static Destination Asked(Match match) => Destination.Of(
        match.Groups["host"].Value, int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture));

    private static ulong Roll(string part) => (ulong)(double.Parse(part, CultureInfo.InvariantCulture) * ulong.MaxValue);

    [GeneratedRegex("^(?<source>[^ ]+) -> (?<host>[^ ]+):(?<port>[0-9]+) (@ )?(?<how>shares|candidates|0(\\.[0-9]+)?)$")]
    private static partial Regex Calls();

    [GeneratedRegex("^(?<workload>[^ ]+) at (?<local>[^ ]+) <- (?<host>[^ ]+):(?<port>[0-9]+)$")]
    private static partial Regex Takes();

    [GeneratedRegex("^gateway (?<network>[^ ]+) <- (?<host>[^ ]+):(?<port>[0-9]+)( as (?<sender>[a-z]+))? @ (?<roll>0(\\.[0-9]+)?)$")]
    private static partial Regex Forwards();
}
