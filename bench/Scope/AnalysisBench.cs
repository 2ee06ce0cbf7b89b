using System.Text;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Testing;

namespace ScopeMesh.Bench.Scope;

/// <summary>
/// What questions about whole policies cost: pairs of random policies of 50 rules over 30 keys, drawn from fixed
/// seeds. Beside them stands what there is without diagrams: to ask both policies about services, one by one.
/// </summary>
internal static class AnalysisBench
{
    private const int Pairs = 8;
    private const int Rules = 50;
    private const int Keys = 30;

    private static readonly (ScopePolicy Left, ScopePolicy Right)[] Policies =
        [.. Enumerable.Range(0, Pairs).Select(seed => (Random(seed), Random(seed + Pairs)))];

    public static IEnumerable<Table> Run()
    {
        var services = Facts.Create(1_000, 100);
        yield return new Table($"questions about policies of {Rules} rules over {Keys} keys", Series.Run(
            [
                Question("both asked of 1,000 services", (left, right) => services.Count(facts => left.Decide(facts).Scope != right.Decide(facts).Scope)),
                Question("Check", (left, _) => ScopeAnalysis.Check(left)),
                Question("Satisfiable", (left, _) => ScopeAnalysis.Satisfiable(left)),
                Question("Implies", (left, right) => ScopeAnalysis.Implies(left, right)),
                Question("Equivalent, to itself", (left, _) => ScopeAnalysis.Equivalent(left, left)),
                Question("Disjoint", (left, right) => ScopeAnalysis.Disjoint(left, right)),
                Question("Diff", (left, right) => ScopeAnalysis.Diff(left, right, [])),
                Question("Export", (left, _) => ServiceScopeConfigs.Export(left)),
                Question("coverage", (left, _) => ScopeCoverage.Measure(left)),
                Question("missing tests", (left, _) => ScopeCoverage.Missing(left)),
                Slowest("Disjoint, the slowest pair", (left, right) => ScopeAnalysis.Disjoint(left, right)),
            ],
            rounds: 3,
            turn: TimeSpan.FromMilliseconds(50)));
    }

    private static Contender Question(string name, Func<ScopePolicy, ScopePolicy, object> ask) => new(name, () =>
    {
        foreach (var (left, right) in Policies)
            _ = ask(left, right);
        return Pairs;
    });

    private static Contender Slowest(string name, Func<ScopePolicy, ScopePolicy, object> ask)
    {
        var (left, right) = Policies.MaxBy(pair =>
        {
            var started = ThreadTime.Nanoseconds;
            _ = ask(pair.Left, pair.Right);
            return ThreadTime.Nanoseconds - started;
        });
        return new Contender(name, () =>
        {
            _ = ask(left, right);
            return 1;
        });
    }

    private static ScopePolicy Random(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        for (var rule = 0; rule < Rules; rule++)
        {
            text.Append(random.Next(5) == 0 ? "local when " : "global when ");
            var operands = random.Next(2, 5);
            for (var i = 0; i < operands; i++)
            {
                var key = random.Next(Keys);
                text.Append(i == 0 ? "" : random.Next(3) == 0 ? " or " : " and ")
                    .Append(key % 2 == 0 ? "service(k" : "namespace(k").Append(key)
                    .Append(random.Next(4) switch { 0 => "=a", 1 => " in (a, b)", 2 => "!=b", _ => "" }).Append(')');
            }
            text.Append('\n');
        }
        return ScopePolicy.Parse(text.ToString()).Policy!;
    }
}
