using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>
/// Something that must be so wherever a condition holds: that a key is present with one of a few values, or present at
/// all, or that the subject has one of a few names.
/// </summary>
/// <param name="Subject">Whose label or name.</param>
/// <param name="Key">The key, or <see cref="Name"/> for a name.</param>
/// <param name="Values">The values, each once, or <c>default</c> for any. None at all: the condition never holds.</param>
internal sealed record Guard(Subject Subject, string Key, ImmutableArray<string> Values)
{
    /// <summary>The key of a name; no label has it.</summary>
    public const string Name = "";

    /// <summary>More values than this count as any.</summary>
    public const int MostValues = 32;

    /// <summary>The guard of what never holds.</summary>
    public static Guard Never { get; } = new(Subject.Service, Name, []);

    /// <summary>Whether any value will do.</summary>
    public bool IsPresence => Values.IsDefault;

    /// <summary>The guard of a condition on values; a namespace's name is the value of one of its labels.</summary>
    public static Guard Of(Subject subject, string key, IEnumerable<string> values)
    {
        var distinct = values.Distinct().ToImmutableArray();
        return new Guard(
            subject,
            (subject, key) is (Subject.Namespace, Name) ? NamespaceFacts.NameLabel : key,
            distinct.Length <= MostValues ? distinct : default);
    }

    /// <summary>Whether two guards ask about the same thing.</summary>
    public bool IsAbout(Guard other) => Subject == other.Subject && Key == other.Key;
}

/// <summary>Finds the guards of conditions. Nesting is bounded, so that it may recurse.</summary>
/// <param name="lets">What names stand for.</param>
internal sealed class GuardFinder(IReadOnlyDictionary<string, ScopeExpr> lets)
{
    /// <summary>More guards than this are not kept for one condition: a rule is found by one.</summary>
    private const int MostGuards = 4;

    private readonly Dictionary<(string Let, bool Truth), ImmutableArray<Guard>> _ofLets = [];

    /// <summary>Guards of a condition, each about something else; none where nothing is known.</summary>
    public ImmutableArray<Guard> Find(ScopeExpr condition) => Find(condition, truth: true);

    private ImmutableArray<Guard> Find(ScopeExpr expr, bool truth) => expr.Match(
        constant: constant => constant.Value == truth ? [] : ImmutableArray.Create(Guard.Never),
        use: use => FindLet(use.Name.Text, truth),
        not: not => Find(not.Operand, !truth),
        and: and => Join(and.Operands, truth, conjunction: truth),
        or: or => Join(or.Operands, truth, conjunction: !truth),
        selector: selector => FindSelector(selector, truth),
        named: named => truth ? [Guard.Of(named.Subject, Guard.Name, named.Names.Select(name => name.Text))] : []);

    private ImmutableArray<Guard> FindLet(string name, bool truth)
    {
        if (!_ofLets.TryGetValue((name, truth), out var guards))
            _ofLets.Add((name, truth), guards = Find(lets[name], truth));
        return guards;
    }

    private ImmutableArray<Guard> Join(ValueList<ScopeExpr> operands, bool truth, bool conjunction)
    {
        var guards = operands.Select(operand => Find(operand, truth));
        return conjunction ? All(guards) : Any(guards);
    }

    private static ImmutableArray<Guard> FindSelector(SelectorExpr selector, bool truth)
    {
        var guards = selector.Requirements.Select(requirement => FindRequirement(selector.Subject, requirement, truth));
        return truth ? All(guards) : Any(guards);
    }

    private static ImmutableArray<Guard> FindRequirement(Subject subject, Requirement requirement, bool truth) =>
        (requirement.Operator, truth) switch
        {
            (LabelOperator.In, true) or (LabelOperator.NotIn, false) =>
                [Guard.Of(subject, requirement.Key.Text, requirement.Values.Select(value => value.Text))],
            (LabelOperator.Exists, true) or (LabelOperator.DoesNotExist, false) =>
                [new Guard(subject, requirement.Key.Text, default)],
            _ => [],
        };

    /// <summary>Where all hold, every guard of each does; of two about the same thing the narrower one is kept.</summary>
    private static ImmutableArray<Guard> All(IEnumerable<ImmutableArray<Guard>> operands)
    {
        var all = new List<Guard>();
        foreach (var guard in operands.SelectMany(guards => guards))
        {
            var same = all.FindIndex(other => other.IsAbout(guard));
            if (same >= 0 && IsNarrower(guard, all[same]))
                all[same] = guard;
            else if (same < 0 && all.Count < MostGuards)
                all.Add(guard);
            if (guard.Values is { IsDefault: false, Length: 0 })
                return [Guard.Never];
        }
        return [.. all];
    }

    /// <summary>Where one of them holds, a guard does that all have, with the values of all.</summary>
    private static ImmutableArray<Guard> Any(IEnumerable<ImmutableArray<Guard>> operands)
    {
        ImmutableArray<Guard>? any = null;
        foreach (var guards in operands.Where(guards => guards is not [{ Values: { IsDefault: false, Length: 0 } }]))
        {
            any = any is { } others
                ? [.. others.Select(other => Either(other, guards.FirstOrDefault(other.IsAbout))).OfType<Guard>()]
                : guards;
            if (any.Value.IsEmpty)
                return [];
        }
        return any ?? [Guard.Never];
    }

    private static Guard? Either(Guard left, Guard? right) => right switch
    {
        null => null,
        { IsPresence: true } => right,
        _ when left.Values == right.Values => left,
        _ => left.IsPresence ? left : Guard.Of(left.Subject, left.Key, left.Values.Concat(right.Values)),
    };

    private static bool IsNarrower(Guard left, Guard right) =>
        !left.IsPresence && (right.IsPresence || left.Values.Length < right.Values.Length);
}
