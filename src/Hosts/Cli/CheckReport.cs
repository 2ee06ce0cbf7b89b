using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;
using Spectre.Console;

namespace ScopeMesh.Hosts.Cli;

/// <summary>The matrix of what was expected and what happened.</summary>
internal static class CheckReport
{
    public static void Write(IReadOnlyList<ExpectationResult> results, OutputFormat format, TextWriter output)
    {
        if (format == OutputFormat.Json)
        {
            Output.WriteJson(results.Select(Row), output);
            return;
        }

        var table = new Table().RoundedBorder().AddColumns("", "from", "to", "expected", "happened", "via");
        foreach (var result in results)
        {
            table.AddRow(
                result.Holds ? "[green]ok[/]" : "[red]differs[/]",
                Markup.Escape(result.Expected.From.Value.ToString()),
                Markup.Escape(To(result.Expected)),
                Markup.Escape(Expected(result.Expected)),
                Markup.Escape(result.Why ?? Happened(result)),
                Markup.Escape(string.Join(", ", result.Via)));
        }

        Output.ConsoleOf(output).Write(table);
        var failed = results.Count(result => !result.Holds);
        Output.ConsoleOf(output).WriteLine(failed == 0
            ? $"all {results.Count} expectations hold"
            : $"{failed} of {results.Count} expectations do not hold");
    }

    private static object Row(ExpectationResult result) => new
    {
        From = result.Expected.From.Value.ToString(),
        To = To(result.Expected),
        Expected = Expected(result.Expected),
        result.Holds,
        Answered = result.Answered.Items,
        Refused = result.Refused.Items,
        Via = result.Via.Items,
        result.Why,
        At = result.Expected.Span.ToString(),
    };

    private static string To(Expectation expected) => $"{expected.Host.Value}:{expected.Port}";

    private static string Happened(ExpectationResult result) =>
        string.Join(", ", result.Answered.Concat(result.Refused.Select(reason => $"refused: {reason}")));

    private static string Expected(Expectation expected) => expected.Outcome.Match(
        answers => Names(answers.By),
        refused => $"refused: {refused.Reason.Value}",
        partly => $"{Names(partly.By)}, refused: {partly.Reason.Value}");

    private static string Names(ValueList<Located<WorkloadName>> by) => string.Join(", ", by.Select(name => name.Value));
}
