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
        Root(item) is { } root
            ? Within(root).Where(expr => Holds(expr.Origin, offset)).MinBy(expr => expr.Origin.Span.Length)
            : null;

    /// <summary>The expression of a <c>let</c> or a rule.</summary>
    public static ScopeExpr? Root(ScopeItem item) => item.Match<ScopeExpr?>(
        let: let => let.Value, rule: rule => rule.Condition, test: _ => null);

    /// <summary>An expression and all its parts; a loop, however wide and deep it is.</summary>
    public static IEnumerable<ScopeExpr> Within(ScopeExpr root)
    {
        var pending = new Stack<ScopeExpr>([root]);
        while (pending.TryPop(out var expr))
        {
            yield return expr;
            if (expr is NotExpr not)
                pending.Push(not.Operand);
            foreach (var operand in expr is AndExpr and ? and.Operands : expr is OrExpr or ? or.Operands : [])
                pending.Push(operand);
        }
    }

    /// <summary>
    /// The services that meet an expression, in their order; null where it uses a name whose meaning is not known. A
    /// service of an unknown namespace meets none.
    /// </summary>
    public static ValueList<ScopeFacts>? Matching(ScopeDocument document, ScopeExpr expr, KnownServices known)
    {
        var lets = Lets(document);
        if (!IsKnown(expr, lets))
            return null;
        var condition = Condition.Of(expr, lets);
        var truths = new LetTruth[lets.Count];
        var matching = new List<ScopeFacts>();
        foreach (var facts in known.Services)
        {
            Array.Clear(truths);
            if (facts.Namespace.Labels is not null && condition.Holds(in facts, truths))
                matching.Add(facts);
        }
        return matching.ToValueList();
    }

    /// <summary>Whether an offset lies in a place, or right behind it.</summary>
    public static bool Holds(Origin origin, int offset) =>
        origin.Span.Offset <= offset && offset <= origin.Span.Offset + origin.Span.Length;

    private static Dictionary<string, LetCondition> Lets(ScopeDocument document)
    {
        var lets = new Dictionary<string, LetCondition>();
        foreach (var let in document.Items.OfType<LetItem>())
            if (!IsOutline(let) && !lets.ContainsKey(let.Name.Text) && IsKnown(let.Value, lets))
                lets.Add(let.Name.Text, new LetCondition(lets.Count, Condition.Of(let.Value, lets)));
        return lets;
    }

    private static bool IsKnown(ScopeExpr expr, Dictionary<string, LetCondition> lets) =>
        Within(expr).OfType<UseExpr>().All(use => lets.ContainsKey(use.Name.Text));
}
