using System.CommandLine;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope check</c>: what is wrong with policies. Its findings are its data.</summary>
internal static class CheckCommand
{
    private enum Format
    {
        Text,
        Json,
        Sarif,
    }

    public static Command Create()
    {
        var files = PolicyOptions.Policies();
        var strict = new Option<bool>("--strict") { Description = "end with 1 where there are warnings" };
        var format = ChoiceOption.Create("--format", "text for people, json for programs, sarif for code-review tools", Format.Text);
        var verb = new Verb(
            "check", "Says what is wrong with policies, or probably not meant.", "scopemesh scope check --strict mesh.scope")
        {
            files, strict, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed => Run(
            parsed.GetRequiredValue(files),
            reading.Of(parsed),
            parsed.GetRequiredValue(format),
            parsed.GetValue(strict)));
    }

    private static int Run(string[] paths, PolicyReading reading, Format format, bool strict)
    {
        var found = new List<CheckedText>();
        var exitCode = PolicyFiles.Each(paths, path =>
        {
            found.Add(Check(PolicyFile.Read(path, reading)));
            return ExitCode.Ok;
        });
        Console.Out.Write(format switch
        {
            Format.Text => string.Concat(found.SelectMany(Lines)),
            Format.Json => DiagnosticJson.Render(found),
            Format.Sarif => DiagnosticSarif.Render([.. found.Select(SarifPaths.Relative)], Tool),
        });
        var errors = Count(found, Severity.Error);
        var warnings = Count(found, Severity.Warning);
        Console.Error.WriteLine($"checked {Number(found.Count, "file")}: {Number(errors, "error")}, {Number(warnings, "warning")}");
        return Math.Max(exitCode, errors > 0 ? ExitCode.Invalid : strict && warnings > 0 ? ExitCode.No : ExitCode.Ok);
    }

    private static CheckedText Check(PolicyFile file) => file.Policy is { } policy
        ? file.Checked with
        {
            Diagnostics = [.. file.Checked.Diagnostics.Concat(ScopeAnalysis.Check(policy)).OrderBy(found => found.Span.Offset)],
        }
        : file.Checked;

    // The address is one of RFC 2606 that nobody can own: the product has no page of its own.
    private static SarifTool Tool => new("scopemesh", ProductVersion.Text);

    private static IEnumerable<string> Lines(CheckedText text) =>
        DiagnosticText.Render(text.Diagnostics, text.Text, Colour.OfOutput);

    private static int Count(IEnumerable<CheckedText> texts, Severity severity) =>
        texts.Sum(text => text.Diagnostics.Count(diagnostic => diagnostic.Severity == severity));

    private static string Number(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
