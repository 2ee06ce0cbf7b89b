using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Indexing;
using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.ScopeLang;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class IndexLaws
{
    private static readonly string[] Clusters = ["shop", "let"];
    private static readonly string[] Namespaces = ["shop", "named", "a.b"];
    private static readonly string[] Services = ["shop", "when", "global", "test"];

    [Fact]
    public void After_any_changes_an_index_is_one_that_is_made_from_nothing() => Law.Holds(Histories, history =>
    {
        var index = ScopeIndex.Create(history.Policies[0], history.Services);
        foreach (var change in history.Changes)
            index = change(index).Index;
        Assert.Equal(ScopeIndex.Create(index.Policy, index.Services.Select(service => service.Facts)).Services, index.Services);
        Assert.All(index.Services, service =>
            Assert.Equal(ScopeEvaluator.Decide(index.Policy.Items, service.Facts), service.Decision));
        Assert.Equal(index.Services.Count(), index.Count);
    });

    [Fact]
    public void An_index_holds_the_services_that_a_dictionary_would() => Law.Holds(ServiceLists, services =>
    {
        var index = ScopeIndex.Create(ScopePolicy.Empty, services);
        var expected = new Dictionary<(string, string, string), LabelSet>();
        var namespaces = new Dictionary<(string, string), NamespaceFacts>();
        foreach (var facts in services)
        {
            expected[(facts.Cluster, facts.Namespace.Name, facts.Service)] = facts.ServiceLabels;
            namespaces[(facts.Cluster, facts.Namespace.Name)] = facts.Namespace;
        }
        Assert.Equal(
            expected.OrderBy(e => string.Join('/', e.Key), StringComparer.Ordinal)
                .Select(e => new ScopeFacts(e.Key.Item1, namespaces[(e.Key.Item1, e.Key.Item2)], e.Key.Item3, e.Value)),
            index.Services.Select(service => service.Facts).OrderBy(f => $"({f.Cluster}, {f.Namespace.Name}, {f.Service})", StringComparer.Ordinal));
        var added = services.Aggregate(ScopeIndex.Create(ScopePolicy.Empty, []), (sum, facts) => sum.WithService(facts).Index);
        Assert.Equal(index.Services, added.Services);
    });

    [Fact]
    public void The_changes_that_are_reported_are_the_differences() => Law.Holds(Histories, history =>
    {
        var index = ScopeIndex.Create(history.Policies[0], history.Services);
        foreach (var change in history.Changes)
        {
            var result = change(index);
            Assert.Equal(Differences(index, result.Index), result.Changes);
            Assert.InRange(result.Reevaluated, result.Changes.Count(c => c.After is not null), result.Index.Count);
            index = result.Index;
        }
    });

    [Fact]
    public void A_label_that_the_policy_does_not_mention_touches_nothing() => Law.Holds(Histories, history =>
    {
        var index = ScopeIndex.Create(history.Policies[0], history.Services);
        foreach (var (facts, _) in index.Services)
        {
            var labelled = index.WithService(facts with { ServiceLabels = facts.ServiceLabels.With("unmentioned", "x") });
            Assert.Equal((0, 0), (labelled.Reevaluated, labelled.Changes.Count));
            if (facts.Namespace.Labels is not { } labels)
                continue;
            var ns = NamespaceFacts.Known(facts.Namespace.Name, labels.With("unmentioned", "x"));
            var renamed = index.WithNamespace(facts.Cluster, ns);
            Assert.Equal((0, 0), (renamed.Reevaluated, renamed.Changes.Count));
        }
    });

    [Fact]
    public void A_change_of_one_service_decides_no_other_anew() => Law.Holds(Histories.Zip(ScopeVocabulary.LabelSets), given =>
    {
        var (history, labels) = given;
        var index = ScopeIndex.Create(history.Policies[0], history.Services);
        Assert.All(index.Services, service =>
            Assert.InRange(index.WithService(service.Facts with { ServiceLabels = labels }).Reevaluated, 0, 1));
    });

    [Fact]
    public void A_policy_that_has_fewer_rules_touches_exactly_what_the_others_match() => Law.Holds(
        Histories.Zip(Gen.Choose(0, 4)),
        given =>
        {
            var (history, dropped) = given;
            var policy = Named(history.Policies[0]);
            var left = policy.Items.Where(item => item is not RuleItem { Name.Text: var name } || name != $"r{dropped}").ToValueList();
            var gone = policy.Items.Where(item => item is not RuleItem { Name.Text: var name } || name == $"r{dropped}").ToValueList();
            var index = ScopeIndex.Create(policy, history.Services);
            var touched = index.Services.Count(service => ScopeEvaluator.Determining(gone, service.Facts).Rules.Length > 0);
            var fewer = index.WithPolicy(new ScopePolicy(left, []));
            Assert.Equal(touched, fewer.Reevaluated);
            Assert.Equal(touched, fewer.Index.WithPolicy(policy).Reevaluated);
        });

    private static readonly Gen<ScopeFacts[]> ServiceLists =
        from count in Gen.Choose(0, 12)
        from facts in Facts().ArrayOf(count)
        select facts;

    private static readonly Gen<History> Histories =
        from policies in Policies()
        from services in ServiceLists
        from count in Gen.Choose(1, 8)
        from changes in Change(policies).ArrayOf(count)
        select new History(policies, services, changes);

    /// <summary>Policies that differ by some of their rules, and by their order.</summary>
    private static Gen<ScopePolicy[]> Policies() =>
        from items in ScopeTexts.Items
        let lets = items.Where(item => item[0] == "let").ToArray()
        let rules = items.Where(item => item[0] is "global" or "local").ToArray()
        from some in Gen.SubListOf(rules)
        from shuffled in Gen.Shuffle(rules)
        from few in Gen.SubListOf(shuffled)
        select new[] { rules, [.. some], shuffled, [.. few] }.Select(chosen => Valid([.. lets, .. chosen])).ToArray();

    private static Gen<Func<ScopeIndex, ScopeIndexChange>> Change(ScopePolicy[] policies) => Gen.Frequency(
        (4, Facts().Select(facts => (Func<ScopeIndex, ScopeIndexChange>)(index => index.WithService(facts)))),
        (2, Facts().Select(facts => (Func<ScopeIndex, ScopeIndexChange>)(index =>
            index.WithoutService(facts.Cluster, facts.Namespace.Name, facts.Service)))),
        (2, Facts().Select(facts => (Func<ScopeIndex, ScopeIndexChange>)(index =>
            index.WithNamespace(facts.Cluster, facts.Namespace)))),
        (3, Gen.Elements(policies).Select(policy => (Func<ScopeIndex, ScopeIndexChange>)(index => index.WithPolicy(policy)))));

    private static Gen<ScopeFacts> Facts() =>
        from cluster in Gen.Elements(Clusters)
        from ns in Gen.Elements(Namespaces)
        from nsLabels in ScopeVocabulary.LabelSets
        from isKnown in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
        from service in Gen.Elements(Services)
        from labels in ScopeVocabulary.LabelSets
        select new ScopeFacts(
            cluster, isKnown ? NamespaceFacts.Known(ns, nsLabels) : NamespaceFacts.Unknown(ns), service, labels);

    private static IEnumerable<ServiceChange> Differences(ScopeIndex before, ScopeIndex after)
    {
        var old = before.Services.ToDictionary(s => (s.Facts.Cluster, s.Facts.Namespace.Name, s.Facts.Service), s => s.Decision);
        var now = after.Services.ToDictionary(s => (s.Facts.Cluster, s.Facts.Namespace.Name, s.Facts.Service), s => s.Decision);
        return from key in old.Keys.Union(now.Keys)
               orderby Array.IndexOf([.. Clusters.Order(StringComparer.Ordinal)], key.Cluster),
                   Array.IndexOf([.. Namespaces.Order(StringComparer.Ordinal)], key.Name),
                   Array.IndexOf([.. Services.Order(StringComparer.Ordinal)], key.Service)
               let was = old.TryGetValue(key, out var o) ? o : (ScopeDecision?)null
               let becomes = now.TryGetValue(key, out var n) ? n : (ScopeDecision?)null
               where was != becomes
               select new ServiceChange(key.Cluster, key.Name, key.Service, was, becomes);
    }

    private static ScopePolicy Valid(string[][] items) =>
        ScopePolicy.Parse(string.Join('\n', items.Select(item => string.Join(' ', item)))).Policy!;

    // With names of their own, rules do not change theirs when one before them goes.
    private static ScopePolicy Named(ScopePolicy policy)
    {
        var place = 0;
        return new ScopePolicy(
            policy.Items.Select(item => item is RuleItem rule ? rule with { Name = new Word($"r{place++}", default) } : item).ToValueList(),
            []);
    }

    private sealed record History(ScopePolicy[] Policies, ScopeFacts[] Services, Func<ScopeIndex, ScopeIndexChange>[] Changes);
}
