using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Scope;

/// <summary>
/// A rule that every contender can express: a selector for the namespace and one for the Service, as
/// <c>kubectl -l</c> takes them.
/// </summary>
internal sealed record SelectorRule(ScopeLang.Scope Scope, string Name, LabelSelector Namespace, LabelSelector Service)
{
    private const ScopeLang.Scope Global = ScopeLang.Scope.Global;
    private const ScopeLang.Scope Local = ScopeLang.Scope.Local;

    /// <summary>A policy of a number of rules: one that opts in, ten of many kinds, or those ten kinds over many teams.</summary>
    public static SelectorRule[] Policy(int count) => count == 1
        ? [Rule(Global, "opt-in", [In("env", "prod", "staging")], [In("istio.io/global", "true")])]
        : [.. Enumerable.Range(0, count).Select(OfKind)];

    /// <summary>The rule in the scope language.</summary>
    public string Text =>
        $"{(Scope == Global ? "global" : "local")} \"{Name}\" when namespace({Namespace}) and service({Service})";

    private static SelectorRule OfKind(int i) => (i % 10) switch
    {
        0 => Rule(Global, $"opt-in-{i}", [In("env", "prod", "staging")], [In("istio.io/global", "true"), In("team", $"team-{i}")]),
        1 => Rule(Global, $"namespace-{i}", [In(NamespaceFacts.NameLabel, $"ns-{i}")], [LabelRequirement.DoesNotExist("internal")]),
        2 => Rule(Local, $"resident-{i}", [In("data-residency", $"zone-{i}")], []),
        3 => Rule(Global, $"app-{i}", [], [In("app.kubernetes.io/name", $"app-{i}")]),
        4 => Rule(Global, $"tier-{i}", [In("team", $"team-{i}")], [In("tier", "frontend", "api")]),
        5 => Rule(Local, $"pinned-{i}", [], [LabelRequirement.Exists("shop.example/pin-local"), In("team", $"team-{i}")]),
        6 => Rule(Global, $"exposed-{i}", [In("env", "prod"), In("team", $"team-{i}")], [LabelRequirement.Exists("exposed")]),
        7 => Rule(Global, $"apps-{i}", [LabelRequirement.DoesNotExist("internal")], [In("app.kubernetes.io/name", $"app-{i}", $"app-{i + 1}")]),
        8 => Rule(Local, $"dev-{i}", [In("env", "dev")], [In("app.kubernetes.io/name", $"app-{i}")]),
        _ => Rule(Global, $"labelled-{i}", [], [In("istio.io/global", "true"), In("app.kubernetes.io/name", $"app-{i}")]),
    };

    private static SelectorRule Rule(ScopeLang.Scope scope, string name, LabelRequirement[] ns, LabelRequirement[] service) =>
        new(scope, name, LabelSelector.Create(ns), LabelSelector.Create(service));

    private static LabelRequirement In(string key, params string[] values) => LabelRequirement.In(key, values);
}
