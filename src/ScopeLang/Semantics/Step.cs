using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Semantics;

/// <summary>What a <see cref="Step"/> asks.</summary>
internal enum Question : byte
{
    /// <summary>Whether a label is present: a key with one value.</summary>
    Label,

    /// <summary>Whether a key is present with one of several values.</summary>
    LabelIn,

    /// <summary>Whether a key is present.</summary>
    Key,

    /// <summary>Whether the subject has a name.</summary>
    Name,

    /// <summary>Whether the subject has one of several names.</summary>
    NameIn,

    /// <summary>Whether a shared <c>let</c> holds.</summary>
    Let,
}

/// <summary>
/// One question about the facts, and where to go on with the answer: to another step, or to a truth. So a condition is
/// a path through an array; operators cost nothing, and a negation only exchanges where the answers lead.
/// </summary>
internal readonly struct Step
{
    /// <summary>Where a condition that does not hold ends.</summary>
    public const int False = -1;

    /// <summary>Where a condition that holds ends.</summary>
    public const int True = -2;

    private readonly Subject _subject;

    // The key, or the only name.
    private readonly string _text;
    private readonly string _value;
    private readonly FrozenSet<string> _set;

    // Of the label or of the key; for a `let`, its slot.
    private readonly int _number;

    private Step(Question question, Subject subject, string text, string value, FrozenSet<string> set, int number, Exits exits)
    {
        (Question, _subject, _text, _value, _set, _number) = (question, subject, text, value, set, number);
        (Then, Else) = (exits.Then, exits.Else);
    }

    public Question Question { get; }

    /// <summary>Where the answer yes leads.</summary>
    public int Then { get; }

    /// <summary>Where the answer no leads.</summary>
    public int Else { get; }

    /// <summary>The slot of the <c>let</c> that is asked about.</summary>
    public int Slot => _number;

    public static Step OfLabel(Subject subject, string key, string value, Exits exits) =>
        new(Question.Label, subject, key, value, NoSet, LabelSet.HashOf(LabelSet.HashOf(key), value), exits);

    public static Step OfLabels(Subject subject, string key, IReadOnlyCollection<string> values, Exits exits) =>
        new(Question.LabelIn, subject, key, "", values.ToFrozenSet(StringComparer.Ordinal), LabelSet.HashOf(key), exits);

    public static Step OfKey(Subject subject, string key, Exits exits) =>
        new(Question.Key, subject, key, "", NoSet, LabelSet.HashOf(key), exits);

    public static Step OfNames(Subject subject, IReadOnlyCollection<string> names, Exits exits) => names.Count == 1
        ? new Step(Question.Name, subject, names.First(), "", NoSet, 0, exits)
        : new Step(Question.NameIn, subject, "", "", names.ToFrozenSet(StringComparer.Ordinal), 0, exits);

    public static Step OfLet(int slot, Exits exits) => new(Question.Let, Subject.Service, "", "", NoSet, slot, exits);

    /// <summary>The answer, to any question but one about a <c>let</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(in ScopeFacts facts) =>
        Question == Question.Label ? LabelsOf(in facts).Contains(_text, _value, _number) : HoldsOther(in facts);

    private bool HoldsOther(in ScopeFacts facts) => Question switch
    {
        Question.LabelIn => HasOneOf(LabelsOf(in facts)),
        Question.Key => LabelsOf(in facts).IndexOf(_text, _number) >= 0,
        Question.Name => NameOf(in facts) == _text,
        Question.NameIn => _set.Contains(NameOf(in facts)),
        Question.Label or Question.Let => false,
    };

    private static FrozenSet<string> NoSet => FrozenSet<string>.Empty;

    private LabelSet LabelsOf(in ScopeFacts facts) =>
        _subject == Subject.Service ? facts.ServiceLabels : facts.Namespace.Labels!;

    private bool HasOneOf(LabelSet labels)
    {
        var place = labels.IndexOf(_text, _number);
        return place >= 0 && _set.Contains(labels.ValueAt(place));
    }

    private string NameOf(in ScopeFacts facts) => _subject switch
    {
        Subject.Service => facts.Service,
        Subject.Namespace => facts.Namespace.Name,
        Subject.Cluster => facts.Cluster,
    };
}

/// <summary>Where the two answers to a question lead.</summary>
internal readonly record struct Exits(int Then, int Else)
{
    public static Exits Truths { get; } = new(Step.True, Step.False);

    public Exits Exchanged => new(Else, Then);
}
