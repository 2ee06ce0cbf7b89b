using System.Text;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Spells cases of closed families as logs, traces and expectations do.</summary>
internal static class Kebab
{
    /// <summary>The name in kebab case: <c>NoHealthyEndpoint</c> as <c>no-healthy-endpoint</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var spelled = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && spelled.Length > 0)
                spelled.Append('-');
            spelled.Append(char.ToLowerInvariant(letter));
        }

        return spelled.ToString();
    }
}
