using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope repl</c>: a session over a policy, at a terminal or from a pipe.</summary>
internal static class ReplCommand
{
    private static readonly JsonSerializerOptions Line =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        var policy = PolicyOptions.Policy();
        policy.Arity = ArgumentArity.ZeroOrOne;
        var mesh = MeshServices.Option("tell what each rule changes for the Services of this mesh folder");
        var format = Output.FormatOption();
        var verb = new Verb(
            "repl", "Takes items and questions line by line, and answers; `:help` lists what it understands.",
            "scopemesh scope repl mesh.scope --mesh .")
        {
            policy, mesh, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed =>
        {
            var path = parsed.GetValue(policy);
            if (path == InputBytes.StandardInput)
                throw new InputException(ExitCode.Usage, "the lines are standard input, so the policy cannot be");
            var session = new ReplSession(
                path is null ? "" : Text(path, reading.Of(parsed)),
                parsed.GetValue(mesh) is { } folder ? MeshServices.Read(folder) : []);
            Converse(session, parsed.GetRequiredValue(format));
            return ExitCode.Ok;
        });
    }

    // An imported policy goes on as the policy text that it is.
    private static string Text(string path, PolicyReading reading)
    {
        var file = PolicyFile.Read(path, reading);
        var policy = file.Require();
        return file.Language == PolicyLanguage.Scope ? file.Checked.Text : ScopePrinter.Print(policy);
    }

    private static void Converse(ReplSession session, OutputFormat format)
    {
        var isConversation = !Console.IsInputRedirected && !Console.IsOutputRedirected;
        while (!session.IsOver)
        {
            if (isConversation)
                Console.Out.Write(session.IsWaiting ? "… " : "> ");
            if (Console.In.ReadLine() is not { } line)
                break;
            Write(session.Answer(line), format);
        }

        Write(session.End(), format);
    }

    private static void Write(ReplAnswer answer, OutputFormat format)
    {
        if (format == OutputFormat.Json && answer.Text.Length > 0)
            Console.Out.WriteLine(JsonSerializer.Serialize(new { Ok = answer.IsOk, answer.Text }, Line));
        else if (format == OutputFormat.Text)
            (answer.IsOk ? Console.Out : Console.Error).Write(answer.Text);
    }
}
