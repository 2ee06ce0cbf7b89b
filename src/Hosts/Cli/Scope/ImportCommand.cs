using System.CommandLine;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope import</c>: Istio's <c>serviceScopeConfigs</c> as a policy text.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var file = PolicyOptions.File(new Argument<string>("FILE")
        {
            Description = "a list of entries, a MeshConfig, a ConfigMap or IstioOperator that holds one, Helm values, or -",
        });
        var output = PolicyOptions.Out();
        var format = Output.FormatOption();
        var verb = new Verb(
            "import", "Prints the policy that Istio's serviceScopeConfigs in a YAML file are.",
            "scopemesh scope import meshconfig.yaml --out mesh.scope")
        {
            file, output, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed => Run(
            parsed.GetRequiredValue(file),
            reading.Of(parsed, otherwise: PolicyLanguage.Yaml),
            parsed.GetValue(output),
            parsed.GetRequiredValue(format)));
    }

    private static int Run(string path, PolicyReading reading, string? output, OutputFormat format)
    {
        var file = PolicyFile.Read(path, reading);
        var policy = file.Require();
        if (!file.CarriesRules)
            Console.Error.WriteLine($"scopemesh: `{file.Checked.File}` has no `{ServiceScopeConfigs.Field}`, so there is no rule to import");
        var printed = ScopePrinter.Print(policy);
        var text = ScopeFormatter.Format(printed).Text ?? printed;
        TextOutput.Write(text, output, format, new { Text = text, Rules = policy.Rules.Count() });
        return ExitCode.Ok;
    }
}
