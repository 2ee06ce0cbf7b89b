namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>The codes of this library's diagnostics. A code keeps its meaning for ever; a new meaning gets a new code.</summary>
public static class ScopeCodes
{
    /// <summary>Something else was expected here.</summary>
    public const string UnexpectedToken = "SL001";

    /// <summary>A character that begins nothing.</summary>
    public const string UnexpectedCharacter = "SL002";

    /// <summary>A quoted text that does not end on its line.</summary>
    public const string UnclosedQuote = "SL003";

    /// <summary>A backslash before something other than a quote or a backslash.</summary>
    public const string UnknownEscape = "SL004";

    /// <summary>Bytes that are not UTF-8.</summary>
    public const string InvalidUtf8 = "SL005";

    /// <summary><c>&lt;</c> or <c>&gt;</c>, which labels cannot be compared by.</summary>
    public const string FieldComparison = "SL006";

    /// <summary>A selector on something that is neither a service nor a namespace.</summary>
    public const string UnknownSubject = "SL007";

    /// <summary>A label key that Kubernetes does not allow.</summary>
    public const string InvalidKey = "SL010";

    /// <summary>A label value that Kubernetes does not allow.</summary>
    public const string InvalidValue = "SL011";

    /// <summary>The name of a service, namespace or cluster that Kubernetes does not allow.</summary>
    public const string InvalidName = "SL012";

    /// <summary>A <c>let</c> name that is reserved or holds a character it may not.</summary>
    public const string InvalidIdentifier = "SL013";

    /// <summary>A label that contradicts the name of its namespace.</summary>
    public const string ContradictedName = "SL014";

    /// <summary>A label that is given twice.</summary>
    public const string DuplicateLabel = "SL015";

    /// <summary>A name that no <c>let</c> defines.</summary>
    public const string UndefinedLet = "SL020";

    /// <summary>A name that is used before its <c>let</c>, or in it.</summary>
    public const string UsedBeforeDefined = "SL021";

    /// <summary>A second <c>let</c> of one name.</summary>
    public const string DuplicateLet = "SL022";

    /// <summary>A second rule of one name.</summary>
    public const string DuplicateRule = "SL023";

    /// <summary>A rule's name that begins with <c>#</c>.</summary>
    public const string ReservedRuleName = "SL024";

    /// <summary>A test that expects a rule which the file does not have.</summary>
    public const string UndefinedRule = "SL025";

    /// <summary>More text than <see cref="ScopeLimits.TextBytes"/>.</summary>
    public const string TextTooLong = "SL030";

    /// <summary>More items than <see cref="ScopeLimits.Items"/>.</summary>
    public const string TooManyItems = "SL031";

    /// <summary>More values or names in a set than <see cref="ScopeLimits.SetValues"/>.</summary>
    public const string TooManyValues = "SL032";

    /// <summary>Deeper nesting than <see cref="ScopeLimits.NestingLevels"/>.</summary>
    public const string NestedTooDeep = "SL033";

    /// <summary>Text that is not YAML.</summary>
    public const string InvalidYaml = "SL040";

    /// <summary>A YAML value of another type than its place asks for.</summary>
    public const string WrongYamlType = "SL041";

    /// <summary>A key that Istio would ignore.</summary>
    public const string UnknownYamlKey = "SL042";

    /// <summary>An operator that is not one of the four.</summary>
    public const string InvalidOperator = "SL043";

    /// <summary>An operator with values it cannot have, or without those it needs.</summary>
    public const string OperatorValues = "SL044";

    /// <summary>A scope other than <c>GLOBAL</c> and <c>LOCAL</c>.</summary>
    public const string InvalidScope = "SL045";

    /// <summary>An entry that has no effect in Istio.</summary>
    public const string InertEntry = "SL046";

    /// <summary>A rule that no Service can match.</summary>
    public const string NeverMatches = "SL050";

    /// <summary>A rule that matches nothing which other rules of its kind do not match.</summary>
    public const string Subsumed = "SL051";

    /// <summary>A <c>global</c> rule all of whose Services <c>local</c> rules match too.</summary>
    public const string Cancelled = "SL052";

    /// <summary>A rule that every Service matches.</summary>
    public const string AlwaysMatches = "SL053";

    /// <summary>A part of a rule without which the rule means the same.</summary>
    public const string SuperfluousPart = "SL054";

    /// <summary>A rule that was not analysed, because its diagram would exceed the bounds.</summary>
    public const string NotAnalysed = "SL055";

    /// <summary>A <c>let</c> that nothing uses.</summary>
    public const string UnusedLet = "SL056";

    /// <summary>A label key that is nearly another one.</summary>
    public const string SimilarKey = "SL057";

    /// <summary>A policy that cannot be exported, because its meaning depends on names of Services or clusters.</summary>
    public const string DependsOnNames = "SL060";

    /// <summary>A policy that needs more entries than may be exported.</summary>
    public const string TooManyEntries = "SL061";

    /// <summary>A policy that cannot be exported, because its diagram would exceed the bounds.</summary>
    public const string NotExported = "SL062";
}
