namespace ScopeMesh.ScopeLang.Editing;

/// <summary>What a token is where it stands: the same word may be a keyword, a key, a value or a name.</summary>
public enum TokenRole
{
    /// <summary>A word of the language, <c>in</c> and <c>notin</c> among them where they are operators.</summary>
    Keyword,

    /// <summary>An operator made of symbols: <c>=</c>, <c>==</c>, <c>!=</c>, <c>!</c>, <c>&amp;&amp;</c>, <c>||</c>.</summary>
    Operator,

    /// <summary>A parenthesis, a brace, a comma or a colon.</summary>
    Punctuation,

    /// <summary>The name of a <c>let</c>, where it is defined or used.</summary>
    LetName,

    /// <summary>The name of a rule, where it is given or expected.</summary>
    RuleName,

    /// <summary>What a test says.</summary>
    TestName,

    /// <summary>A label key.</summary>
    Key,

    /// <summary>A label value.</summary>
    Value,

    /// <summary>The name of a service, a namespace or a cluster.</summary>
    ObjectName,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>Something that does not belong where it stands.</summary>
    Unknown,
}

/// <summary>A token of a text, or a comment, and what it is there.</summary>
/// <param name="Span">Where it stands; always on one line.</param>
/// <param name="Role">What it is.</param>
/// <param name="IsDefinition">Whether it gives a <c>let</c> or a rule its name.</param>
public readonly record struct SemanticToken(Diagnostics.SourceSpan Span, TokenRole Role, bool IsDefinition);
