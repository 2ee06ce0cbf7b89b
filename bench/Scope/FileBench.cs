using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Semantics;

namespace ScopeMesh.Bench.Scope;

/// <summary>What is done with a whole file: a large one of 10,000 rules, and one of 2 KB as most are.</summary>
internal static class FileBench
{
    public static string Large { get; } = string.Join('\n', Enumerable.Range(0, ScopeLimits.Items).Select(i =>
        $"global \"rule-{i}\" when namespace(team=team-{i}) and service(app in (app-{i}, app-{i + 1}), !internal)"));

    public static string Small { get; } = string.Join('\n', SelectorRule.Policy(22).Select(rule => rule.Text));

    public static IEnumerable<Table> Run()
    {
        yield return Run($"a file of {ScopeLimits.Items:N0} rules ({Large.Length / 1_024} KB)", Large);
        yield return Run($"a file of {Small.Length / 1_024.0:0.0} KB", Small);
    }

    private static Table Run(string title, string text)
    {
        var policy = ScopePolicy.Parse(text).Policy!;
        return new Table(title, Series.Run(
            [
                new("parsed and compiled", () => ScopePolicy.Parse(text).Policy is null ? 0 : 1),
                new("of that, compiled", () => ScopeMatcher.Compile(policy.Items) is null ? 0 : 1),
                new("printed", () => ScopePrinter.Print(policy).Length > 0 ? 1 : 0),
                new("checked", () => ScopeAnalysis.Check(policy).Count >= 0 ? 1 : 0),
            ],
            rounds: 5,
            turn: TimeSpan.FromMilliseconds(40)));
    }
}
