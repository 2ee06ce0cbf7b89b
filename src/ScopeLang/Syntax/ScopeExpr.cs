using System.Diagnostics;

namespace ScopeMesh.ScopeLang.Syntax;

/// <summary>What an expression speaks of.</summary>
public enum Subject
{
    /// <summary>The Service.</summary>
    Service,

    /// <summary>The namespace of the Service.</summary>
    Namespace,

    /// <summary>The cluster that defines the Service; it has a name and no labels.</summary>
    Cluster,
}

/// <summary>
/// A condition on a Service. <see cref="AndExpr"/> and <see cref="OrExpr"/> hold two operands or more, none of their
/// own kind, so that long chains are wide and not deep; <see cref="AllOf"/> and <see cref="AnyOf"/> see to it.
/// </summary>
public abstract record ScopeExpr
{
    private protected ScopeExpr(Origin origin) => Origin = origin;

    /// <summary>Where it stands.</summary>
    public Origin Origin { get; }

    /// <summary>Holds when all operands do.</summary>
    /// <param name="operands">The operands; one of them alone is the result.</param>
    /// <param name="origin">Where the whole stands.</param>
    public static ScopeExpr AllOf(IReadOnlyList<ScopeExpr> operands, Origin origin) => operands is [var only]
        ? only
        : new AndExpr(operands.SelectMany(o => o is AndExpr and ? and.Operands : [o]).ToValueList(), origin);

    /// <summary>Holds when any operand does.</summary>
    /// <param name="operands">The operands; one of them alone is the result.</param>
    /// <param name="origin">Where the whole stands.</param>
    public static ScopeExpr AnyOf(IReadOnlyList<ScopeExpr> operands, Origin origin) => operands is [var only]
        ? only
        : new OrExpr(operands.SelectMany(o => o is OrExpr or ? or.Operands : [o]).ToValueList(), origin);

    /// <summary>Calls the function of the case at hand.</summary>
    /// <typeparam name="T">What the functions give.</typeparam>
    /// <param name="constant">Takes <c>true</c> and <c>false</c>.</param>
    /// <param name="use">Takes the use of a <c>let</c> name.</param>
    /// <param name="not">Takes a negation.</param>
    /// <param name="and">Takes a conjunction.</param>
    /// <param name="or">Takes a disjunction.</param>
    /// <param name="selector">Takes a label selector.</param>
    /// <param name="named">Takes a condition on a name.</param>
    public T Match<T>(
        Func<ConstantExpr, T> constant,
        Func<UseExpr, T> use,
        Func<NotExpr, T> not,
        Func<AndExpr, T> and,
        Func<OrExpr, T> or,
        Func<SelectorExpr, T> selector,
        Func<NamedExpr, T> named) => this switch
        {
            ConstantExpr expr => constant(expr),
            UseExpr expr => use(expr),
            NotExpr expr => not(expr),
            AndExpr expr => and(expr),
            OrExpr expr => or(expr),
            SelectorExpr expr => selector(expr),
            NamedExpr expr => named(expr),
            _ => throw new UnreachableException(),
        };
}

/// <summary><c>true</c> or <c>false</c>.</summary>
/// <param name="Value">Which.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record ConstantExpr(bool Value, Origin Origin) : ScopeExpr(Origin);

/// <summary>The use of a <c>let</c> name.</summary>
/// <param name="Name">The name.</param>
public sealed record UseExpr(Word Name) : ScopeExpr(Name.Origin);

/// <summary><c>not operand</c>.</summary>
/// <param name="Operand">What must not hold.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record NotExpr(ScopeExpr Operand, Origin Origin) : ScopeExpr(Origin);

/// <summary>Operands joined by <c>and</c>.</summary>
/// <param name="Operands">Two or more, none of them an <see cref="AndExpr"/>.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record AndExpr(ValueList<ScopeExpr> Operands, Origin Origin) : ScopeExpr(Origin);

/// <summary>Operands joined by <c>or</c>.</summary>
/// <param name="Operands">Two or more, none of them an <see cref="OrExpr"/>.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record OrExpr(ValueList<ScopeExpr> Operands, Origin Origin) : ScopeExpr(Origin);

/// <summary><c>service(…)</c> or <c>namespace(…)</c>: requirements on labels, joined by AND.</summary>
/// <param name="Subject">Whose labels; never <see cref="Subject.Cluster"/>.</param>
/// <param name="Requirements">The requirements as written; none matches everything.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record SelectorExpr(Subject Subject, ValueList<Requirement> Requirements, Origin Origin)
    : ScopeExpr(Origin)
{
    /// <summary>The selector as a value.</summary>
    public LabelSelector ToSelector() => LabelSelector.Create(Requirements.Select(r => r.ToLabelRequirement()));
}

/// <summary><c>service named (…)</c>: the name is one of several.</summary>
/// <param name="Subject">Whose name.</param>
/// <param name="Names">The names as written.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record NamedExpr(Subject Subject, ValueList<Word> Names, Origin Origin) : ScopeExpr(Origin);

/// <summary>One requirement of a selector as written.</summary>
/// <param name="Key">The key.</param>
/// <param name="Operator">What is asked; <c>=</c> and <c>!=</c> are <c>In</c> and <c>NotIn</c> of one value.</param>
/// <param name="Values">The values as written, or none for <c>Exists</c> and <c>DoesNotExist</c>.</param>
/// <param name="Origin">Where it stands.</param>
public sealed record Requirement(Word Key, LabelOperator Operator, ValueList<Word> Values, Origin Origin)
{
    /// <summary>The requirement as a value.</summary>
    public LabelRequirement ToLabelRequirement() => Operator switch
    {
        LabelOperator.In => LabelRequirement.In(Key.Text, Values.Select(v => v.Text)),
        LabelOperator.NotIn => LabelRequirement.NotIn(Key.Text, Values.Select(v => v.Text)),
        LabelOperator.Exists => LabelRequirement.Exists(Key.Text),
        LabelOperator.DoesNotExist => LabelRequirement.DoesNotExist(Key.Text),
    };
}
