using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Explaining;
using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.ScopeLang.Syntax;
using ScopeMesh.Tests.Support;
using static ScopeMesh.Tests.Support.ScopeLang.SmallWorld;

namespace ScopeMesh.Tests.Property.ScopeLang;

public sealed class ExplainingLaws
{
    private static readonly Gen<(ScopePolicy Policy, ScopeFacts Facts)> Given =
        Policies.Select(Valid).Zip(Gen.Elements(Services.ToArray()), ValueTuple.Create);

    [Fact]
    public void An_explanation_says_of_the_decision_what_the_evaluator_does() => Law.Holds(Given, given =>
    {
        var explanation = given.Policy.Explain(given.Facts);
        Assert.Equal(ScopeEvaluator.Decide(given.Policy.Items, given.Facts), explanation.Decision);
        Assert.Equal(ScopeEvaluator.Determining(given.Policy.Items, given.Facts).Rules, explanation.Determining);
        Assert.Equal(explanation.Determining, explanation.Rules.Where(rule => rule.Determines).Select(rule => rule.Name));
        Assert.Equal(
            explanation.Rules.Any(rule => rule is { Matches: true, Scope: Scope.Global }) && !explanation.Rules.Any(rule => rule is { Matches: true, Scope: Scope.Local }),
            explanation.Decision.Scope == Scope.Global);
    });

    [Fact]
    public void The_truth_of_a_whole_follows_from_that_of_its_parts() => Law.Holds(Given, given =>
    {
        var explanation = given.Policy.Explain(given.Facts);
        var lets = explanation.Lets.ToDictionary(let => let.Name, let => let.Value.Holds);
        foreach (var part in explanation.Rules.Select(rule => rule.Condition).Concat(explanation.Lets.Select(let => let.Value)).SelectMany(All))
        {
            if (part.Let is { } name)
                Assert.Equal(lets[name], part.Holds);
            if (part.Parts.IsEmpty)
                continue;
            Assert.Null(part.Because);
            Assert.Equal(
                part.Text switch
                {
                    "and" => part.Parts.All(inner => inner.Holds),
                    "or" => part.Parts.Any(inner => inner.Holds),
                    _ => !part.Parts.Single().Holds,
                },
                part.Holds);
        }
    });

    [Fact]
    public void The_nearest_change_makes_the_service_global_and_no_smaller_one_does() => Law.Holds(Given, given =>
    {
        var (policy, facts) = given;
        var nearest = policy.Explain(facts).Nearest;
        var others = Services.Where(other => (other.Cluster, other.Namespace.Name, other.Service) == (facts.Cluster, facts.Namespace.Name, facts.Service)
            && policy.Decide(other).Scope == Scope.Global).ToList();
        if (others.Count == 0)
        {
            Assert.Equal(Reach.ByNoLabels, nearest.Reach);
            return;
        }
        Assert.Equal(policy.Decide(facts).Scope == Scope.Global ? Reach.IsGlobal : Reach.ByLabels, nearest.Reach);
        Assert.Equal(Scope.Global, policy.Decide(Changed(facts, nearest.Changes)).Scope);
        Assert.Equal(others.Min(other => Distance(facts, other)), (nearest.Changes.Count, nearest.Changes.Count(change => change.Subject == Subject.Namespace)));
        Assert.All(nearest.Changes, change => Assert.NotEqual(change.From, change.To));
    });

    [Fact]
    public void A_service_of_an_unknown_namespace_needs_its_namespace_first() => Law.Holds(Given, given =>
    {
        var explanation = given.Policy.Explain(given.Facts with { Namespace = NamespaceFacts.Unknown("shop") });
        Assert.Equal((Reach.NamespaceUnknown, ScopeReason.NamespaceUnknown), (explanation.Nearest.Reach, explanation.Decision.Reason));
        Assert.Empty(explanation.Rules);
    });

    private static (int Changes, int OfNamespace) Distance(ScopeFacts from, ScopeFacts to)
    {
        var (ofService, ofNamespace) = (Distance(from.ServiceLabels, to.ServiceLabels), Distance(from.Namespace.Labels!, to.Namespace.Labels!));
        return (ofService + ofNamespace, ofNamespace);
    }

    private static int Distance(LabelSet from, LabelSet to) => from.Concat(to).Select(label => label.Key).Distinct()
        .Count(key => (from.TryGet(key, out var a) ? a : null) != (to.TryGet(key, out var b) ? b : null));

    private static ScopeFacts Changed(ScopeFacts facts, ValueList<LabelChange> changes) => facts with
    {
        ServiceLabels = Changed(facts.ServiceLabels, changes.Where(change => change.Subject == Subject.Service)),
        Namespace = NamespaceFacts.Known(
            facts.Namespace.Name, Changed(facts.Namespace.Labels!, changes.Where(change => change.Subject == Subject.Namespace))),
    };

    private static LabelSet Changed(LabelSet labels, IEnumerable<LabelChange> changes)
    {
        var changed = labels.ToDictionary();
        foreach (var change in changes)
        {
            Assert.Equal(changed.GetValueOrDefault(change.Key), change.From);
            if (change.To is null)
                changed.Remove(change.Key);
            else
                changed[change.Key] = change.To;
        }
        return LabelSet.Create(changed);
    }

    private static IEnumerable<ExplainedPart> All(ExplainedPart part) => part.Parts.SelectMany(All).Prepend(part);

    private static ScopePolicy Valid(string text) => ScopePolicy.Parse(text).Policy ?? throw new InvalidOperationException(text);
}
