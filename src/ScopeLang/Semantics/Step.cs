using System.Collections.Frozen;
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

    /// <summary>Whether the subject has one of several names.</summary>
    Name,

    /// <summary>Whether a shared <c>let</c> holds.</summary>
    Let,
}

/// <summary>
/// One question about the facts, and where to go on with the answer: to another step, or to the complement of a result.
/// So a condition is a path through an array; operators cost nothing, and a negation only exchanges where answers lead.
/// Steps are small, because most answers are no, and need nothing of the <see cref="Operand"/>.
/// </summary>
/// <param name="Question">What is asked.</param>
/// <param name="Subject">Of whom.</param>
/// <param name="Number">The hash of the label or of the key; for a <c>let</c>, its slot.</param>
/// <param name="Exits">Where the answers lead.</param>
internal readonly record struct Step(Question Question, Subject Subject, int Number, Exits Exits);

/// <summary>Where the two answers to a question lead.</summary>
internal readonly record struct Exits(int Then, int Else)
{
    public Exits Exchanged => new(Else, Then);
}

/// <summary>What a step asks for; what it does not need is empty.</summary>
/// <param name="Key">The key of the label.</param>
/// <param name="Value">The one value.</param>
/// <param name="Values">The values or names, where there may be several.</param>
internal readonly record struct Operand(string Key, string Value, FrozenSet<string> Values)
{
    public static Operand None { get; } = new("", "", FrozenSet<string>.Empty);
}
