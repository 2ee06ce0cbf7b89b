using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.Tests.Support;
using static ScopeMesh.Tests.Support.ScopeLang.SmallWorld;

namespace ScopeMesh.Tests.Property.ScopeLang;

/// <summary>Every warning that is called exact, against a look at every Service of a small world.</summary>
public sealed partial class FindingLaws
{
    private static readonly Gen<ScopePolicy> Given = Policies.Select(Valid);

    [Fact]
    public void A_rule_never_matches_exactly_when_no_service_matches_it() => Law.Holds(Given, policy =>
        Assert.Equal(
            Rules(policy).Where(rule => Matched(policy, rule).Count == 0).Select(Head),
            Found(policy, ScopeCodes.NeverMatches)));

    [Fact]
    public void A_rule_always_matches_exactly_when_every_service_matches_it() => Law.Holds(Given, policy =>
        Assert.Equal(
            Rules(policy).Where(rule => Matched(policy, rule).Count == Services.Length).Select(Head),
            Found(policy, ScopeCodes.AlwaysMatches)));

    [Fact]
    public void A_rule_is_subsumed_exactly_when_others_of_its_kind_match_all_it_matches() => Law.Holds(Given, policy =>
    {
        var rules = Rules(policy).Select((rule, place) => (Rule: rule, Place: place, Set: Matched(policy, rule))).ToList();
        Assert.Equal(
            rules.Where(one => one.Set.Count > 0 && one.Set.IsSubsetOf(rules
                .Where(other => other.Rule.Scope == one.Rule.Scope && other.Place != one.Place && !(other.Place > one.Place && other.Set.SetEquals(one.Set)))
                .SelectMany(other => other.Set))).Select(one => Head(one.Rule)),
            Found(policy, ScopeCodes.Subsumed));
    });

    [Fact]
    public void A_global_rule_is_cancelled_exactly_when_local_rules_match_all_it_matches() => Law.Holds(Given, policy =>
    {
        var local = Rules(policy).Where(rule => rule.Scope == Scope.Local).SelectMany(rule => Matched(policy, rule)).ToHashSet();
        Assert.Equal(
            Rules(policy).Where(rule => rule.Scope == Scope.Global && Matched(policy, rule) is { Count: > 0 } matched && matched.IsSubsetOf(local)).Select(Head),
            Found(policy, ScopeCodes.Cancelled));
    });

    [Fact]
    public void The_rules_that_a_warning_names_suffice_and_none_of_them_could_be_left_out() => Law.Holds(Given, policy =>
    {
        foreach (var finding in ScopeAnalysis.Check(policy).Where(found => found.Code is ScopeCodes.Subsumed or ScopeCodes.Cancelled))
        {
            var matched = Matched(policy, Rules(policy).Single(rule => Head(rule) == finding.Span.Offset));
            var cover = RuleName().Matches(finding.Message).Select(name => Matched(policy, Rules(policy).ElementAt(int.Parse(name.Groups["place"].Value) - 1))).ToArray();
            Assert.NotEmpty(cover);
            Assert.Subset(cover.SelectMany(set => set).ToHashSet(), matched);
            foreach (var without in cover)
                Assert.False(matched.IsSubsetOf(cover.Where(set => set != without).SelectMany(set => set)));
        }
    });

    [Fact]
    public void A_part_is_reported_exactly_when_the_rule_means_the_same_without_it() => Law.Holds(Given, policy =>
        Assert.Equal(
            Rules(policy).Where(rule => Matched(policy, rule).Count > 0).SelectMany(rule => SlowlySuperfluous(policy, rule)).Order(),
            Found(policy, ScopeCodes.SuperfluousPart).Order()));

    [Fact]
    public void What_is_not_analysed_is_said_and_nothing_is_guessed() => Law.Holds(Given.Zip(Gen.Choose(0, 40)), given =>
    {
        var (policy, steps) = given;
        var limits = AnalysisLimits.Default with { QuestionSteps = steps };
        var full = ScopeAnalysis.Check(policy).Select(Key).ToHashSet();
        var bounded = ScopeAnalysis.Check(policy, limits).Select(Key).ToHashSet();
        var found = bounded.Where(key => key.Code != ScopeCodes.NotAnalysed).ToHashSet();
        Assert.Subset(full, found);
        Assert.True(found.Count == full.Count || bounded.Count > found.Count, "something is missing, and nothing says so");
    });

    private static (string Code, int Offset) Key(Diagnostic found) => (found.Code, found.Span.Offset);

    // Tries every part in the order of the search, and looks at every service each time.
    private static List<int> SlowlySuperfluous(ScopePolicy policy, RuleItem rule)
    {
        var found = new List<int>();
        var meaning = Matched(policy, rule);
        bool Same(ScopeExpr condition) => Matched(policy, rule with { Condition = condition }).SetEquals(meaning);
        Reduce(rule.Condition, Same, found);
        return found;
    }

    private static ScopeExpr Reduce(ScopeExpr expr, Func<ScopeExpr, bool> same, List<int> found)
    {
        switch (expr)
        {
            case NotExpr not:
                return not with { Operand = Reduce(not.Operand, e => same(not with { Operand = e }), found) };
            case AndExpr and:
                return and with { Operands = Chain(and.Operands, o => o.Origin, o => same(and with { Operands = o }), Reduce, found) };
            case OrExpr or:
                return or with { Operands = Chain(or.Operands, o => o.Origin, o => same(or with { Operands = o }), Reduce, found) };
            case SelectorExpr selector:
                return selector with
                {
                    Requirements = Chain(selector.Requirements, r => r.Origin, r => same(selector with { Requirements = r }), (requirement, sameWith, list) =>
                        requirement with { Values = Chain(requirement.Values, v => v.Origin, v => sameWith(requirement with { Values = v }), (v, _, _) => v, list) }, found),
                };
            case NamedExpr named:
                return named with { Names = Chain(named.Names, n => n.Origin, n => same(named with { Names = n }), (n, _, _) => n, found) };
            default:
                return expr;
        }
    }

    private static ValueList<T> Chain<T>(
        ValueList<T> parts, Func<T, Origin> place, Func<ValueList<T>, bool> same, Func<T, Func<T, bool>, List<int>, T> inside, List<int> found)
    {
        var left = parts.ToList();
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            var without = left.Where((_, j) => j != i).ToValueList();
            if (left.Count > 1 && same(without))
            {
                found.Add(place(parts[i]).Span.Offset);
                left.RemoveAt(i);
                continue;
            }
            left[i] = inside(left[i], part => same(left.Select((p, j) => j == i ? part : p).ToValueList()), found);
        }
        return left.ToValueList();
    }

    private static IEnumerable<RuleItem> Rules(ScopePolicy policy) => policy.Rules;

    private static int Head(RuleItem rule) => rule.Origin.Span.Offset;

    /// <summary>The places of the services that a rule by itself matches.</summary>
    private static HashSet<int> Matched(ScopePolicy policy, RuleItem rule)
    {
        var matcher = ScopeMatcher.Compile([.. policy.Items.OfType<LetItem>(), rule with { Scope = Scope.Global }]);
        return [.. Enumerable.Range(0, Services.Length).Where(i => matcher.Decide(Services[i]).Scope == Scope.Global)];
    }

    private static IEnumerable<int> Found(ScopePolicy policy, string code) =>
        ScopeAnalysis.Check(policy).Where(finding => finding.Code == code).Select(finding => finding.Span.Offset);

    private static ScopePolicy Valid(string text) => ScopePolicy.Parse(text).Policy ?? throw new InvalidOperationException(text);

    [GeneratedRegex("`#(?<place>\\d+)`")]
    private static partial Regex RuleName();
}
