using System.Collections.Frozen;
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
    private readonly List<Step> _steps = [];
    private readonly List<Operand> _operands = [];
    private readonly List<int> _sharedLets = [];

    public Step[] Steps => [.. _steps];

    /// <summary>What the steps ask for, at the same places.</summary>
    public Operand[] Operands => [.. _operands];

    /// <summary>The first step of every <c>let</c> that has a slot.</summary>
    public int[] SharedLets => [.. _sharedLets];

    /// <summary>
    /// Only a <c>let</c> that several places use gets a slot for its truth, so that a decision has few to clear. One that
    /// asks next to nothing is asked again sooner than remembered.
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
        _sharedLets.Add(Write(let.Value, new Exits(~(int)LetTruth.True, ~(int)LetTruth.False)));
    }

    /// <summary>Writes a condition.</summary>
    /// <returns>Its first step, or what it leads to whatever the facts are.</returns>
    public int Write(ScopeExpr condition, Exits exits) => condition.Match(
        constant: constant => constant.Value ? exits.Then : exits.Else,
        use: use => WriteUse(_lets[use.Name.Text], exits),
        not: not => Write(not.Operand, exits.Exchanged),
        and: and => WriteAll(and.Operands, exits),
        or: or => WriteAny(or.Operands, exits),
        selector: selector => WriteSelector(selector, exits),
        named: named => Add(
            new Step(Question.Name, named.Subject, 0, exits), Operand.None with { Values = Set(Texts(named.Names)) }));

    private int WriteUse(Definition let, Exits exits) =>
        let.Slot is { } slot
            ? Add(new Step(Question.Let, Subject.Service, slot, exits), Operand.None)
            : Write(let.Value, exits);

    private int WriteAll(ValueList<ScopeExpr> operands, Exits exits)
    {
        foreach (var operand in operands.OrderBy(Weight).Reverse())
            exits = exits with { Then = Write(operand, exits) };
        return exits.Then;
    }

    private int WriteAny(ValueList<ScopeExpr> operands, Exits exits)
    {
        foreach (var operand in operands.OrderBy(Weight).Reverse())
            exits = exits with { Else = Write(operand, exits) };
        return exits.Else;
    }

    private int WriteSelector(SelectorExpr selector, Exits exits)
    {
        foreach (var requirement in selector.Requirements.OrderBy(requirement => requirement.Values.Count).Reverse())
            exits = exits with { Then = WriteRequirement(selector.Subject, requirement, exits) };
        return exits.Then;
    }

    private int WriteRequirement(Subject subject, Requirement requirement, Exits exits) => requirement.Operator switch
    {
        LabelOperator.In => WriteValues(subject, requirement.Key.Text, Texts(requirement.Values), exits),
        LabelOperator.NotIn => WriteValues(subject, requirement.Key.Text, Texts(requirement.Values), exits.Exchanged),
        LabelOperator.Exists => WriteKey(subject, requirement.Key.Text, exits),
        LabelOperator.DoesNotExist => WriteKey(subject, requirement.Key.Text, exits.Exchanged),
    };

    private int WriteValues(Subject subject, string key, IReadOnlyCollection<string> values, Exits exits)
    {
        var hash = LabelSet.HashOf(key);
        if (values.Count > FewValues)
            return Add(new Step(Question.LabelIn, subject, hash, exits), new Operand(key, "", Set(values)));
        foreach (var value in values)
        {
            var step = new Step(Question.Label, subject, LabelSet.HashOf(hash, value), exits);
            exits = exits with { Else = Add(step, Operand.None with { Key = key, Value = value }) };
        }
        return exits.Else;
    }

    private int WriteKey(Subject subject, string key, Exits exits) =>
        Add(new Step(Question.Key, subject, LabelSet.HashOf(key), exits), Operand.None with { Key = key });

    private int Add(Step step, Operand operand)
    {
        _steps.Add(step);
        _operands.Add(operand);
        return _steps.Count - 1;
    }

    private bool IsSimple(ScopeExpr expr) => expr.Match(
        constant: _ => true,
        use: use => _lets[use.Name.Text].IsSimple,
        not: not => IsSimple(not.Operand),
        and: _ => false,
        or: _ => false,
        selector: selector => selector.Requirements is [] or [{ Values.Count: <= FewValues }],
        named: named => named.Names.Count <= FewValues);

    /// <summary>
    /// About how many questions an operand asks. Operands decide in any order, so what asks least comes first; and where
    /// labels are few, what asks for few of them seldom holds.
    /// </summary>
    private static int Weight(ScopeExpr operand) => operand switch
    {
        SelectorExpr { Requirements: [var only] } => Math.Clamp(only.Values.Count, 1, FewValues + 1),
        NamedExpr => FewValues + 1,
        SelectorExpr or NotExpr => FewValues + 2,
        _ => FewValues + 3,
    };

    private static IReadOnlyCollection<string> Texts(ValueList<Word> words) =>
        words.AsSpan() is [var only] ? [only.Text] : words.Select(word => word.Text).ToHashSet();

    private static FrozenSet<string> Set(IEnumerable<string> values) => values.ToFrozenSet(StringComparer.Ordinal);

    private sealed record Definition(ScopeExpr Value, bool IsSimple, int? Slot);
}
