using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Manifests;

/// <summary>
/// A Kubernetes label selector as written. Istio's workload selectors are the same without expressions.
/// Without labels and expressions it selects everything.
/// </summary>
/// <param name="MatchLabels">Labels that must be there with these values.</param>
/// <param name="MatchExpressions">Requirements that must hold as well.</param>
/// <param name="Span">Where the selector begins.</param>
public sealed record SelectorManifest(
    LocatedMap MatchLabels,
    ValueList<SelectorRequirementManifest> MatchExpressions,
    SourceSpan Span)
{
    /// <summary>What the selector means.</summary>
    public LabelSelector ToLabelSelector() => LabelSelector.Create(
    [
        .. LabelSelector.OfLabels(MatchLabels.ToLabelSet()).Requirements,
        .. MatchExpressions.Select(expression => expression.ToLabelRequirement()),
    ]);
}

/// <summary>One of a selector's <c>matchExpressions</c>.</summary>
/// <param name="Key">The label's key.</param>
/// <param name="Operator">What is asked of its value.</param>
/// <param name="Values">The values; not empty for In and NotIn, empty for the others.</param>
public sealed record SelectorRequirementManifest(
    Located<string> Key,
    Located<LabelOperator> Operator,
    ValueList<Located<string>> Values)
{
    internal LabelRequirement ToLabelRequirement()
    {
        var values = Values.Select(value => value.Value);
        return Operator.Value switch
        {
            LabelOperator.In => LabelRequirement.In(Key.Value, values),
            LabelOperator.NotIn => LabelRequirement.NotIn(Key.Value, values),
            LabelOperator.Exists => LabelRequirement.Exists(Key.Value),
            LabelOperator.DoesNotExist => LabelRequirement.DoesNotExist(Key.Value),
        };
    }
}
