using System.CommandLine;
using System.Text.Json.Nodes;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>
/// <c>scopemesh scope equivalent</c>, <c>implies</c>, <c>disjoint</c> and <c>satisfiable</c>: yes or no of whole policies,
/// with a Service that shows it.
/// </summary>
internal static class QuestionCommand
{
    public static Command Equivalent() => OfTwo(
        "equivalent", "Whether two policies make the same Services global.", "scopemesh scope equivalent mesh.scope mesh.yaml",
        (first, second) => ScopeAnalysis.Equivalent(first, second));

    public static Command Implies() => OfTwo(
        "implies", "Whether every Service that is global by POLICY is so by OTHER.",
        "scopemesh scope implies strict.scope mesh.scope",
        (first, second) => ScopeAnalysis.Implies(first, second));

    public static Command Disjoint() => OfTwo(
        "disjoint", "Whether no Service is global by both of two policies.", "scopemesh scope disjoint team-a.scope team-b.scope",
        (first, second) => ScopeAnalysis.Disjoint(first, second));

    public static Command Satisfiable()
    {
        var policy = PolicyOptions.Policy();
        var format = Output.FormatOption();
        var verb = new Verb(
            "satisfiable", "Whether any Service at all is global.", "scopemesh scope satisfiable mesh.scope")
        {
            policy, format,
        };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed =>
        {
            var asked = PolicyFile.Require(parsed.GetRequiredValue(policy), reading.Of(parsed));
            return Tell(ScopeAnalysis.Satisfiable(asked), [(parsed.GetRequiredValue(policy), asked)], parsed.GetRequiredValue(format));
        });
    }

    private static Verb OfTwo(
        string name, string description, string example, Func<ScopePolicy, ScopePolicy, ScopeAnswer> ask)
    {
        var policy = PolicyOptions.Policy();
        var other = PolicyOptions.Policy("OTHER");
        var format = Output.FormatOption();
        var verb = new Verb(name, description, example) { policy, other, format };
        var reading = PolicyOptions.AddTo(verb);
        return verb.Does(parsed =>
        {
            var (first, second) = PolicyFile.RequireTwo(
                parsed.GetRequiredValue(policy), parsed.GetRequiredValue(other), reading.Of(parsed));
            (string, ScopePolicy)[] asked = [(parsed.GetRequiredValue(policy), first), (parsed.GetRequiredValue(other), second)];
            return Tell(ask(first, second), asked, parsed.GetRequiredValue(format));
        });
    }

    private static int Tell(ScopeAnswer answer, (string Path, ScopePolicy Policy)[] asked, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            Output.WriteJson(new
            {
                Answer = answer.Verdict,
                Witness = answer.Witness is { } witness ? JsonNode.Parse(ScopeFactsJson.Write(in witness)) : null,
                Decisions = answer.Witness is { } shown ? asked.Select(one => Decision(one.Path, one.Policy, shown)) : null,
            });
        }
        else
        {
            WriteText(answer, asked);
        }

        return ExitCodeOf(answer.Verdict);
    }

    private static void WriteText(ScopeAnswer answer, (string Path, ScopePolicy Policy)[] asked)
    {
        Console.Out.WriteLine(answer.Verdict switch
        {
            Verdict.Yes => "yes",
            Verdict.No => "no",
            Verdict.NotAnalysed => "not analysed",
        });
        if (answer.Witness is not { } witness)
            return;
        Console.Out.WriteLine(ScopeFactsJson.Write(in witness));
        Console.Out.WriteLine(DecisionText.Print(in witness));
        foreach (var (path, policy) in asked)
            Console.Out.WriteLine($"  {InputBytes.NameOf(path)}: {DecisionText.Print(policy.Decide(in witness), policy.Matches(in witness))}");
    }

    private static object Decision(string path, ScopePolicy policy, ScopeFacts facts) =>
        new { Policy = InputBytes.NameOf(path), policy.Decide(in facts).Scope, Rules = policy.Matches(in facts).Items };

    /// <summary>How a question ends. What was given up has no answer: the budget that it needs is not there.</summary>
    public static int ExitCodeOf(Verdict verdict) => verdict switch
    {
        Verdict.Yes => ExitCode.Ok,
        Verdict.No => ExitCode.No,
        Verdict.NotAnalysed => Output.Fail(
            ExitCode.Unavailable, "not analysed: the policies are too large together; ask about parts of them"),
    };
}
