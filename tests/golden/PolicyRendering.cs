using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Golden;

/// <summary>
/// Authorization policies in few words: a line for each group.
/// </summary>
internal static class PolicyRendering
{
    public static IEnumerable<string> Of(ValueList<AuthorizationPolicy> policies) =>
        policies.IsEmpty ? ["none"] : policies.SelectMany(Of);

    private static IEnumerable<string> Of(AuthorizationPolicy policy)
    {
        var about = policy.Scope switch
        {
            AuthorizationScope.Global => "the mesh",
            AuthorizationScope.Namespace => "its namespace",
            _ => "who lists it",
        };
        var dryRun = policy.IsDryRun ? " in dry run" : "";
        yield return $"{policy.Action.ToString().ToUpperInvariant()} {policy.Key} about {about}{dryRun}";
        if (policy.Groups.IsEmpty)
            yield return "  nothing";
        foreach (var group in policy.Groups)
            yield return $"  {PolicyText.Of(group)}";
    }
}
