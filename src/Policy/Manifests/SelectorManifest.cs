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
    SourceSpan Span);

/// <summary>One of a selector's <c>matchExpressions</c>.</summary>
/// <param name="Key">The label's key.</param>
/// <param name="Operator">What is asked of its value.</param>
/// <param name="Values">The values; not empty for In and NotIn, empty for the others.</param>
public sealed record SelectorRequirementManifest(
    Located<string> Key,
    Located<SelectorOperator> Operator,
    ValueList<Located<string>> Values);

/// <summary>What a selector's expression asks of a label.</summary>
public enum SelectorOperator
{
    /// <summary>The label is there, with one of the values.</summary>
    In,

    /// <summary>The label is not there, or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is not there.</summary>
    DoesNotExist,
}
