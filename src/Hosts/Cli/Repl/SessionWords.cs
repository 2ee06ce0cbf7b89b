using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>What a session understands by itself.</summary>
internal static class SessionWords
{
    public const string From = "from";
    public const string Complete = "complete";
    public const string Help = "help";
    public const string Quit = "quit";
    public const string Exit = "exit";

    /// <summary>Everything that a line may begin with.</summary>
    public static ValueList<string> Names { get; } =
        [.. SessionVerbs.All.Select(verb => verb.Name).Concat([From, Complete, Help, Quit]).Order(StringComparer.Ordinal)];

    /// <summary>Help on everything.</summary>
    public static string All()
    {
        using var text = new StringWriter { NewLine = "\n" };
        Columns.Write(text,
        [
            .. SessionVerbs.All.Select(verb => new[] { verb.Form, Brief(verb.Command.Description!) }),
            [$"{From} [CLUSTER/NAMESPACE/NAME]", "calls as this pod from now on, so that `explain TO` is enough; alone, as nobody"],
            [$"{Complete} LINE", "lists what may follow, as Tab does at a terminal"],
            [$"{Help} [VERB]", "says this, or what options a verb has"],
            [Quit, "ends the session"],
        ]);
        text.WriteLine("Options follow as on the command line: `--format json`, `--all`. Names in quotes may hold blanks.");
        return text.ToString();
    }

    /// <summary>Help on one verb.</summary>
    public static string Of(SessionVerb verb)
    {
        using var text = new StringWriter { NewLine = "\n" };
        text.WriteLine(verb.Form);
        text.WriteLine($"  {verb.Command.Description}");
        Columns.Write(text, [.. verb.Command.Options.Where(option => !option.Hidden).Select(option => new[]
        {
            $"  {option.Name}{(option.HelpName is { } value ? $" {value}" : "")}", option.Description ?? "",
        })]);
        return text.ToString();
    }

    // As in a sentence of ours: no capital, and no full stop.
    private static string Brief(string sentence) => $"{char.ToLowerInvariant(sentence[0])}{sentence[1..].TrimEnd('.')}";
}
