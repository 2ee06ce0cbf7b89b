using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>What is known of a <c>let</c> within one decision.</summary>
internal enum LetTruth : byte
{
    NotEvaluated,
    False,
    True,
}

/// <summary>An expression compiled for evaluation. Its nesting is bounded, so that it may recurse.</summary>
internal abstract class Condition
{
    public abstract bool Holds(in ScopeFacts facts, Span<LetTruth> truths);

    public static Condition Of(ScopeExpr expr, IReadOnlyDictionary<string, LetCondition> lets) => expr.Match(
        constant: constant => new ConstantCondition(constant.Value),
        use: Condition (use) => lets[use.Name.Text],
        not: not => new NotCondition(Of(not.Operand, lets)),
        and: and => new ChainCondition([.. and.Operands.Select(o => Of(o, lets))], decisive: false),
        or: or => new ChainCondition([.. or.Operands.Select(o => Of(o, lets))], decisive: true),
        selector: selector => new SelectorCondition(selector.Subject, selector.ToSelector()),
        named: named => new NamedCondition(named.Subject, [.. named.Names.Select(n => n.Text).Order(StringComparer.Ordinal)]));
}

internal sealed class ConstantCondition(bool value) : Condition
{
    public override bool Holds(in ScopeFacts facts, Span<LetTruth> truths) => value;
}

internal sealed class NotCondition(Condition operand) : Condition
{
    public override bool Holds(in ScopeFacts facts, Span<LetTruth> truths) => !operand.Holds(in facts, truths);
}

/// <summary>A conjunction or a disjunction: the first operand with the decisive truth decides.</summary>
internal sealed class ChainCondition(ImmutableArray<Condition> operands, bool decisive) : Condition
{
    public override bool Holds(in ScopeFacts facts, Span<LetTruth> truths)
    {
        foreach (var operand in operands)
            if (operand.Holds(in facts, truths) == decisive)
                return decisive;
        return !decisive;
    }
}

/// <summary>A <c>let</c>, shared by all its uses and evaluated by the first of them.</summary>
internal sealed class LetCondition(int index, Condition value) : Condition
{
    public override bool Holds(in ScopeFacts facts, Span<LetTruth> truths)
    {
        if (truths[index] == LetTruth.NotEvaluated)
            truths[index] = value.Holds(in facts, truths) ? LetTruth.True : LetTruth.False;
        return truths[index] == LetTruth.True;
    }
}

internal sealed class SelectorCondition(Subject subject, LabelSelector selector) : Condition
{
    public override bool Holds(in ScopeFacts facts, Span<LetTruth> truths) =>
        selector.Matches(subject == Subject.Service ? facts.ServiceLabels : facts.Namespace.Labels!);
}

internal sealed class NamedCondition(Subject subject, ImmutableArray<string> names) : Condition
{
    public override bool Holds(in ScopeFacts facts, Span<LetTruth> truths) =>
        names.AsSpan().BinarySearch(NameOf(in facts), StringComparer.Ordinal) >= 0;

    private string NameOf(in ScopeFacts facts) => subject switch
    {
        Subject.Service => facts.Service,
        Subject.Namespace => facts.Namespace.Name,
        Subject.Cluster => facts.Cluster,
    };
}
