using System.Text;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Prints expressions. Recursive over nesting, which is bounded, and not over the width of chains.</summary>
internal static class ExprPrinter
{
    /// <summary>How tightly an expression holds together; a looser one inside a tighter one needs parentheses.</summary>
    private enum Binding
    {
        Or,
        And,
        Unary,
    }

    public static void Print(ScopeExpr expr, StringBuilder text) => Print(expr, Binding.Or, text);

    private static void Print(ScopeExpr expr, Binding within, StringBuilder text)
    {
        var needsParentheses = BindingOf(expr) < within;
        if (needsParentheses)
            text.Append('(');
        switch (expr)
        {
            case ConstantExpr constant:
                text.Append(constant.Value ? Keywords.True : Keywords.False);
                break;
            case UseExpr use:
                text.Append(use.Name.Text);
                break;
            case NotExpr not:
                text.Append(Keywords.Not).Append(' ');
                Print(not.Operand, Binding.Unary, text);
                break;
            case AndExpr and:
                Chain(and.Operands, Keywords.And, Binding.Unary, text);
                break;
            case OrExpr or:
                Chain(or.Operands, Keywords.Or, Binding.And, text);
                break;
            case SelectorExpr selector:
                Selector(selector, text);
                break;
            case NamedExpr named:
                Named(named, text);
                break;
        }
        if (needsParentheses)
            text.Append(')');
    }

    private static Binding BindingOf(ScopeExpr expr) => expr switch
    {
        OrExpr => Binding.Or,
        AndExpr => Binding.And,
        _ => Binding.Unary,
    };

    private static void Chain(ValueList<ScopeExpr> operands, string word, Binding within, StringBuilder text)
    {
        for (var i = 0; i < operands.Count; i++)
        {
            if (i > 0)
                text.Append(' ').Append(word).Append(' ');
            Print(operands[i], within, text);
        }
    }

    private static void Selector(SelectorExpr selector, StringBuilder text)
    {
        text.Append(Word(selector.Subject)).Append('(');
        for (var i = 0; i < selector.Requirements.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            Print(selector.Requirements[i], text);
        }
        text.Append(')');
    }

    // Where no operator stands, no value needs quotes, not even the empty one.
    public static void Print(Requirement requirement, StringBuilder text)
    {
        var (key, values) = (requirement.Key.Text, requirement.Values);
        _ = (requirement.Operator, values.Count) switch
        {
            (LabelOperator.Exists, _) => text.Append(key),
            (LabelOperator.DoesNotExist, _) => text.Append('!').Append(key),
            (LabelOperator.In, 1) => text.Append(key).Append('=').Append(values[0].Text),
            (LabelOperator.NotIn, 1) => text.Append(key).Append("!=").Append(values[0].Text),
            (LabelOperator.In, _) => text.Append(key).Append(" in (").AppendJoin(", ", values).Append(')'),
            (LabelOperator.NotIn, _) => text.Append(key).Append(" notin (").AppendJoin(", ", values).Append(')'),
        };
    }

    private static void Named(NamedExpr named, StringBuilder text)
    {
        text.Append(Word(named.Subject)).Append(' ').Append(Keywords.Named).Append(' ');
        if (named.Names.Count == 1)
            text.Append(named.Names[0].Text);
        else
            text.Append('(').AppendJoin(", ", named.Names).Append(')');
    }

    private static string Word(Subject subject) => subject switch
    {
        Subject.Service => Keywords.Service,
        Subject.Namespace => Keywords.Namespace,
        Subject.Cluster => Keywords.Cluster,
    };
}
