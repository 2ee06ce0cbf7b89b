using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What the grammar may have next. Each is a place between two tokens of an item.</summary>
internal enum Place
{
    Item,
    LetName,
    LetAssign,
    RuleName,
    RuleWhen,

    Operand,
    AfterOperand,
    AfterSubject,

    /// <summary>After <c>(</c> or a comma of a selector.</summary>
    Requirement,

    /// <summary>After the <c>!</c> of a requirement.</summary>
    AbsentKey,
    AfterKey,
    Value,
    AfterRequirement,
    SetOpen,
    SetValue,
    AfterSetValue,

    /// <summary>After <c>named</c>.</summary>
    Name,
    ListedName,
    AfterListedName,

    TestName,
    TestOpen,

    /// <summary>Between the parts of a test; the subject is that of the part before.</summary>
    TestPart,
    ObjectName,

    /// <summary>After <c>namespace unknown</c>.</summary>
    UnknownName,

    /// <summary>Where labels may begin, or the next part.</summary>
    AfterObjectName,
    Label,
    LabelColon,
    LabelValue,
    AfterLabel,
    Expectation,
    AfterExpectation,
    RuleReference,
    AfterRuleReference,

    /// <summary>After the brace that closes a test.</summary>
    End,
}

/// <summary>A place, and what of the tokens before it counts there.</summary>
/// <param name="Place">The place.</param>
/// <param name="Subject">Whose labels or name come, where any do.</param>
/// <param name="Key">The label key whose value comes.</param>
/// <param name="Depth">How many parentheses of the expression are open.</param>
internal readonly record struct Spot(Place Place, Subject? Subject, string Key, int Depth)
{
    public static Spot Start { get; } = new(Place.Item, null, "", 0);

    public Spot To(Place place) => this with { Place = place };

    public Spot To(Place place, Subject subject) => this with { Place = place, Subject = subject };
}
