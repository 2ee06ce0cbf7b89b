using System.CommandLine;

namespace ScopeMesh.Hosts.Cli.Repl;

/// <summary><c>scopemesh repl</c>: a session over a mesh folder, at a terminal or from a pipe.</summary>
internal static class MeshReplCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("MESH") { Description = "a mesh folder", DefaultValueFactory = _ => "." };
        var format = Output.FormatOption();
        var verb = new Verb(
            "repl", "Takes questions about a mesh folder line by line, and answers; `help` lists what it understands.",
            "scopemesh repl examples/two-clusters")
        {
            folder, format,
        };
        return verb.Does(parsed =>
        {
            var held = new HeldMesh(parsed.GetRequiredValue(folder), parsed.InvocationConfiguration.Error);
            var chosen = parsed.GetRequiredValue(format);
            var session = new MeshSession(held, chosen);
            foreach (var line in Lines(session))
                Write(session.Answer(line), chosen);
            return ExitCode.Ok;
        });
    }

    private static IEnumerable<string> Lines(MeshSession session)
    {
        var terminal = TerminalLines.IsPossible ? new TerminalLines(session.Complete) : null;
        while (!session.IsOver && (terminal is null ? Console.In.ReadLine() : terminal.Read(session.Prompt)) is { } line)
            yield return line;
    }

    private static void Write(MeshAnswer answer, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            if (!answer.IsEmpty)
                Console.Out.WriteLine(answer.ToJson());
            return;
        }

        Console.Error.Write(answer.Notice);
        Console.Out.Write(answer.Text);
        Console.Out.Flush();
        Console.Error.Write(answer.Messages);
    }
}
