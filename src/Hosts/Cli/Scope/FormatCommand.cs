using System.CommandLine;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope fmt</c>: lays policy texts out.</summary>
internal static class FormatCommand
{
    public static Command Create()
    {
        var files = PolicyOptions.Policies();
        var write = new Option<bool>("--write") { Description = "rewrite the files that are not laid out so" };
        var check = new Option<bool>("--check") { Description = "list the files that are not laid out so, and end with 1 where there are any" };
        var format = Output.FormatOption();
        var verb = new Verb("fmt", "Lays policy texts out, and prints them.", "scopemesh scope fmt --write mesh.scope")
        {
            files, write, check, format,
        };
        return verb.Does(parsed =>
        {
            if (parsed.GetValue(write) && parsed.GetValue(check))
                throw new InputException(ExitCode.Usage, "--write and --check exclude each other");
            return Run(
                parsed.GetRequiredValue(files), parsed.GetValue(write), parsed.GetValue(check), parsed.GetRequiredValue(format));
        });
    }

    private static int Run(string[] paths, bool write, bool check, OutputFormat format)
    {
        if (write && paths.Contains(InputBytes.StandardInput))
            throw new InputException(ExitCode.Usage, "standard input cannot be rewritten; leave out --write");
        var texts = new List<(string File, bool Changed, string Text)>();
        var exitCode = PolicyFiles.Each(paths, path =>
        {
            var (before, after) = Format(path);
            texts.Add((InputBytes.NameOf(path), before != after, after));
            if (write && before != after)
                File.WriteAllText(path, after);
            return check && before != after ? ExitCode.No : ExitCode.Ok;
        });
        if (format == OutputFormat.Json)
            Output.WriteJson(texts.Select(text => new { text.File, text.Changed, Text = write || check ? null : text.Text }));
        else
            WriteText(texts, write, check);
        return exitCode;
    }

    private static void WriteText(List<(string File, bool Changed, string Text)> texts, bool write, bool check)
    {
        foreach (var (file, changed, text) in texts)
        {
            if (!write && !check)
                Console.Out.Write(text);
            else if (changed)
                (check ? Console.Out : Console.Error).WriteLine(check ? file : $"rewrote {file}");
        }
    }

    private static (string Before, string After) Format(string path)
    {
        if (new PolicyReading(null, Lenient: false).LanguageOf(path) == PolicyLanguage.Yaml)
            throw new InputException(ExitCode.Usage, $"`{path}` is YAML; `scope import` makes a policy text of it");
        var input = InputBytes.Read(path, ScopeLimits.TextBytes);
        if (input.Text is not { } text || input.Bytes.Length > ScopeLimits.TextBytes)
        {
            PolicyFile.Parse(input).Require();
            throw new InputException(ExitCode.Invalid, $"`{input.Name}` cannot be laid out");
        }

        var formatted = ScopeFormatter.Format(text, input.Name);
        foreach (var shown in DiagnosticText.Render(formatted.Diagnostics, text, Colour.OfErrors))
            Console.Error.Write(shown);
        return (text, formatted.Text ?? throw new InputException(ExitCode.Invalid, $"`{input.Name}` is no valid policy"));
    }
}
