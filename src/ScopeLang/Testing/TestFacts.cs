using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>Tests as facts, and facts as tests.</summary>
internal static class TestFacts
{
    /// <summary>What a test says of its Service. What it leaves out is called as usual, and has no labels.</summary>
    public static ScopeFacts Of(TestItem test)
    {
        var ns = test.Namespace;
        var name = ns?.Object.Name.Text ?? Witnesses.UsualName;
        return new ScopeFacts(
            test.Cluster?.Text ?? Witnesses.UsualCluster,
            ns is { IsKnown: false } ? NamespaceFacts.Unknown(name) : NamespaceFacts.Known(name, Labels(ns?.Object)),
            test.Service?.Name.Text ?? Witnesses.UsualName,
            Labels(test.Service));
    }

    /// <summary>A test that a policy passes; it leaves out what is as usual.</summary>
    public static TestItem Test(string name, in ScopeFacts facts, ScopeDecision decision)
    {
        var cluster = facts.Cluster == Witnesses.UsualCluster ? (Word?)null : Written(facts.Cluster);
        var labels = facts.Namespace.Labels is { } known ? LabelSet.Create(known.Where(label => label.Key != NamespaceFacts.NameLabel)) : null;
        var ns = labels is { Count: 0 } && facts.Namespace.Name == Witnesses.UsualName
            ? null
            : new TestNamespace(labels is not null, Object(facts.Namespace.Name, labels ?? LabelSet.Empty));
        var service = facts.ServiceLabels.Count == 0 && facts.Service == Witnesses.UsualName
            ? null
            : Object(facts.Service, facts.ServiceLabels);
        var rule = decision.Rule is { } by ? Written(by) : (Word?)null;
        return new TestItem(Written(name), cluster, ns, service, decision.Scope, rule, default);
    }

    private static LabelSet Labels(TestObject? found) => found is null
        ? LabelSet.Empty
        : LabelSet.Create(found.Labels.Select(label => KeyValuePair.Create(label.Key.Text, label.Value.Text)));

    private static TestObject Object(string name, LabelSet labels) =>
        new(Written(name), labels.Select(label => new TestLabel(Written(label.Key), Written(label.Value))).ToValueList());

    private static Word Written(string text) => new(text, default);
}
