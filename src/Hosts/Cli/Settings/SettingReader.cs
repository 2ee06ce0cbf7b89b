using System.Diagnostics.CodeAnalysis;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>A text, and where it stands, for errors.</summary>
internal sealed record PlacedText(string Text, string Place);

/// <summary>What settings are read from. Nothing of it has been looked at.</summary>
internal sealed record SettingSources
{
    /// <summary>What a file says, by key.</summary>
    public IReadOnlyDictionary<string, PlacedText> File { get; init; } = new Dictionary<string, PlacedText>(StringComparer.Ordinal);

    /// <summary>The environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The machine's name: the Node, for a node proxy that has no control plane to tell it.</summary>
    public string MachineName { get; init; } = "";

    /// <summary>What flags say, by key.</summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>What came of reading settings.</summary>
/// <param name="Settings">The settings; null where there are errors.</param>
/// <param name="Errors">All that is wrong, a line each.</param>
/// <param name="Warnings">What is given and has no effect here, a line each.</param>
internal sealed record NodeSettingsRead(NodeSettings? Settings, ValueList<string> Errors, ValueList<string> Warnings);

/// <summary>
/// Reads settings one by one, and collects all that is wrong. A flag counts before the environment, and that before a file;
/// what does not count must be valid too. An empty variable is one that is not set.
/// </summary>
internal sealed class SettingReader(SettingSources sources)
{
    private readonly List<string> _errors = [];

    /// <summary>All that was wrong so far.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Says that something is wrong.</summary>
    public void Report(string error) => _errors.Add(error);

    /// <summary>Whether a setting is given, by whatever text.</summary>
    public bool IsGiven(Setting setting) => Given(setting).Any();

    /// <summary>Where a setting is given that counts, as errors name it; null where it is not given.</summary>
    public string? PlaceOf(Setting setting) => Given(setting).FirstOrDefault()?.Place;

    /// <summary>The value of a setting, or what holds without it.</summary>
    public T Read<T>(Setting<T> setting, T otherwise) => TryRead(setting, out var value) ? value : otherwise;

    /// <summary>The value of a setting, or null.</summary>
    public T? ReadOrNull<T>(Setting<T> setting)
        where T : class => TryRead(setting, out var value) ? value : null;

    /// <summary>Whether a setting is given and can be read.</summary>
    public bool TryRead<T>(Setting<T> setting, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        var isFound = false;
        foreach (var given in Given(setting))
        {
            if (!setting.Type.Parse(given.Text, out var read))
                _errors.Add($"{given.Place} is `{Shown(given.Text)}`; write {setting.Expects}");
            else if (!isFound)
                (value, isFound) = (read!, true);
        }

        return isFound;
    }

    /// <summary>Where a setting can be given, for errors about one that is not.</summary>
    public static string WaysOf(Setting setting) =>
        $"`{setting.Flag}`, {string.Join(", ", setting.Variables.Prepend(setting.Variable).Select(name => $"`{name}`"))} or `{setting.Key}` in the file";

    /// <summary>What control characters or a secret's length would do to a terminal.</summary>
    private static string Shown(string text)
    {
        const int most = 60;
        var shown = text.Length > most ? $"{text[..most]}…" : text;
        return string.Concat(shown.Select(letter => char.IsControl(letter) ? '?' : letter));
    }

    /// <summary>What is given, what counts first.</summary>
    private IEnumerable<PlacedText> Given(Setting setting)
    {
        if (sources.Flags.TryGetValue(setting.Key, out var flag))
            yield return new PlacedText(flag, $"`{setting.Flag}`");
        foreach (var name in setting.Variables.Prepend(setting.Variable))
        {
            if (sources.Environment.TryGetValue(name, out var variable) && variable.Length > 0)
                yield return new PlacedText(variable, $"environment variable `{name}`");
        }

        if (sources.File.TryGetValue(setting.Key, out var placed))
            yield return placed;
    }
}
