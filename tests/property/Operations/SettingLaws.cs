using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Hosts.Cli.Settings;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Property.Operations;

public sealed class SettingLaws
{
    private static readonly string[] Texts =
    [
        "", "true", "false", "1", "0", "-1", "65535", "99999999999", "5s", "1m30s", "s", "shared", "dedicated", "auto", "json", "info,a=b", "debug",
        "127.0.0.1:1", "[::]:15020", "istiod:15012", "https://x", "http://x", "a/b/c", "a/b", "SYSTEM", "{}", "\u001b[31m", "ey.a.b", "no/such/file",
    ];

    private static readonly string[] Foreign = [.. ForeignVariables.All.Select(foreign => foreign.Name.Replace("*", "X", StringComparison.Ordinal))];

    private static Gen<string> Text { get; } = Gen.Frequency(
        (5, Gen.Elements(Texts)), (1, Gen.Choose(0, 0x7F).Select(code => (char)code).ArrayOf().Select(letters => new string(letters))));

    private static Gen<SettingSources> Sources { get; } =
        from file in Given(NodeSettingTable.All.Select(setting => setting.Key).Append("unknown").ToArray())
        from variables in Given([.. NodeSettingTable.All.SelectMany(setting => setting.Variables.Append(setting.Variable)), .. Foreign, "KUBERNETES_SERVICE_HOST"])
        from flags in Given(NodeSettingTable.All.Select(setting => setting.Key).ToArray())
        select new SettingSources
        {
            File = file.ToDictionary(entry => entry.Key, entry => new PlacedText(entry.Value, $"`f` line 1: `{entry.Key}`")),
            Environment = variables,
            Flags = flags,
        };

    /// <summary>Yaml that is none, and some that is.</summary>
    private static Gen<string> Files { get; } = Gen.Elements(
        "a", ":", " ", "\n", "-", "[", "]", "{", "}", "\"", "'", "#", "&x", "*x", "!t", "|", ">", "---", "...", "?", "%", "\t", "node: n", ",", "\0", "\u2028")
        .ArrayOf()
        .Select(string.Concat);

    [Fact]
    public void Whatever_is_given_is_settings_or_what_is_wrong_in_lines() =>
        Law.Holds(Sources, sources =>
        {
            var read = NodeSettingsReader.Read(sources);
            Assert.Equal(read.Errors.IsEmpty, read.Settings is not null);
            Assert.All(read.Errors.Concat(read.Warnings), line => Assert.DoesNotContain(line, char.IsControl));
        });

    [Fact]
    public void A_flag_counts_whatever_else_is_given() =>
        Law.Holds(Sources, sources =>
        {
            var read = NodeSettingsReader.Read(sources with
            {
                Flags = new Dictionary<string, string>(sources.Flags) { ["poolStreams"] = "77", ["network"] = "by-flag" },
            });
            if (read.Settings is { } settings)
                Assert.Equal((77, "by-flag"), (settings.PoolStreams, settings.Network));
        });

    [Fact]
    public void Each_error_is_there_whatever_else_is_wrong() =>
        Law.Holds(Sources, sources =>
        {
            // What each source says alone is wrong in the same way when all are given.
            var all = NodeSettingsReader.Read(sources).Errors;
            foreach (var (key, placed) in sources.File)
            {
                var alone = NodeSettingsReader.Read(new SettingSources { File = new Dictionary<string, PlacedText> { [key] = placed } });
                Assert.Empty(alone.Errors.Where(error => error.StartsWith(placed.Place, StringComparison.Ordinal)).Except(all));
            }
        });

    [Fact]
    public void Any_text_is_read_as_a_file_or_has_errors() =>
        Law.Holds(Files, text =>
        {
            var (settings, errors) = SettingsFile.Read("f", text);
            Assert.NotNull(settings);
            Assert.All(errors, error => Assert.StartsWith("`f`", error, StringComparison.Ordinal));
        });

    private static Gen<Dictionary<string, string>> Given(string[] names) =>
        from count in Gen.Choose(0, 4)
        from keys in Gen.Elements(names).ArrayOf(count)
        from values in Text.ArrayOf(count)
        select keys.Index().DistinctBy(key => key.Item).ToDictionary(key => key.Item, key => values[key.Index]);
}
