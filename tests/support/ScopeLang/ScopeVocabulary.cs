using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.ScopeLang;

/// <summary>Few keys, values and names, so that generated policies and generated facts often meet.</summary>
public static class ScopeVocabulary
{
    public static readonly string[] Keys = ["env", "tier", "local", "istio.io/global", "in", "notin", NamespaceFacts.NameLabel];

    public static readonly string[] Values = ["prod", "true", "in", "shop", "global", ""];

    public static readonly string[] Names = ["shop", "let", "named", "when", "global", "test", "a.b"];

    public static Gen<LabelSet> LabelSets { get; } =
        from count in Gen.Choose(0, 3)
        from keys in Gen.Elements(Keys.Where(k => k != NamespaceFacts.NameLabel).ToArray()).ArrayOf(count)
        from values in Gen.Elements(Values).ArrayOf(count)
        select LabelSet.Create(keys.Zip(values, KeyValuePair.Create));

    /// <summary>More labels than are compared at once.</summary>
    public static Gen<LabelSet> WideLabelSets { get; } =
        from some in LabelSets
        from count in Gen.Choose(0, 20)
        from values in Gen.Elements(Values).ArrayOf(count)
        select LabelSet.Create(some.Concat(values.Select((value, i) => KeyValuePair.Create($"{(char)('a' + i)}{i}", value))));

    public static Gen<ScopeFacts> Facts { get; } = FactsOf(LabelSets);

    public static Gen<ScopeFacts> WideFacts { get; } = FactsOf(WideLabelSets);

    private static Gen<ScopeFacts> FactsOf(Gen<LabelSet> labelSets) =>
        from cluster in Gen.Elements(Names)
        from ns in Gen.Elements(Names)
        from nsLabels in labelSets
        from service in Gen.Elements(Names)
        from labels in labelSets
        select new ScopeFacts(cluster, NamespaceFacts.Known(ns, nsLabels), service, labels);
}
