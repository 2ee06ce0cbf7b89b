using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Semantics;

namespace ScopeMesh.Bench.Scope;

/// <summary>One decision by policies of 1, 10 and 1,000 rules: this library beside what one would write instead.</summary>
internal static class DecisionBench
{
    private const int Services = 1_000;
    private const int Namespaces = 100;

    public static readonly int[] Sizes = [1, 10, 1_000];

    public static IEnumerable<Table> Run() => Sizes.Select(Run).Append(BySize());

    private static Table Run(int rules)
    {
        var policy = Valid(rules);
        var facts = Facts.Create(Services, Namespaces);
        var dictionaries = Array.ConvertAll(facts, Facts.ToDictionaries);
        var maps = Array.ConvertAll(dictionaries, f => (Namespace: new LabelMap(f.NamespaceLabels), Service: new LabelMap(f.ServiceLabels)));
        var interpreter = new SelectorInterpreter(SelectorRule.Policy(rules));
        for (var i = 0; i < facts.Length; i++)
            Agree(
                policy.Decide(facts[i]), ScopeEvaluator.Decide(policy.Items, facts[i]), DecideByHand(rules, dictionaries[i]),
                interpreter.Decide(maps[i].Item1, maps[i].Item2));

        var global = facts.Count(f => policy.Decide(f).Scope == ScopeLang.Scope.Global);
        var local = facts.Count(f => policy.Decide(f) is { Scope: ScopeLang.Scope.Local, Rule: not null });
        return new Table(
            $"one decision, {rules:N0} {(rules == 1 ? "rule" : "rules")} ({global} of {Services:N0} services global, {local} local by a rule)",
            Series.Run(
                [
                    new("ScopePolicy.Decide", () => Count(facts, new OfPolicy(policy))),
                    new("ifs written by hand", () => rules switch
                    {
                        1 => Count(dictionaries, default(OfIfs1)),
                        10 => Count(dictionaries, default(OfIfs10)),
                        _ => Count(dictionaries, default(OfIfs1000)),
                    }),
                    new("interpreter as in client-go", () => Count(maps, new OfInterpreter(interpreter))),
                    new("reference evaluator", () => Count(facts.AsSpan(0, Math.Max(1, 1_000 / rules)), new OfEvaluator(policy))),
                ],
                rounds: 11,
                turn: TimeSpan.FromMilliseconds(25)));
    }

    /// <summary>What a thousand rules cost beside ten, over the same facts.</summary>
    private static Table BySize()
    {
        var facts = Facts.Create(Services, Namespaces);
        var policies = Array.ConvertAll(Sizes, Valid);
        return new Table(
            "one decision, by the number of rules",
            Series.Run(
                [
                    new("10 rules", () => Count(facts, new OfPolicy(policies[1]))),
                    new("1 rule", () => Count(facts, new OfPolicy(policies[0]))),
                    new("1,000 rules", () => Count(facts, new OfPolicy(policies[2]))),
                ],
                rounds: 11,
                turn: TimeSpan.FromMilliseconds(25)));
    }

    public static ScopePolicy Valid(int rules) =>
        ScopePolicy.Parse(string.Join('\n', SelectorRule.Policy(rules).Select(rule => rule.Text))).Policy
        ?? throw new InvalidOperationException("the policy of the benchmark is not valid");

    private static int Count<TFacts, TDecider>(ReadOnlySpan<TFacts> all, TDecider decider)
        where TDecider : struct, IDecider<TFacts>
    {
        var global = 0;
        foreach (ref readonly var facts in all)
            global += (int)decider.Decide(in facts).Scope;
        return global >= 0 ? all.Length : 0;
    }

    private static ScopeDecision DecideByHand(int rules, DictionaryFacts facts) => rules switch
    {
        1 => HandWritten.Decide1(facts),
        10 => HandWritten.Decide10(facts),
        _ => HandWritten.Decide1000(facts),
    };

    private static void Agree(params ReadOnlySpan<ScopeDecision> decisions)
    {
        foreach (var decision in decisions)
            if (decision != decisions[0])
                throw new InvalidOperationException($"contenders disagree: {decision} is not {decisions[0]}");
    }

    // Structures, so that every contender is called directly.
    private interface IDecider<TFacts>
    {
        ScopeDecision Decide(in TFacts facts);
    }

    private readonly struct OfPolicy(ScopePolicy policy) : IDecider<ScopeFacts>
    {
        public ScopeDecision Decide(in ScopeFacts facts) => policy.Decide(in facts);
    }

    private readonly struct OfEvaluator(ScopePolicy policy) : IDecider<ScopeFacts>
    {
        public ScopeDecision Decide(in ScopeFacts facts) => ScopeEvaluator.Decide(policy.Items, facts);
    }

    private readonly struct OfInterpreter(SelectorInterpreter interpreter) : IDecider<(LabelMap Namespace, LabelMap Service)>
    {
        public ScopeDecision Decide(in (LabelMap Namespace, LabelMap Service) facts) =>
            interpreter.Decide(facts.Namespace, facts.Service);
    }

    private readonly struct OfIfs1 : IDecider<DictionaryFacts>
    {
        public ScopeDecision Decide(in DictionaryFacts facts) => HandWritten.Decide1(facts);
    }

    private readonly struct OfIfs10 : IDecider<DictionaryFacts>
    {
        public ScopeDecision Decide(in DictionaryFacts facts) => HandWritten.Decide10(facts);
    }

    private readonly struct OfIfs1000 : IDecider<DictionaryFacts>
    {
        public ScopeDecision Decide(in DictionaryFacts facts) => HandWritten.Decide1000(facts);
    }
}
