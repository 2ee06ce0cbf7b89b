using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Semantics;

namespace ScopeMesh.Tests.Property.ScopeLang;

/// <summary>
/// Not generated but enumerated: every policy up to three requirements over two keys with two values, for every Service
/// that such policies can tell apart.
/// </summary>
public sealed class ExhaustiveLaws
{
    private static readonly string[] Leaves =
    [
        .. from key in new[] { ("namespace", "n"), ("service", "s") }
           from requirement in new[] { "{0}", "!{0}", "{0}=a", "{0}!=a", "{0}=b", "{0}!=b", "{0} in (a, b)", "{0} notin (a, b)" }
           select $"{key.Item1}({string.Format(requirement, key.Item2)})",
    ];

    private static readonly string[] SmallConditions = [.. Leaves, "true", "false"];

    private static readonly string?[] Outcomes = [null, "a", "b", "z"];

    private static readonly ScopeFacts[] Services =
    [
        .. from n in Outcomes
           from s in Outcomes
           select new ScopeFacts("c", NamespaceFacts.Known("default", Labels("n", n)), "default", Labels("s", s)),
    ];

    [Fact]
    public void Evaluator_matcher_diagram_and_export_agree_on_every_policy_of_one_rule() => Agree(
        from condition in Conditions()
        from scope in new[] { "global when {0}", "global when not ({0})", "global when true\nlocal when {0}" }
        select string.Format(scope, condition));

    [Fact]
    public void Evaluator_matcher_diagram_and_export_agree_on_every_policy_of_two_rules() => Agree(
        from first in SmallConditions
        from second in SmallConditions
        from scopes in new[] { ("global", "global"), ("global", "local"), ("local", "global"), ("local", "local") }
        select $"{scopes.Item1} when {first}\n{scopes.Item2} when {second}");

    private static IEnumerable<string> Conditions()
    {
        foreach (var a in SmallConditions)
            yield return a;
        foreach (var a in SmallConditions)
            foreach (var b in SmallConditions)
                foreach (var word in new[] { "and", "or" })
                    yield return $"{a} {word} {b}";
        foreach (var a in Leaves)
            foreach (var b in Leaves)
                foreach (var c in Leaves)
                    foreach (var shape in new[] { "{0} and {1} and {2}", "{0} or {1} or {2}", "{0} and {1} or {2}", "({0} or {1}) and {2}" })
                        yield return string.Format(shape, a, b, c);
    }

    private static void Agree(IEnumerable<string> policies)
    {
        var exports = new Dictionary<int, string>();
        foreach (var text in policies)
        {
            var policy = ScopePolicy.Parse(text).Policy!;
            var diagrams = PolicyDiagrams.Of(policy, AnalysisLimits.Default);
            var meaning = diagrams.Meaning();
            var globals = 0;
            for (var i = 0; i < Services.Length; i++)
            {
                var expected = ScopeEvaluator.Decide(policy.Items, Services[i]);
                if (expected != policy.Decide(Services[i]) || (expected.Scope == Scope.Global) != diagrams.Store.Holds(meaning, Services[i]))
                    Assert.Fail($"{text}\ndiffers for {Services[i]}");
                globals |= expected.Scope == Scope.Global ? 1 << i : 0;
            }

            var yaml = ServiceScopeConfigs.Export(policy).Yaml!;
            if (exports.TryGetValue(globals, out var known))
            {
                if (known != yaml)
                    Assert.Fail($"{text}\nhas the same meaning as another policy and another export\n{yaml}\n{known}");
                continue;
            }

            exports.Add(globals, yaml);
            var imported = ServiceScopeConfigs.Import(yaml).Policy!;
            Assert.All(Services.Select((facts, i) => (facts, i)), service =>
                Assert.Equal((globals & (1 << service.i)) != 0, imported.Decide(service.facts).Scope == Scope.Global));
        }

        Assert.Equal(exports.Count, exports.Values.Distinct().Count());
        Assert.InRange(exports.Count, 50, 1 << 16);
    }

    private static LabelSet Labels(string key, string? value) =>
        value is null ? LabelSet.Empty : LabelSet.Create([KeyValuePair.Create(key, value)]);
}
