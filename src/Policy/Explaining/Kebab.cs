using System.Text.Json;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Spells cases of closed families as logs, traces, expectations and JSON do.</summary>
public static class Kebab
{
    /// <summary>The name in kebab case: <c>NoHealthyEndpoint</c> as <c>no-healthy-endpoint</c>.</summary>
    /// <typeparam name="T">The family.</typeparam>
    /// <param name="value">The case.</param>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
