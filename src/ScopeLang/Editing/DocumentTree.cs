using ScopeMesh.ScopeLang.Semantics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>
/// What can be said of the items that parsed. Of one that is broken an outline stands among them, with <c>false</c> for
/// the expression that nobody knows.
/// </summary>
internal static class DocumentTree
{
    /// <summary>Whether nothing but the first words of an item are known.</summary>
    public static bool IsOutline(ScopeItem item) => item.Match(
        let: let => let.Origin.Span.Length <= let.Value.Origin.Span.Length,
        rule: rule => rule.Origin.Span.Length <= rule.Condition.Origin.Span.Length,
        test: _ => false);

    /// <summary>The item that an offset lies in, if it parsed.</summary>
    public static ScopeItem? ItemAt(ScopeDocument document, int offset) =>
        document.Items.FirstOrDefault(item => Holds(item.Origin, offset) && !IsOutline(item));

    /// <summary>The smallest expression around an offset.</summary>
    public static ScopeExpr? ExpressionAt(ScopeItem item, int offset) =>
        ScopeExprs.Of(item) is { } root
            ? ScopeExprs.Parts(root).Where(expr => Holds(expr.Origin, offset)).MinBy(expr => expr.Origin.Span.Length)
            : null;

    /// <summary>
    /// The services that meet an expression, in their order; null where it uses a name whose meaning is not known. A
    /// service of an unknown namespace meets none.
    /// </summary>
    public static ValueList<ScopeFacts>? Matching(ScopeDocument document, ScopeExpr expr, KnownServices known)
    {
        var lets = Lets(document);
        if (!IsKnown(expr, lets.Keys))
            return null;
        var matcher = ScopeMatcher.Compile([.. lets.Values, new RuleItem(Scope.Global, null, expr, expr.Origin)]);
        return known.Services.Where(facts => matcher.Decide(in facts).Scope == Scope.Global).ToValueList();
    }

    /// <summary>Whether an offset lies in a place, or right behind it.</summary>
    public static bool Holds(Origin origin, int offset) =>
        origin.Span.Offset <= offset && offset <= origin.Span.Offset + origin.Span.Length;

    // A `let` that is broken, or that uses one, has no meaning.
    private static OrderedDictionary<string, LetItem> Lets(ScopeDocument document)
    {
        var lets = new OrderedDictionary<string, LetItem>();
        foreach (var let in document.Items.OfType<LetItem>())
            if (!IsOutline(let) && IsKnown(let.Value, lets.Keys))
                lets.TryAdd(let.Name.Text, let);
        return lets;
    }

    private static bool IsKnown(ScopeExpr expr, ICollection<string> lets) =>
        ScopeExprs.Leaves(expr).OfType<UseExpr>().All(use => lets.Contains(use.Name.Text));
}
