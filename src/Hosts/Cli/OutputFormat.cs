using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace ScopeMesh.Hosts.Cli;

/// <summary>What a command writes to standard output.</summary>
internal enum OutputFormat
{
    Text,
    Json,
}

/// <summary>The option that says so, and how JSON is written.</summary>
internal static class Output
{
    private const int RedirectedWidth = 220;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static Option<OutputFormat> FormatOption() =>
        ChoiceOption.Create("--format", "text for people, json for programs", OutputFormat.Text);

    /// <summary>Where tables go: in colour and as wide as the terminal, or plain and wide where there is none.</summary>
    public static IAnsiConsole Console { get; } = CreateConsole();

    /// <summary>Writes a value, to standard output unless somebody else is to have it.</summary>
    public static void WriteJson<T>(T value, TextWriter? output = null) =>
        (output ?? System.Console.Out).WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Says why a command cannot go on, on standard error unless somebody else is to know.</summary>
    public static int Fail(int exitCode, string message, TextWriter? errors = null)
    {
        (errors ?? System.Console.Error).WriteLine($"scopemesh: {message}");
        return exitCode;
    }

    /// <summary>Says everything for which a command cannot go on, on standard error.</summary>
    public static int FailAll(int exitCode, IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Fail(exitCode, message);
        return exitCode;
    }

    /// <summary>Where tables go that somebody else is to have: plain and wide, unless it is standard output.</summary>
    public static IAnsiConsole ConsoleOf(TextWriter output)
    {
        if (output == System.Console.Out)
            return Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = RedirectedWidth;
        return console;
    }

    private static IAnsiConsole CreateConsole()
    {
        var isTerminal = !System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isTerminal)
            console.Profile.Width = RedirectedWidth;
        return console;
    }
}
