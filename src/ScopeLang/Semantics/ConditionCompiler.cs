using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>
/// Turns expressions into steps. A step is written after those that it leads to, so that conditions are compiled from
/// their end. Nesting is bounded, so that it may recurse.
/// </summary>
internal sealed class ConditionCompiler(IReadOnlyList<ScopeItem> items)
{
    /// <summary>So few values of a key are asked for one by one sooner than looked up.</summary>
    private const int FewValues = 4;

    private readonly IReadOnlyDictionary<string, int> _uses = LetUses.Count(items);
    private readonly Dictionary<string, Definition> _lets = [];
    private readonly ImmutableArray<Step>.Builder _steps = ImmutableArray.CreateBuilder<Step>();
    private readonly ImmutableArray<int>.Builder _sharedLets = ImmutableArray.CreateBuilder<int>();

    public ImmutableArray<Step> Steps => _steps.ToImmutable();

    /// <summary>The first step of every <c>let</c> that has a slot.</summary>
    public ImmutableArray<int> SharedLets => _sharedLets.ToImmutable();

    /// <summary>
    /// Only a <c>let</c> that several places use gets a slot for its truth, so that a decision has few to clear. One that
    /// asks a single question is asked again sooner than remembered.
    /// </summary>
    public void Define(LetItem let)
    {
        var uses = _uses.GetValueOrDefault(let.Name.Text);
        var isSimple = IsSimple(let.Value);
        if (uses <= 1 || isSimple)
        {
            _lets.Add(let.Name.Text, new Definition(let.Value, isSimple, null));
            return;
        }
        _lets.Add(let.Name.Text, new Definition(let.Value, isSimple, _sharedLets.Count));
        _sharedLets.Add(Compile(let.Value));
    }

    /// <summary>Writes a condition.</summary>
    /// <returns>Its first step, or a truth.</returns>
    public int Compile(ScopeExpr condition) => Write(condition, Exits.Truths);

    private int Write(ScopeExpr expr, Exits exits) => expr.Match(
        constant: constant => constant.Value ? exits.Then : exits.Else,
        use: use => WriteUse(_lets[use.Name.Text], exits),
        not: not => Write(not.Operand, exits.Exchanged),
        and: and => WriteAll(and.Operands, exits),
        or: or => WriteAny(or.Operands, exits),
        selector: selector => WriteSelector(selector, exits),
        named: named => Add(Step.OfNames(named.Subject, Texts(named.Names), exits)));

    private int WriteUse(Definition let, Exits exits) =>
        let.Slot is { } slot ? Add(Step.OfLet(slot, exits)) : Write(let.Value, exits);

    private int WriteAll(ValueList<ScopeExpr> operands, Exits exits)
    {
        for (var i = operands.Count - 1; i >= 0; i--)
            exits = exits with { Then = Write(operands[i], exits) };
        return exits.Then;
    }

    private int WriteAny(ValueList<ScopeExpr> operands, Exits exits)
    {
        for (var i = operands.Count - 1; i >= 0; i--)
            exits = exits with { Else = Write(operands[i], exits) };
        return exits.Else;
    }

    private int WriteSelector(SelectorExpr selector, Exits exits)
    {
        for (var i = selector.Requirements.Count - 1; i >= 0; i--)
            exits = exits with { Then = WriteRequirement(selector.Subject, selector.Requirements[i], exits) };
        return exits.Then;
    }

    private int WriteRequirement(Subject subject, Requirement requirement, Exits exits) => requirement.Operator switch
    {
        LabelOperator.In => WriteValues(subject, requirement.Key.Text, Texts(requirement.Values), exits),
        LabelOperator.NotIn => WriteValues(subject, requirement.Key.Text, Texts(requirement.Values), exits.Exchanged),
        LabelOperator.Exists => Add(Step.OfKey(subject, requirement.Key.Text, exits)),
        LabelOperator.DoesNotExist => Add(Step.OfKey(subject, requirement.Key.Text, exits.Exchanged)),
    };

    private int WriteValues(Subject subject, string key, HashSet<string> values, Exits exits)
    {
        if (values.Count > FewValues)
            return Add(Step.OfLabels(subject, key, values, exits));
        foreach (var value in values)
            exits = exits with { Else = Add(Step.OfLabel(subject, key, value, exits)) };
        return exits.Else;
    }

    private int Add(Step step)
    {
        _steps.Add(step);
        return _steps.Count - 1;
    }

    private bool IsSimple(ScopeExpr expr) => expr.Match(
        constant: _ => true,
        use: use => _lets[use.Name.Text].IsSimple,
        not: not => IsSimple(not.Operand),
        and: _ => false,
        or: _ => false,
        selector: selector => selector.Requirements.Count <= 1,
        named: _ => true);

    private static HashSet<string> Texts(ValueList<Word> words) => [.. words.Select(word => word.Text)];

    private sealed record Definition(ScopeExpr Value, bool IsSimple, int? Slot);
}
