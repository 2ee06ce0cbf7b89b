using System.CommandLine;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope export</c>: a policy as Istio's <c>serviceScopeConfigs</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var policy = PolicyOptions.Policy();
        var entries = BoundedNumber.Option(
            "--max-entries", "export nothing where more entries are needed", 0, ScopeLimits.Items, ServiceScopeConfigs.DefaultMaxEntries);
        var output = PolicyOptions.Out();
        var format = Output.FormatOption();
        var verb = new Verb(
            "export", "Prints a policy as Istio's serviceScopeConfigs, of the same meaning exactly.",
            "scopemesh scope export mesh.scope --out meshconfig.yaml")
        {
            policy, entries, output, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed => Run(
            PolicyFile.Read(parsed.GetRequiredValue(policy), reading.Of(parsed)),
            parsed.GetRequiredValue(entries),
            parsed.GetValue(output),
            parsed.GetRequiredValue(format)));
    }

    private static int Run(PolicyFile file, int maxEntries, string? output, OutputFormat format)
    {
        var export = ServiceScopeConfigs.Export(file.Require(), maxEntries);
        foreach (var diagnostic in export.Diagnostics)
            Console.Error.Write(DiagnosticText.Render(diagnostic, file.Checked.Text, Colour.OfErrors));
        if (export.Yaml is not { } yaml)
            return Output.Fail(ExitCode.Invalid, $"`{file.Checked.File}` cannot be exported");
        TextOutput.Write(yaml, output, format, new { Yaml = yaml });
        return ExitCode.Ok;
    }
}
