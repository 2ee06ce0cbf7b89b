using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

/// <summary>The import against Istio's own algorithm (<c>matchServiceScope</c>), followed step by step.</summary>
public sealed class ImportLaws
{
    [Fact]
    public void Imported_rules_mean_what_they_mean_to_Istio() => Law.Holds(Given, given =>
    {
        var import = ServiceScopeConfigs.Import(Yaml(given.Entries));
        Assert.DoesNotContain(import.Diagnostics, d => d.Severity == Severity.Error);
        Assert.True(import.CarriesRules);
        Assert.Equal(Istio(given.Entries, given.Facts), import.Policy!.Decide(given.Facts).Scope);
    });

    [Fact]
    public void Exactly_the_local_entries_are_reported_as_inert() => Law.Holds(Given, given =>
        Assert.Equal(
            given.Entries.Count(entry => entry.Scope != "GLOBAL"),
            ServiceScopeConfigs.Import(Yaml(given.Entries)).Diagnostics.Count(d => d.Code == ScopeCodes.InertEntry)));

    [Fact]
    public void Imported_rules_can_be_printed_as_a_policy() => Law.Holds(Given, given =>
    {
        var policy = ServiceScopeConfigs.Import(Yaml(given.Entries)).Policy!;
        Assert.Equal(policy, ScopePolicy.Parse(ScopePrinter.Print(policy)).Policy);
    });

    [Fact]
    public void What_is_valid_means_the_same_when_read_leniently() => Law.Holds(Given, given =>
        Assert.Equal(
            ServiceScopeConfigs.Import(Yaml(given.Entries)).Policy,
            ServiceScopeConfigs.Import(Yaml(given.Entries), lenient: true).Policy));

    private static Scope Istio(Entry[] entries, ScopeFacts facts)
    {
        foreach (var entry in entries)
        {
            if (facts.Namespace.Labels is not { } namespaceLabels)
                continue;
            if (Matches(entry.Namespace, namespaceLabels) && Matches(entry.Service, facts.ServiceLabels) && entry.Scope == "GLOBAL")
                return Scope.Global;
        }
        return Scope.Local;
    }

    private static bool Matches(Term[]? selector, LabelSet labels) => selector is null || selector.All(term =>
    {
        var value = labels.Where(label => label.Key == term.Key).Select(label => label.Value).FirstOrDefault();
        return term.Operator switch
        {
            "=" or "In" => value is not null && term.Values.Contains(value),
            "NotIn" => value is null || !term.Values.Contains(value),
            "Exists" => value is not null,
            _ => value is null,
        };
    });

    private static string Yaml(Entry[] entries) => entries.Length == 0
        ? "serviceScopeConfigs: []"
        : "serviceScopeConfigs:\n" + string.Concat(entries.Select(entry => "- {"
            + (entry.Namespace is { } ns ? $"namespaceSelector: {Selector(ns)}, " : "")
            + (entry.Service is { } service ? $"servicesSelector: {Selector(service)}, " : "")
            + (entry.Scope is { } scope ? $"scope: {scope}" : "") + "}\n"));

    // A key may stand once in matchLabels; whatever repeats it becomes an expression.
    private static string Selector(Term[] terms)
    {
        var labels = terms.Where(term => term.Operator == "=").DistinctBy(term => term.Key).ToArray();
        var rest = terms.Except(labels).Select(term => term.Operator == "=" ? term with { Operator = "In" } : term);
        var expressions = rest.Select(term =>
            $"{{key: {term.Key}, operator: {term.Operator}, values: [{string.Join(", ", term.Values.Select(Quoted))}]}}");
        return $"{{matchLabels: {{{string.Join(", ", labels.Select(term => $"{term.Key}: {Quoted(term.Values[0])}"))}}}, "
            + $"matchExpressions: [{string.Join(", ", expressions)}]}}";
    }

    private static string Quoted(string value) => $"'{value}'";

    private static Gen<Term> Terms { get; } =
        from key in Gen.Elements(ScopeVocabulary.Keys)
        from op in Gen.Elements("=", "In", "NotIn", "Exists", "DoesNotExist")
        from count in Gen.Choose(1, 2)
        from values in Gen.Elements(ScopeVocabulary.Values).ArrayOf(op == "=" ? 1 : count)
        select new Term(key, op, op is "Exists" or "DoesNotExist" ? [] : values);

    private static Gen<Term[]?> Selectors { get; } =
        from count in Gen.Choose(-1, 2)
        from terms in Terms.ArrayOf(Math.Max(0, count))
        select count < 0 ? null : terms;

    private static Gen<(Entry[] Entries, ScopeFacts Facts)> Given { get; } =
        from count in Gen.Choose(0, 3)
        from entries in
            (from ns in Selectors
             from service in Selectors
             from scope in Gen.Elements("GLOBAL", "GLOBAL", "LOCAL", null)
             select new Entry(ns, service, scope)).ArrayOf(count)
        from facts in ScopeVocabulary.Facts
        from isKnown in Gen.Elements(true, true, true, false)
        select (entries, isKnown ? facts : facts with { Namespace = NamespaceFacts.Unknown(facts.Namespace.Name) });

    private sealed record Term(string Key, string Operator, string[] Values);

    private sealed record Entry(Term[]? Namespace, Term[]? Service, string? Scope);
}
