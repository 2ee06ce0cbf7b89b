using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary>An answer to a line of a session.</summary>
/// <param name="ExitCode">What the same command would have ended with.</param>
/// <param name="Text">The answer.</param>
/// <param name="Messages">What else is told, in lines: what was wrong with the question.</param>
internal sealed record MeshAnswer(int ExitCode, string Text, string Messages = "")
{
    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>That the folder has changed, in lines; empty where it has not.</summary>
    public string Notice { get; init; } = "";

    /// <summary>Whether the question was understood and answered, be it by no.</summary>
    public bool IsOk => ExitCode is Cli.ExitCode.Ok or Cli.ExitCode.No;

    /// <summary>Whether there is nothing to tell.</summary>
    public bool IsEmpty => Text.Length + Messages.Length + Notice.Length == 0;

    /// <summary>The answer as one line of JSON, which holds <c>data</c> where the answer is data, and else <c>text</c>.</summary>
    public string ToJson()
    {
        var data = Data();
        return JsonSerializer.Serialize(
            new
            {
                Ok = IsOk,
                ExitCode,
                Notice = Present(Notice),
                Text = data is null ? Text : null,
                Data = data,
                Messages = Present(Messages),
            },
            Line);
    }

    private static string? Present(string text) => text.Length == 0 ? null : text;

    private JsonNode? Data()
    {
        if (Text is not ['{' or '[', ..])
            return null;
        try
        {
            return JsonNode.Parse(Text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// Questions about the mesh of a folder, a line each. Nothing that is asked ends a session, and what is written into the
/// folder meanwhile counts from the next question on.
/// </summary>
/// <param name="held">The mesh.</param>
/// <param name="format">How verbs answer that are not told.</param>
internal sealed class MeshSession(HeldMesh held, OutputFormat format)
{
    private string? _caller;

    /// <summary>Whether the user has ended it.</summary>
    public bool IsOver { get; private set; }

    /// <summary>What stands before a line.</summary>
    public string Prompt => _caller is null ? "> " : $"{_caller}> ";

    /// <summary>Answers a line.</summary>
    public MeshAnswer Answer(string line)
    {
        var words = LineWords.Split(line);
        if (words is [])
            return new MeshAnswer(ExitCode.Ok, "");
        var notice = held.Refresh();
        if (words is [.., { IsOpen: true }] && words[0].Text != SessionWords.Complete)
            return Ask((_, _) => throw Wrong("a quote is not closed")) with { Notice = notice };
        var (verb, rest) = (words[0].Text, words.Skip(1).Select(word => word.Text).ToArray());
        return Ask((output, errors) => verb switch
        {
            SessionWords.Help => Help(rest, output),
            SessionWords.Quit or SessionWords.Exit => Quit(),
            SessionWords.From => From(rest, output),
            SessionWords.Complete => Complete(line[Math.Min(line.Length, words[0].Start + verb.Length + 1)..], output),
            _ when SessionVerbs.Find(verb) is { } known => Run(known, rest, output, errors),
            _ => throw Wrong($"`{verb}` is unknown; `{SessionWords.Help}` lists what there is"),
        }) with
        { Notice = notice };
    }

    /// <summary>What may stand in the place of the word at the cursor.</summary>
    /// <param name="line">The line.</param>
    /// <param name="cursor">How many letters stand before the cursor.</param>
    public Completions Complete(string line, int cursor) =>
        new LineCompletion(held.Reading, _caller).Of(line[..Math.Clamp(cursor, 0, line.Length)]);

    private static MeshAnswer Ask(Func<TextWriter, TextWriter, int> answer)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        var exitCode = Verb.Guarded(() => answer(output, errors), errors);
        return new MeshAnswer(exitCode, output.ToString(), errors.ToString());
    }

    private int Run(SessionVerb verb, string[] words, TextWriter output, TextWriter errors)
    {
        if (words.Any(word => word is "--help" or "-h" or "-?"))
            return Said(output, SessionWords.Of(verb));
        var commandLine = verb.CommandLine(held.Reading.Folder, words, _caller);
        if (format == OutputFormat.Json && verb.Option("--format") is not null && !words.Any(word => word.StartsWith("--format", StringComparison.Ordinal)))
            commandLine = [.. commandLine, "--format", "json"];
        var parsed = verb.Command.Parse(commandLine);
        return parsed.Errors.Count == 0
            ? parsed.Invoke(new HeldInvocation(held.Reading) { Output = output, Error = errors })
            : throw Wrong($"{string.Join("; ", parsed.Errors.Select(error => error.Message))}; write `{verb.Form}`");
    }

    private static int Help(string[] words, TextWriter output) => words switch
    {
        [] => Said(output, SessionWords.All()),
        [var name] when SessionVerbs.Find(name) is { } verb => Said(output, SessionWords.Of(verb)),
        _ => throw Wrong($"`{words[0]}` has no help of its own; `{SessionWords.Help}` lists what there is"),
    };

    private int From(string[] words, TextWriter output)
    {
        switch (words)
        {
            case []:
                _caller = null;
                return Said(output, "nobody calls\n");
            case [var name]:
                var callers = Callers.Find(held.Reading.Mesh, name);
                _caller = name;
                return Said(output, $"{callers[0].Display} calls{(callers.Count > 1 ? $", for {callers.Count - 1} more that are alike" : "")}\n");
            default:
                throw Wrong($"`{words[1]}` is one word too many; write `{SessionWords.From} CLUSTER/NAMESPACE/NAME`");
        }
    }

    private int Complete(string line, TextWriter output)
    {
        foreach (var word in Complete(line, line.Length).Words)
            output.WriteLine(word);
        return ExitCode.Ok;
    }

    private int Quit()
    {
        IsOver = true;
        return ExitCode.Ok;
    }

    private static int Said(TextWriter output, string text)
    {
        output.Write(text);
        return ExitCode.Ok;
    }

    private static InputException Wrong(string message) => new(ExitCode.Usage, message);
}
