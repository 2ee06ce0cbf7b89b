using ScopeMesh.ScopeLang.Analysis;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Testing;

/// <summary>One place where a requirement, or a condition on a name, stands in an expression.</summary>
/// <param name="Text">The condition as it is printed by itself.</param>
/// <param name="Origin">Where it stands.</param>
/// <param name="Holds">The Services for which it holds.</param>
/// <param name="Matters">The Services for which the expression would be the opposite had the condition been.</param>
internal readonly record struct Occurrence(string Text, Origin Origin, int Holds, int Matters);

/// <summary>
/// Finds the conditions of an expression and where each of them matters: a part of <c>and</c> where all its neighbours
/// hold, a part of <c>or</c> where none does, and all that where the whole matters.
/// </summary>
internal sealed class Occurrences
{
    private readonly DiagramStore _store;
    private readonly DiagramBuilder _builder;
    private readonly List<Occurrence> _found = [];

    private Occurrences(DiagramStore store, DiagramBuilder builder) => (_store, _builder) = (store, builder);

    /// <summary>The occurrences in the order of the text.</summary>
    public static IReadOnlyList<Occurrence> Of(DiagramStore store, DiagramBuilder builder, ScopeExpr expr)
    {
        var search = new Occurrences(store, builder);
        search.Visit(expr, DiagramStore.True);
        return search._found;
    }

    private void Visit(ScopeExpr expr, int matters)
    {
        switch (expr)
        {
            case NotExpr not:
                Visit(not.Operand, matters);
                break;
            case AndExpr and:
                Chain(and.Operands.Items, _builder.Of, Visit, isAnd: true, matters);
                break;
            case OrExpr or:
                Chain(or.Operands.Items, _builder.Of, Visit, isAnd: false, matters);
                break;
            case SelectorExpr selector:
                Chain(
                    selector.Requirements.Items,
                    requirement => _builder.Of(selector.Subject, requirement),
                    (requirement, inside) => _found.Add(new Occurrence(
                        ScopePrinter.Print(selector with { Requirements = [requirement] }),
                        requirement.Origin,
                        _builder.Of(selector.Subject, requirement),
                        inside)),
                    isAnd: true,
                    matters);
                break;
            case NamedExpr named:
                _found.Add(new Occurrence(ScopePrinter.Print(named), named.Origin, _builder.Of(named), matters));
                break;
        }
    }

    private void Chain<T>(IReadOnlyList<T> parts, Func<T, int> diagram, Action<T, int> visit, bool isAnd, int matters)
    {
        int[] lets = [.. parts.Select(part => isAnd ? diagram(part) : _store.Not(diagram(part)))];
        var after = new int[parts.Count + 1];
        after[^1] = DiagramStore.True;
        for (var i = parts.Count - 1; i >= 0; i--)
            after[i] = _store.And(lets[i], after[i + 1]);
        var before = matters;
        for (var i = 0; i < parts.Count; i++)
        {
            visit(parts[i], _store.And(before, after[i + 1]));
            before = _store.And(before, lets[i]);
        }
    }
}
