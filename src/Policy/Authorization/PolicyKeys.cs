using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>Names of policies as decisions give them.</summary>
internal static class PolicyKeys
{
    /// <summary>Each once, in ordinal order.</summary>
    public static ValueList<NamespacedName> InOrder(IEnumerable<NamespacedName> keys) => keys.Distinct().Order().ToValueList();
}
