using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Manifests.Kinds;

internal static class SelectorFields
{
    private static readonly FieldType<LabelOperator> Operator =
        FieldTypes.Choice([.. Enum.GetValues<LabelOperator>().Select(value => (value.ToString(), value))]);

    /// <summary>Reads a selector of Kubernetes.</summary>
    public static SelectorManifest Read(ObjectReader selector) => new(
        selector.Labels("matchLabels") ?? LocatedMap.Empty,
        selector.Objects("matchExpressions").Select(ReadRequirement).ToValueList(),
        selector.Span);

    /// <summary>Reads a workload selector of Istio, which knows labels only.</summary>
    public static SelectorManifest ReadWorkloadSelector(ObjectReader selector)
    {
        selector.AllowOnly("matchLabels");
        return new SelectorManifest(selector.Labels("matchLabels") ?? LocatedMap.Empty, [], selector.Span);
    }

    private static SelectorRequirementManifest ReadRequirement(ObjectReader requirement)
    {
        var key = requirement.Required("key", LabelFields.Key, "");
        var operation = requirement.Required("operator", Operator, LabelOperator.Exists);
        var values = requirement.Values("values", LabelFields.LabelValue);
        var takesValues = operation.Value is LabelOperator.In or LabelOperator.NotIn;
        if (requirement.Has("operator") && takesValues == values.IsEmpty)
            requirement.Sink.Error(
                ManifestCodes.InvalidSelector,
                operation.Span,
                $"`{operation.Value}` takes {(takesValues ? "at least one value" : "no values")}",
                takesValues ? $"add `{requirement.PathOf("values")}`" : $"take `{requirement.PathOf("values")}` out");
        return new SelectorRequirementManifest(key, operation, values);
    }
}
