using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Prints expressions. Recursive over nesting, which is bounded, and not over the width of chains.</summary>
internal sealed class ExprPrinter(PieceWriter to)
{
    private static readonly (string, string) Parentheses = ("(", ")");

    /// <summary>How tightly an expression holds together; a looser one inside a tighter one needs parentheses.</summary>
    private enum Binding
    {
        Or,
        And,
        Unary,
    }

    /// <summary>Prints an expression that nothing encloses; the breaks of its chain belong to the group at hand.</summary>
    public void Print(ScopeExpr expr)
    {
        if (BindingOf(expr) == Binding.Unary)
            Leaf(expr);
        else
            Chain(expr);
    }

    /// <summary>Prints a requirement. Where no operator stands, no value needs quotes, not even the empty one.</summary>
    public void Print(Requirement requirement)
    {
        var (key, values) = (requirement.Key.Text, requirement.Values);
        switch (requirement.Operator, values.Count)
        {
            case (LabelOperator.Exists, _): to.Text(key); break;
            case (LabelOperator.DoesNotExist, _): to.Text("!").Text(key); break;
            case (LabelOperator.In, 1): to.Text(key).Text("=").Text(values[0].Text); break;
            case (LabelOperator.NotIn, 1): to.Text(key).Text("!=").Text(values[0].Text); break;
            case (LabelOperator.In, _): Set(key, Keywords.In, requirement); break;
            case (LabelOperator.NotIn, _): Set(key, Keywords.NotIn, requirement); break;
        }
    }

    private static Binding BindingOf(ScopeExpr expr) => expr switch
    {
        OrExpr => Binding.Or,
        AndExpr => Binding.And,
        _ => Binding.Unary,
    };

    private void Chain(ScopeExpr chain)
    {
        var (operands, word, within) = chain is OrExpr or
            ? (or.Operands, Keywords.Or, Binding.And)
            : (((AndExpr)chain).Operands, Keywords.And, Binding.Unary);
        Operand(operands[0], within);
        for (var i = 1; i < operands.Count; i++)
            Joined(word, operands[i], within);
    }

    // A comment between the word and its operand moves before the word: `a or # why` says why of a.
    private void Joined(string word, ScopeExpr operand, Binding within)
    {
        to.Break(PieceKind.Space, BindingOf(operand) < within ? Anchor.First(operand.Origin, -1) : Anchor.First(operand.Origin));
        to.Text(word).Text(" ");
        Operand(operand, within);
    }

    private void Operand(ScopeExpr expr, Binding within)
    {
        if (BindingOf(expr) < within)
            Group(expr);
        else if (expr is AndExpr and)
            InnerChain(and);
        else
            Leaf(expr);
    }

    private void Group(ScopeExpr expr)
    {
        to.Open();
        to.Text("(");
        to.Indent();
        to.Break(PieceKind.Seam, Anchor.First(expr.Origin));
        Chain(expr);
        to.BreakToEnd(PieceKind.Seam, Anchor.Last(expr.Origin, 1));
        to.Text(")");
        to.Close();
    }

    // The operands after the first are continuation lines of it.
    private void InnerChain(AndExpr and)
    {
        to.Open();
        Operand(and.Operands[0], Binding.Unary);
        to.Indent();
        for (var i = 1; i < and.Operands.Count; i++)
            Joined(Keywords.And, and.Operands[i], Binding.Unary);
        to.Outdent();
        to.Close();
    }

    private void Leaf(ScopeExpr expr)
    {
        switch (expr)
        {
            case ConstantExpr constant:
                to.Text(constant.Value ? Keywords.True : Keywords.False);
                break;
            case UseExpr use:
                to.Text(use.Name.Text);
                break;
            case NotExpr not:
                to.Text(Keywords.Not).Text(" ");
                Operand(not.Operand, Binding.Unary);
                break;
            case SelectorExpr selector:
                to.Text(Word(selector.Subject));
                to.List(
                    Parentheses, selector.Requirements, requirement => Anchor.First(requirement.Origin), Print,
                    Anchor.Last(selector.Origin));
                break;
            case NamedExpr named:
                Named(named);
                break;
        }
    }

    private void Set(string key, string word, Requirement requirement)
    {
        to.Text(key).Text(" ").Text(word).Text(" ");
        Words(requirement.Values, requirement.Origin);
    }

    private void Named(NamedExpr named)
    {
        to.Text(Word(named.Subject)).Text(" ").Text(Keywords.Named).Text(" ");
        if (named.Names.Count == 1)
            to.Text(named.Names[0].Text);
        else
            Words(named.Names, named.Origin);
    }

    private void Words(ValueList<Word> words, Origin whole) =>
        to.List(Parentheses, words, word => Anchor.First(word.Origin), word => to.Text(word.Text), Anchor.Last(whole));

    private static string Word(Subject subject) => subject switch
    {
        Subject.Service => Keywords.Service,
        Subject.Namespace => Keywords.Namespace,
        Subject.Cluster => Keywords.Cluster,
    };
}
