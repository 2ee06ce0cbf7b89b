using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>How often every <c>let</c> is used where a rule can see it.</summary>
internal static class LetUses
{
    /// <summary>Counts uses in rules, and in lets that are themselves used; others are in no result.</summary>
    /// <param name="items">Items in file order, so that a name is defined before it is used.</param>
    public static IReadOnlyDictionary<string, int> Count(IReadOnlyList<ScopeItem> items)
    {
        var uses = new Dictionary<string, int>();
        for (var i = items.Count - 1; i >= 0; i--)
        {
            if (items[i] is LetItem let && !uses.ContainsKey(let.Name.Text))
                continue;
            foreach (var use in ScopeExprs.Leaves(items[i]).OfType<UseExpr>())
                uses[use.Name.Text] = uses.GetValueOrDefault(use.Name.Text) + 1;
        }
        return uses;
    }
}
