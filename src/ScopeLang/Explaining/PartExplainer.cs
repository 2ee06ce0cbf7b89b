using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Explaining;

/// <summary>Evaluates the conditions of one policy for one Service, and keeps the truth of every part.</summary>
internal sealed class PartExplainer(ScopeFacts facts)
{
    private readonly Dictionary<string, bool> _lets = [];

    /// <summary>Explains a <c>let</c>; from here on its name has that truth.</summary>
    public ExplainedLet Define(LetItem let)
    {
        var value = Explain(let.Value);
        _lets[let.Name.Text] = value.Holds;
        return new ExplainedLet(let.Name.Text, value);
    }

    public ExplainedPart Explain(ScopeExpr expr) => expr switch
    {
        ConstantExpr constant => new ExplainedPart(ScopePrinter.Print(constant), constant.Value, null, null, [], expr.Origin.Span),
        UseExpr use => new ExplainedPart(use.Name.Text, _lets[use.Name.Text], null, use.Name.Text, [], use.Origin.Span),
        NotExpr not => Explain(not),
        AndExpr and => Chain("and", and.Operands.Select(Explain).ToValueList(), isAnd: true, expr.Origin),
        OrExpr or => Chain("or", or.Operands.Select(Explain).ToValueList(), isAnd: false, expr.Origin),
        SelectorExpr { Requirements.Count: 1 } selector => Explain(selector, selector.Requirements[0], selector.Origin),
        SelectorExpr selector => Explain(selector),
        NamedExpr named => Explain(named),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private ExplainedPart Explain(NotExpr not)
    {
        var operand = Explain(not.Operand);
        return new ExplainedPart("not", !operand.Holds, null, null, [operand], not.Origin.Span);
    }

    private ExplainedPart Explain(SelectorExpr selector)
    {
        if (selector.Requirements.IsEmpty)
            return new ExplainedPart(ScopePrinter.Print(selector), Holds: true, "it asks for nothing", null, [], selector.Origin.Span);
        var parts = selector.Requirements.Select(requirement => Explain(
            selector with { Requirements = [requirement] }, requirement, requirement.Origin)).ToValueList();
        return Chain("and", parts, isAnd: true, selector.Origin);
    }

    private ExplainedPart Explain(SelectorExpr alone, Requirement requirement, Origin origin)
    {
        var (whose, labels) = alone.Subject == Subject.Service
            ? ("service", facts.ServiceLabels)
            : ("namespace", facts.Namespace.Labels ?? LabelSet.Empty);
        var because = labels.TryGet(requirement.Key.Text, out var value)
            ? $"the label `{requirement.Key.Text}` of the {whose} is `{value}`"
            : $"the {whose} has no label `{requirement.Key.Text}`";
        return new ExplainedPart(
            ScopePrinter.Print(alone), requirement.ToLabelRequirement().Matches(labels), because, null, [], origin.Span);
    }

    private ExplainedPart Explain(NamedExpr named)
    {
        var (whose, name) = named.Subject switch
        {
            Subject.Service => ("service", facts.Service),
            Subject.Namespace => ("namespace", facts.Namespace.Name),
            Subject.Cluster => ("cluster", facts.Cluster),
        };
        return new ExplainedPart(
            ScopePrinter.Print(named), named.Names.Any(word => word.Text == name), $"the {whose} is called `{name}`", null, [], named.Origin.Span);
    }

    private static ExplainedPart Chain(string word, ValueList<ExplainedPart> parts, bool isAnd, Origin origin) => new(
        word, isAnd ? parts.All(part => part.Holds) : parts.Any(part => part.Holds), null, null, parts, origin.Span);
}
