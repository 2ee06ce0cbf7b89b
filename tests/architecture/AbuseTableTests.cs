using System.Text.RegularExpressions;
using ScopeMesh.Tunnel.Http2;

namespace ScopeMesh.Tests.Architecture;

/// <summary>The table of abuses names every one, in their order, and limits that are there.</summary>
public sealed partial class AbuseTableTests
{
    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.Combine(RepositoryTests.Root, "src", "Tunnel", "README.md"))
            .SkipWhile(line => !line.StartsWith("| label ", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2)
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))];

    [Fact]
    public void Every_abuse_has_its_row() =>
        Assert.Equal(
            Enum.GetValues<Http2Abuse>().Where(abuse => abuse != Http2Abuse.None).Select(abuse => $"`{abuse.Label()}`"),
            Rows.Select(row => row[1]));

    [Fact]
    public void Every_limit_is_there() =>
        Assert.All(Rows, row => Assert.All(Limit().Matches(row[3]), limit => Assert.NotNull(Holder(limit).GetProperty(limit.Groups["name"].Value))));

    private static Type Holder(Match limit) => limit.Groups["holder"].Value switch
    {
        "Floods." => typeof(Http2FloodLimits),
        "Patience." => typeof(Http2Patience),
        _ => limit.Groups["name"].Value == nameof(Http2Patience.ProgressBytes) ? typeof(Http2Patience) : typeof(Http2Limits),
    };

    [GeneratedRegex(@"`(?<holder>Floods\.|Patience\.)?(?<name>\w+)`")]
    private static partial Regex Limit();
}
