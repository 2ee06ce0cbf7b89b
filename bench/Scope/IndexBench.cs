using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Indexing;

namespace ScopeMesh.Bench.Scope;

/// <summary>A mesh of 100,000 Services in 1,000 namespaces, classified from nothing and then kept up to date.</summary>
internal static class IndexBench
{
    public const int Services = 100_000;
    public const int Namespaces = 1_000;

    public static IEnumerable<Table> Run()
    {
        var facts = Facts.Create(Services, Namespaces);
        yield return FromNothing(facts);
        yield return Changes(facts);
    }

    private static Table FromNothing(ScopeFacts[] facts)
    {
        var (few, many) = (DecisionBench.Valid(10), DecisionBench.Valid(1_000));
        var interpreter = new SelectorInterpreter(SelectorRule.Policy(10));
        var maps = facts.Select(Facts.ToDictionaries)
            .Select(f => (Namespace: new LabelMap(f.NamespaceLabels), Service: new LabelMap(f.ServiceLabels))).ToArray();
        return new Table(
            $"{Services:N0} services in {Namespaces:N0} namespaces from nothing",
            Series.Run(
                [
                    new("ScopeIndex.Create, 10 rules", () => Once(ScopeIndex.Create(few, facts))),
                    new("ScopeIndex.Create, 1,000 rules", () => Once(ScopeIndex.Create(many, facts))),
                    new("decisions alone, 1,000 rules", () => Once(facts.Count(f => many.Decide(f).Scope == ScopeLang.Scope.Global))),
                    new("interpreter, decisions alone, 10 rules", () => Once(
                        maps.Count(map => interpreter.Decide(map.Namespace, map.Service).Scope == ScopeLang.Scope.Global))),
                ],
                rounds: 5,
                turn: TimeSpan.FromMilliseconds(50)));
    }

    private static Table Changes(ScopeFacts[] facts)
    {
        var policy = DecisionBench.Valid(1_000);
        var rules = SelectorRule.Policy(1_000).Select(rule => rule.Text).ToArray();
        var other = ScopePolicy.Parse(string.Join('\n', rules.Where((_, i) => i != 500))).Policy!;
        var index = ScopeIndex.Create(policy, facts);
        var next = 0;
        return new Table(
            $"one change of {Services:N0} services, 1,000 rules",
            Series.Run(
                [
                    new("a label of a service that rules mention", () => Once(index.WithService(Relabelled("team", "team-4")))),
                    new("a label of a service that none mentions", () => Once(index.WithService(Relabelled("colour", "red")))),
                    new("a label of a namespace of 100 services", () => Once(index.WithNamespace("east", Renamed()))),
                    new("a service more", () => Once(index.WithService(Next() with { Service = "another" }))),
                    new("a policy without one rule of 1,000", () => Once(index.WithPolicy(other))),
                    new("everything from nothing", () => Once(ScopeIndex.Create(policy, facts))),
                ],
                rounds: 5,
                turn: TimeSpan.FromMilliseconds(40)));

        ScopeFacts Next() => facts[next = (next + 7_919) % facts.Length];

        ScopeFacts Relabelled(string key, string value)
        {
            var service = Next();
            return service with { ServiceLabels = service.ServiceLabels.With(key, value) };
        }

        NamespaceFacts Renamed()
        {
            var ns = Next().Namespace;
            return NamespaceFacts.Known(ns.Name, ns.Labels!.With("team", "team-4"));
        }
    }

    // Takes what was made, so that making it is not optimised away.
    private static int Once<T>(T made)
    {
        GC.KeepAlive(made);
        return 1;
    }
}
