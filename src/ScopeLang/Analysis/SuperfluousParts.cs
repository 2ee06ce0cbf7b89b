using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>A part of a condition, as it is printed, and where it stands.</summary>
internal readonly record struct ConditionPart(string Text, Origin Origin);

/// <summary>
/// Finds the operands, requirements and values that can be dropped from a condition without changing it. They are tried
/// from the last to the first, a part before what is in it, and what can be dropped counts as dropped from then on: so
/// all that are found can be dropped together.
/// </summary>
/// <remarks>
/// What a part can change is bounded by its surroundings: an operand of <c>and</c> matters only where the others hold.
/// This care is carried down, so that no condition is made twice. A <c>let</c> is looked at as a whole where it is used.
/// </remarks>
internal sealed class SuperfluousParts
{
    private readonly DiagramStore _store;
    private readonly DiagramBuilder _builder;
    private readonly List<ConditionPart> _found = [];
    private bool _isExceeded;

    private SuperfluousParts(DiagramStore store, DiagramBuilder builder) => (_store, _builder) = (store, builder);

    /// <summary>The parts in the order of the text, or null where the bounds of the store ended the search.</summary>
    public static IReadOnlyList<ConditionPart>? Of(DiagramStore store, DiagramBuilder builder, ScopeExpr condition)
    {
        var search = new SuperfluousParts(store, builder);
        search.Reduced(condition, DiagramStore.True);
        search._found.Reverse();
        return search._isExceeded ? null : search._found;
    }

    // The diagram of what is left of an expression, which matters only where `care` holds.
    private int Reduced(ScopeExpr expr, int care) => expr switch
    {
        NotExpr not => _store.Not(Reduced(not.Operand, care)),
        AndExpr and => Chain(and.Operands.Items, Printed, _builder.Of, Reduced, isAnd: true, care),
        OrExpr or => Chain(or.Operands.Items, Printed, _builder.Of, Reduced, isAnd: false, care),
        SelectorExpr { Requirements.IsEmpty: false } selector => Chain(
            selector.Requirements.Items, Printed,
            requirement => _builder.Of(selector.Subject, requirement),
            (requirement, inside) => Reduced(selector.Subject, requirement, inside),
            isAnd: true, care),
        NamedExpr named => _builder.Of(named with { Names = Values(Variable.NameOf(named.Subject), named.Names, care) }),
        _ => _builder.Of(expr),
    };

    private int Reduced(Subject subject, Requirement requirement, int care) => _builder.Of(
        subject, requirement with { Values = Values(new Variable(subject, requirement.Key.Text), requirement.Values, care) });

    private int Chain<T>(
        IReadOnlyList<T> parts, Func<T, ConditionPart> shown, Func<T, int> diagram, Func<T, int, int> reduced, bool isAnd, int care)
    {
        // What lets the others matter: that a part of `and` holds, that a part of `or` does not.
        int Lets(int part) => isAnd ? part : _store.Not(part);

        int[] lets = [.. parts.Select(part => Lets(diagram(part)))];
        var before = new int[parts.Count + 1];
        before[0] = care;
        for (var i = 0; i < parts.Count; i++)
            before[i + 1] = _store.And(before[i], lets[i]);
        var after = DiagramStore.True;
        var isLast = true;
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            var matters = _store.And(before[i], after);
            var isOnlyOne = isLast && i == 0;
            if (!isOnlyOne && IsFalse(_store.AndNot(matters, lets[i])))
            {
                _found.Add(shown(parts[i]));
                continue;
            }
            after = _store.And(Lets(reduced(parts[i], matters)), after);
            isLast = false;
        }
        return isAnd ? after : _store.Not(after);
    }

    // A value can go where no service that matters has it, or where it stands there twice.
    private ValueList<Word> Values(Variable variable, ValueList<Word> values, int care)
    {
        var left = values.ToList();
        for (var i = values.Count - 1; i >= 0 && left.Count > 1; i--)
        {
            var isRepeated = left.FindIndex(word => word.Text == values[i].Text) < i;
            if (!isRepeated && !IsFalse(_store.And(care, _builder.Value(variable, values[i].Text))))
                continue;
            _found.Add(new ConditionPart(values[i].Text, values[i].Origin));
            left.RemoveAt(i);
        }
        return left.ToValueList();
    }

    private bool IsFalse(int diagram)
    {
        _isExceeded |= diagram < 0;
        return diagram == DiagramStore.False;
    }

    private static ConditionPart Printed(ScopeExpr expr) => new(ScopePrinter.Print(expr), expr.Origin);

    private static ConditionPart Printed(Requirement requirement) =>
        new(ScopePrinter.Print(requirement), requirement.Origin);
}
