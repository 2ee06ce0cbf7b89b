using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Selectors as people write labels: <c>app=cart, tier in (a,b)</c>.</summary>
internal static class SelectorText
{
    public static string Of(LabelSelector selector) => string.Join(", ", selector.Requirements.Select(Of));

    private static string Of(LabelRequirement requirement) =>
        requirement is { Operator: LabelOperator.In, Values: [var only] } ? $"{requirement.Key}={only}" : $"{requirement}";
}
