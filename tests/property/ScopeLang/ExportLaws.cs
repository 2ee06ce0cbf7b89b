using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.Tests.Support;
using static ScopeMesh.Tests.Support.ScopeLang.SmallWorld;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class ExportLaws
{
    private static readonly Gen<ScopePolicy> Given = ExportablePolicies.Select(Valid);

    [Fact]
    public void What_is_exported_means_the_same_when_it_is_imported() => Law.Holds(Given, policy =>
    {
        var imported = Imported(Exported(policy));
        Assert.All(Services, facts => Assert.Equal(policy.Decide(facts).Scope, imported.Decide(facts).Scope));
    });

    [Fact]
    public void Policies_export_to_one_text_exactly_when_they_mean_the_same() => Law.Holds(Given.Zip(Given), pair =>
    {
        var (p, q) = pair;
        var same = Services.All(facts => p.Decide(facts).Scope == q.Decide(facts).Scope);
        Assert.Equal(same, Exported(p) == Exported(q));
    });

    [Fact]
    public void How_a_policy_is_written_does_not_show_in_its_export() => Law.Holds(
        Given.SelectMany(policy => Gen.Shuffle(policy.Rules.ToArray()).Select(rules => (policy, rules))), given =>
    {
        var lets = string.Join('\n', given.policy.Items.OfType<LetItem>().Select(ScopePrinter.Print));
        var rules = string.Join('\n', given.rules.Select(rule =>
            $"{rule.Scope.ToString().ToLowerInvariant()} when not not ({ScopePrinter.Print(rule.Condition)}) and (true or service(unheard-of in (x, y)))"));
        Assert.Equal(Exported(given.policy), Exported(Valid($"{lets}\n{rules}\n{rules}")));
    });

    [Fact]
    public void What_was_imported_exports_to_the_same_text_again() => Law.Holds(Given, policy =>
        Assert.Equal(Exported(policy), Exported(Imported(Exported(policy)))));

    [Fact]
    public void No_entry_of_an_export_can_be_left_out() => Law.Holds(Given, policy =>
    {
        RuleItem[] rules = [.. Imported(Exported(policy)).Rules];
        for (var i = 0; i < rules.Length; i++)
            Differs(policy, [.. rules[..i], .. rules[(i + 1)..]]);
    });

    [Fact]
    public void No_requirement_of_an_export_can_be_left_out() => Law.Holds(Given, policy =>
    {
        RuleItem[] rules = [.. Imported(Exported(policy)).Rules];
        for (var i = 0; i < rules.Length; i++)
            foreach (var shorter in Shorter(rules[i].Condition, Requirementless))
                Differs(policy, [.. rules[..i], rules[i] with { Condition = shorter }, .. rules[(i + 1)..]]);
    });

    [Fact]
    public void No_value_of_an_export_can_be_left_out() => Law.Holds(Given, policy =>
    {
        RuleItem[] rules = [.. Imported(Exported(policy)).Rules];
        for (var i = 0; i < rules.Length; i++)
            foreach (var shorter in Shorter(rules[i].Condition, Valueless))
                Differs(policy, [.. rules[..i], rules[i] with { Condition = shorter }, .. rules[(i + 1)..]]);
    });

    [Fact]
    public void A_policy_is_not_exported_exactly_when_names_of_services_or_clusters_decide() => Law.Holds(Policies.Select(Valid), policy =>
    {
        var byNames = Services.GroupBy(facts => (facts.Namespace.Name, facts.Namespace.Labels, facts.ServiceLabels))
            .Any(group => group.Select(facts => policy.Decide(facts).Scope).Distinct().Count() > 1);
        var export = ServiceScopeConfigs.Export(policy);
        Assert.Equal(byNames, export.Yaml is null);
        Assert.Equal(byNames ? [ScopeCodes.DependsOnNames] : [], export.Diagnostics.Select(found => found.Code));
    });

    [Fact]
    public void An_export_has_no_more_entries_than_may_be() => Law.Holds(Given.Zip(Gen.Choose(0, 3)), given =>
    {
        var (policy, most) = given;
        var needed = Imported(Exported(policy)).Rules.Count();
        var export = ServiceScopeConfigs.Export(policy, most);
        Assert.Equal(needed <= most, export.Yaml is not null);
        Assert.Equal(needed <= most ? [] : [ScopeCodes.TooManyEntries], export.Diagnostics.Select(found => found.Code));
    });

    private static void Differs(ScopePolicy policy, RuleItem[] rules)
    {
        var shortened = new ScopePolicy(new ValueList<ScopeItem>([.. rules]), []);
        var witness = ScopeAnalysis.Equivalent(policy, shortened).Witness;
        Assert.True(witness is not null, "a part can be left out");
        Assert.NotEqual(policy.Decide(witness.Value).Scope, shortened.Decide(witness.Value).Scope);
    }

    private static IEnumerable<ScopeExpr> Shorter(ScopeExpr condition, Func<SelectorExpr, IEnumerable<SelectorExpr>> shorten) => condition switch
    {
        AndExpr and => from i in Enumerable.Range(0, and.Operands.Count)
                       from shorter in Shorter(and.Operands[i], shorten)
                       select (ScopeExpr)(and with { Operands = new ValueList<ScopeExpr>(and.Operands.Items.SetItem(i, shorter)) }),
        SelectorExpr selector => shorten(selector),
        _ => [],
    };

    private static IEnumerable<SelectorExpr> Requirementless(SelectorExpr selector) =>
        from i in Enumerable.Range(0, selector.Requirements.Count)
        select selector with { Requirements = new ValueList<Requirement>(selector.Requirements.Items.RemoveAt(i)) };

    private static IEnumerable<SelectorExpr> Valueless(SelectorExpr selector) =>
        from i in Enumerable.Range(0, selector.Requirements.Count)
        let requirement = selector.Requirements[i]
        where requirement.Values.Count > 1
        from place in Enumerable.Range(0, requirement.Values.Count)
        let shorter = requirement with { Values = new ValueList<Word>(requirement.Values.Items.RemoveAt(place)) }
        select selector with { Requirements = new ValueList<Requirement>(selector.Requirements.Items.SetItem(i, shorter)) };

    private static string Exported(ScopePolicy policy) => ServiceScopeConfigs.Export(policy).Yaml ?? throw new InvalidOperationException("not exported");

    private static ScopePolicy Imported(string yaml)
    {
        var import = ServiceScopeConfigs.Import(yaml);
        Assert.Empty(import.Diagnostics);
        return import.Policy!;
    }

    private static ScopePolicy Valid(string text) => ScopePolicy.Parse(text).Policy ?? throw new InvalidOperationException(text);
}
