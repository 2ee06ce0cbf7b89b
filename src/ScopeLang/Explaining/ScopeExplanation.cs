using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Explaining;

/// <summary>Why a Service has its scope.</summary>
/// <param name="Facts">The Service.</param>
/// <param name="Decision">Its scope, the first determining rule, and the kind of reason.</param>
/// <param name="Determining">The names of all determining rules, in file order.</param>
/// <param name="Rules">Every rule with the truth of its parts, in file order; none where the namespace is unknown.</param>
/// <param name="Lets">The value of every <c>let</c>, in file order: it stands here once, however often it is used.</param>
/// <param name="Nearest">What would make the Service global.</param>
public sealed record ScopeExplanation(
    ScopeFacts Facts,
    ScopeDecision Decision,
    ValueList<string> Determining,
    ValueList<ExplainedRule> Rules,
    ValueList<ExplainedLet> Lets,
    NearestChange Nearest);

/// <summary>One <c>let</c>, as far as a Service is concerned.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">What it stands for.</param>
public sealed record ExplainedLet(string Name, ExplainedPart Value);

/// <summary>One rule, as far as a Service is concerned.</summary>
/// <param name="Name">How decisions call it.</param>
/// <param name="Scope">What it asks for.</param>
/// <param name="Matches">Whether the Service matches it.</param>
/// <param name="Determines">Whether it is among the determining rules.</param>
/// <param name="Condition">Its condition.</param>
/// <param name="Span">Where it stands.</param>
public sealed record ExplainedRule(string Name, Scope Scope, bool Matches, bool Determines, ExplainedPart Condition, SourceSpan Span);

/// <summary>A part of a condition: an expression, or one requirement of a selector.</summary>
/// <param name="Text">The part as it is printed, or the joining word of a chain: <c>and</c>, <c>or</c>, <c>not</c>.</param>
/// <param name="Holds">Whether it holds for the Service.</param>
/// <param name="Because">The label or name that made it so; null for what is made of other parts.</param>
/// <param name="Let">The <c>let</c> that the part is a use of, or null.</param>
/// <param name="Parts">What it is made of; nothing for the use of a <c>let</c>.</param>
/// <param name="Span">Where it stands.</param>
public sealed record ExplainedPart(
    string Text, bool Holds, string? Because, string? Let, ValueList<ExplainedPart> Parts, SourceSpan Span);

/// <summary>Whether a Service could be made global by its labels and those of its namespace.</summary>
public enum Reach
{
    /// <summary>It is global.</summary>
    IsGlobal,

    /// <summary>Changes of labels would make it global.</summary>
    ByLabels,

    /// <summary>No labels would make it global: it takes another policy, or another name.</summary>
    ByNoLabels,

    /// <summary>Its namespace is unknown, and must be there first.</summary>
    NamespaceUnknown,

    /// <summary>Not analysed: a diagram would exceed its bounds.</summary>
    NotAnalysed,
}

/// <summary>The least that would make a Service global.</summary>
/// <param name="Reach">Whether there is something.</param>
/// <param name="Changes">
/// As few changes of labels as would do, and among those as few of the namespace's, which other Services share. By key.
/// </param>
public sealed record NearestChange(Reach Reach, ValueList<LabelChange> Changes);

/// <summary>A change of one label.</summary>
/// <param name="Subject">Whose label: the Service's or the namespace's.</param>
/// <param name="Key">The key.</param>
/// <param name="From">The value that it has; null where it is absent.</param>
/// <param name="To">The value that it should have; null where it should be absent.</param>
public sealed record LabelChange(Subject Subject, string Key, string? From, string? To);
