using ScopeMesh.Hosts.Cli.Settings;

namespace ScopeMesh.Tests.Unit.Hosts.Cli.Settings;

public sealed class SettingsFileTests
{
    [Fact]
    public void A_file_is_a_mapping_to_texts()
    {
        var (settings, errors) = SettingsFile.Read("node.yaml", "# of this host\nnode: n1\n\npoolStreams: 7\nipv6: false\n");
        Assert.Empty(errors);
        Assert.Equal(
            [("ipv6", "false", "`node.yaml` line 5: `ipv6`"), ("node", "n1", "`node.yaml` line 2: `node`"), ("poolStreams", "7", "`node.yaml` line 4: `poolStreams`")],
            settings.Select(setting => (setting.Key, setting.Value.Text, setting.Value.Place)).Order());
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("{}")]
    public void A_file_may_say_nothing(string text)
    {
        var (settings, errors) = SettingsFile.Read("f", text);
        Assert.Empty(settings);
        Assert.Empty(errors);
    }

    [Theory]
    [InlineData("- a", "`f` is no mapping; write `key: value` in each line")]
    [InlineData("words", "`f` is no mapping; write `key: value` in each line")]
    [InlineData("a: 1\na: 2", "`f` line 2: `a` is given twice; keep one")]
    [InlineData("a: [1]", "`f` line 1: `a` is no plain value; write one behind the colon")]
    [InlineData("a: {b: c}", "`f` line 1: `a` is no plain value; write one behind the colon")]
    [InlineData("? [a]\n: b", "`f` line 1 has a key that is no text")]
    [InlineData("a: 1\n---\nb: 2", "`f` has more than one document; one file has the settings of one host")]
    public void What_is_no_mapping_to_texts_is_said(string text, string error) =>
        Assert.Equal([error], SettingsFile.Read("f", text).Errors);

    [Theory]
    [InlineData("a: \"")]
    [InlineData("a: 1\n b: 2\n")]
    [InlineData("\t: x")]
    [InlineData("a: *nobody")]
    public void What_is_no_yaml_is_said_with_its_line(string text) =>
        Assert.Contains("`f` line ", Assert.Single(SettingsFile.Read("f", text).Errors), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_too_long_is_not_read() =>
        Assert.Contains("longer than 65536", Assert.Single(SettingsFile.Read("f", new string('#', SettingsFile.MaxLength + 1)).Errors), StringComparison.Ordinal);
}
