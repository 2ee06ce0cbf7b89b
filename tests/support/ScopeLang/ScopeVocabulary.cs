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

    public static Gen<ScopeFacts> Facts { get; } =
        from cluster in Gen.Elements(Names)
        from ns in Gen.Elements(Names)
        from nsLabels in LabelSets
        from service in Gen.Elements(Names)
        from labels in LabelSets
        select new ScopeFacts(cluster, NamespaceFacts.Known(ns, nsLabels), service, labels);
}
