using System.CommandLine;
using ScopeMesh.Hosts.LanguageServer;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope lsp</c>: the language server, for editors.</summary>
internal static class LspCommand
{
    public static Command Create()
    {
        var mesh = new Option<string?>("--mesh")
        {
            Description = "a mesh folder whose services and labels completion and hover speak of",
        };

        // Editors start servers with this word; there is no other way to talk to it.
        var stdio = new Option<bool>("--stdio") { Description = "speak over standard input and output, as always", Hidden = true };
        var command = new Command("lsp", "Serves editors: the Language Server Protocol over standard input and output.")
        {
            mesh, stdio,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(mesh), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? mesh, CancellationToken cancellationToken)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();

        // Whatever else is written would break the protocol.
        Console.SetOut(Console.Error);
        return await LanguageServerConnection.RunAsync(
            input, output, mesh, message => Console.Error.WriteLine($"scopemesh: {message}"), cancellationToken);
    }
}
