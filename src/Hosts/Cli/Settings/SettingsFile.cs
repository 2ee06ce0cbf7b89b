using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>Reads a file of settings: one YAML mapping from keys to texts. Pure: the text is an argument.</summary>
internal static class SettingsFile
{
    /// <summary>How long a file may be, in characters.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>What a file says, and what is wrong with it as YAML.</summary>
    /// <param name="name">What the file is called, for places.</param>
    /// <param name="text">Its text.</param>
    public static (IReadOnlyDictionary<string, PlacedText> Settings, IReadOnlyList<string> Errors) Read(string name, string text)
    {
        var settings = new Dictionary<string, PlacedText>(StringComparer.Ordinal);
        var errors = new List<string>();
        if (text.Length > MaxLength)
            return (settings, [$"`{name}` is longer than {MaxLength} characters; a file of settings is short"]);
        var events = new Parser(new StringReader(text));
        try
        {
            Read(events, name, settings, errors);
        }
        catch (YamlException error)
        {
            errors = [$"`{name}` line {error.Start.Line} is no YAML: {error.Message.ReplaceLineEndings(" ")}"];
        }
        catch (Exception error) when (error is EndOfStreamException or InvalidOperationException or ArgumentException)
        {
            // What YamlDotNet lets out of some texts that end too early, or have a tag that is no URI.
            errors = [$"`{name}` line {events.Current?.End.Line ?? 1} is no YAML: what follows cannot be read"];
        }

        return (settings, errors);
    }

    private static void Read(Parser events, string name, Dictionary<string, PlacedText> settings, List<string> errors)
    {
        events.Consume<StreamStart>();
        if (!events.TryConsume<DocumentStart>(out _))
            return;
        if (events.TryConsume<Scalar>(out var nothing) && nothing is { Value: "", Style: ScalarStyle.Plain })
            return;
        if (!events.TryConsume<MappingStart>(out _))
        {
            errors.Add($"`{name}` is no mapping; write `key: value` in each line");
            return;
        }

        while (!events.TryConsume<MappingEnd>(out _))
            ReadEntry(events, name, settings, errors);
        events.Consume<DocumentEnd>();
        if (!events.TryConsume<StreamEnd>(out _))
            errors.Add($"`{name}` has more than one document; one file has the settings of one host");
    }

    private static void ReadEntry(Parser events, string name, Dictionary<string, PlacedText> settings, List<string> errors)
    {
        if (!events.TryConsume<Scalar>(out var key))
        {
            errors.Add($"`{name}` line {events.Current!.Start.Line} has a key that is no text");
            events.SkipThisAndNestedEvents();
            events.SkipThisAndNestedEvents();
            return;
        }

        var place = $"`{name}` line {key.Start.Line}: `{key.Value}`";
        if (!events.TryConsume<Scalar>(out var value))
        {
            errors.Add($"{place} is no plain value; write one behind the colon");
            events.SkipThisAndNestedEvents();
        }
        else if (!settings.TryAdd(key.Value, new PlacedText(value.Value, place)))
        {
            errors.Add($"{place} is given twice; keep one");
        }
    }
}
