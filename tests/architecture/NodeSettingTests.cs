using ScopeMesh.Hosts.Cli.Settings;

namespace ScopeMesh.Tests.Architecture;

/// <summary>docs/node-settings.md lists what can be set, and what becomes of ztunnel's variables, exactly.</summary>
public sealed class NodeSettingTests
{
    private static readonly string[] Rows =
        [.. File.ReadLines(Path.Combine(RepositoryTests.Root, "docs", "node-settings.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];

    [Fact]
    public void The_tables_of_the_document_are_those_of_the_code() => Assert.Equal(Settings().Concat(Foreign()), Rows);

    private static IEnumerable<string> Settings() => NodeSettingTable.All.Select(setting =>
        $"| `{setting.Key}` | {Names(setting.Variables)} | {setting.Expects} | {setting.Default} | {setting.Meaning} |");

    private static IEnumerable<string> Foreign() => ForeignVariables.All.Select(foreign =>
        $"| `{foreign.Name}` | {foreign.Effect.ToString().ToLowerInvariant()} | {foreign.Why} |");

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
