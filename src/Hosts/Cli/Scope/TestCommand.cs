using System.CommandLine;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Hosts.Cli;

/// <summary><c>scopemesh scope test</c>: runs the <c>test</c> blocks of policies.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        var files = PolicyOptions.Policies();
        var strict = new Option<bool>("--strict") { Description = "end with 1 where there is no test" };
        var format = Output.FormatOption();
        var verb = new Verb("test", "Runs the test blocks of policies.", "scopemesh scope test mesh.scope")
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

    private static int Run(string[] paths, PolicyReading reading, OutputFormat format, bool strict)
    {
        var results = new List<ScopeTestResult>();
        var exitCode = PolicyFiles.Each(paths, path =>
        {
            results.AddRange(ScopeTests.Run(PolicyFile.Require(path, reading)));
            return ExitCode.Ok;
        });
        var failed = results.Count(result => !result.Passes);
        if (format == OutputFormat.Json)
            WriteJson(results, failed);
        else
            WriteText(results, failed);
        if (results.Count == 0)
            Console.Error.WriteLine("scopemesh: no test block is there; docs/scope-command-line.md shows one");
        return Math.Max(exitCode, failed > 0 || (strict && results.Count == 0) ? ExitCode.No : ExitCode.Ok);
    }

    private static void WriteText(IReadOnlyList<ScopeTestResult> results, int failed)
    {
        foreach (var result in results.Where(result => !result.Passes))
        {
            Console.Out.WriteLine($"{result.Test.Origin}: failed: {DecisionText.Rules([result.Test.Name.Text])}");
            Console.Out.WriteLine($"  expected {Expected(result.Test)}");
            Console.Out.WriteLine($"  decided  {DecisionText.Print(result.Decision, result.Rules)}");
        }

        if (results.Count > 0)
            Console.Out.WriteLine($"{results.Count - failed} passed, {failed} failed");
    }

    private static void WriteJson(IReadOnlyList<ScopeTestResult> results, int failed) => Output.WriteJson(new
    {
        Passed = results.Count - failed,
        Failed = failed,
        Tests = results.Select(result => new
        {
            Name = result.Test.Name.Text,
            result.Test.Origin.Span.File,
            result.Test.Origin.Span.Line,
            result.Test.Origin.Span.Column,
            result.Passes,
            Expected = new { Scope = result.Test.Expect, By = result.Test.By?.Text },
            Decided = new { result.Decision.Scope, Rules = result.Rules.Items, result.Decision.Reason },
        }),
    });

    private static string Expected(TestItem test) => test.By is { } rule
        ? DecisionText.Print(new ScopeDecision(test.Expect, null, ScopeReason.RuleMatched), [rule.Text])
        : test.Expect == Scope.Global ? "global" : "local";
}
