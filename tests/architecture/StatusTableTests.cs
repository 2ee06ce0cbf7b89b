using System.Text.RegularExpressions;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Architecture;

/// <summary>docs/statuses.md has each status and reason of the code, with tests that exist.</summary>
public sealed partial class StatusTableTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(RepositoryTests.Root, "docs", "statuses.md"));

    /// <summary>What each section must have in its first columns.</summary>
    private static readonly Dictionary<string, string[]> Families = new()
    {
        ["CONNECT to a node proxy"] = [.. Words<InboundRefusal>(), .. Words<DenyReason>()],
        ["Why a program has no connection"] = [.. Words<RefusalReason>(), .. Words<TunnelFault>(), HostLookup.Unresolved],
        ["What SOCKS answers"] = Words<Socks5Reply>(),
        ["The label `response_flags`"] = [.. Enum.GetValues<ConnectionFlag>().Select(flag => flag.Label())],
        ["What DNS answers"] = Words<DnsResponseCode>(),
    };

    /// <summary>The sections whose rows are members of a family.</summary>
    public static TheoryData<string> Sections => [.. Families.Keys];

    [Theory]
    [MemberData(nameof(Sections))]
    public void Every_status_and_reason_of_the_code_has_its_row(string section)
    {
        var said = RowsOf(section).SelectMany(row => Word().Matches(string.Join('|', row.Split('|')[..3]))).Select(word => word.Groups["word"].Value).ToHashSet();
        Assert.Empty(Families[section].Except(said));
    }

    [Fact]
    public void Every_row_names_tests_and_all_of_them_exist()
    {
        var rows = Lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.EndsWith("| shown by |", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Matches(@"\| `[A-Z]\w+\.[A-Z]\w+`[^|]*\|$", row));
        var named = Lines.SelectMany(line => ParityTests.TestsIn(line)).ToHashSet();
        Assert.Empty(named.Except(ParityTests.Tests()).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> RowsOf(string section) => Lines
        .SkipWhile(line => line != $"## {section}")
        .Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal));

    private static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => Kebab.Of(value))];

    [GeneratedRegex(@"`(?<word>[^`]+)`")]
    private static partial Regex Word();
}
