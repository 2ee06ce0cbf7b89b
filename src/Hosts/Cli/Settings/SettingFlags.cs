using System.CommandLine;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>The flags of settings, as options of a command.</summary>
/// <param name="settings">Which ones.</param>
internal sealed class SettingFlags(IEnumerable<Setting> settings)
{
    private readonly IReadOnlyList<(Setting Setting, Option<string?> Option)> _flags =
    [
        .. settings.Select(setting => (setting, new Option<string?>(setting.Flag)
        {
            Description = $"{setting.Meaning} (by default {setting.Default})",
        })),
    ];

    private readonly Option<string?> _file = new("--settings") { Description = "a YAML file of settings; the environment and flags count before it" };

    /// <summary>The options, for a command to have.</summary>
    public IEnumerable<Option> Options => _flags.Select(flag => (Option)flag.Option).Prepend(_file);

    /// <summary>The name of the file of settings, if one is given.</summary>
    public string? FileOf(ParseResult parsed) => parsed.GetValue(_file);

    /// <summary>What was given by flags, by key.</summary>
    public IReadOnlyDictionary<string, string> GivenIn(ParseResult parsed) => _flags
        .Select(flag => (flag.Setting.Key, Value: parsed.GetValue(flag.Option)))
        .Where(flag => flag.Value is not null)
        .ToDictionary(flag => flag.Key, flag => flag.Value!, StringComparer.Ordinal);
}
