using System.Collections.Frozen;

namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>What each code stands for, in one line for people; the table of docs/diagnostics.md.</summary>
public static class ScopeCodeSummaries
{
    private static readonly FrozenDictionary<string, string> Summaries = new Dictionary<string, string>
    {
        [ScopeCodes.UnexpectedToken] = "Something else was expected here",
        [ScopeCodes.UnexpectedCharacter] = "A character that begins nothing",
        [ScopeCodes.UnclosedQuote] = "A quoted text that does not end on its line",
        [ScopeCodes.UnknownEscape] = "A backslash before something other than a quote or a backslash",
        [ScopeCodes.InvalidUtf8] = "Bytes that are not UTF-8",
        [ScopeCodes.FieldComparison] = "`<` or `>`, which labels cannot be compared by",
        [ScopeCodes.UnknownSubject] = "A selector on something that is neither a service nor a namespace",
        [ScopeCodes.InvalidKey] = "A label key that Kubernetes does not allow",
        [ScopeCodes.InvalidValue] = "A label value that Kubernetes does not allow",
        [ScopeCodes.InvalidName] = "The name of a service, namespace or cluster that Kubernetes does not allow",
        [ScopeCodes.InvalidIdentifier] = "A `let` name that is reserved or holds a character it may not",
        [ScopeCodes.ContradictedName] = "A label that contradicts the name of its namespace",
        [ScopeCodes.DuplicateLabel] = "A label that is given twice",
        [ScopeCodes.UndefinedLet] = "A name that no `let` defines",
        [ScopeCodes.UsedBeforeDefined] = "A name that is used before its `let`, or in it",
        [ScopeCodes.DuplicateLet] = "A second `let` of one name",
        [ScopeCodes.DuplicateRule] = "A second rule of one name",
        [ScopeCodes.ReservedRuleName] = "A rule's name that begins with `#`",
        [ScopeCodes.UndefinedRule] = "A test that expects a rule which the file does not have",
        [ScopeCodes.TextTooLong] = "More text than 1 MiB",
        [ScopeCodes.TooManyItems] = "More items than 10,000",
        [ScopeCodes.TooManyValues] = "More values or names in a set than 1,000",
        [ScopeCodes.NestedTooDeep] = "Deeper nesting than 256 levels",
        [ScopeCodes.InvalidYaml] = "Text that is not YAML",
        [ScopeCodes.WrongYamlType] = "A YAML value of another type than its place asks for",
        [ScopeCodes.UnknownYamlKey] = "A key that Istio would ignore",
        [ScopeCodes.InvalidOperator] = "An operator that is not one of the four",
        [ScopeCodes.OperatorValues] = "An operator with values it cannot have, or without those it needs",
        [ScopeCodes.InvalidScope] = "A scope other than `GLOBAL` and `LOCAL`",
        [ScopeCodes.InertEntry] = "An entry that has no effect in Istio",
        [ScopeCodes.NeverMatches] = "A rule that no Service can match",
        [ScopeCodes.Subsumed] = "A rule that matches nothing which other rules of its kind do not match",
        [ScopeCodes.Cancelled] = "A `global` rule all of whose Services `local` rules match too",
        [ScopeCodes.AlwaysMatches] = "A rule that every Service matches",
        [ScopeCodes.SuperfluousPart] = "A part of a rule without which the rule means the same",
        [ScopeCodes.NotAnalysed] = "A rule that was not analysed, because its diagram would exceed the bounds",
        [ScopeCodes.UnusedLet] = "A `let` that nothing uses",
        [ScopeCodes.SimilarKey] = "A label key that is nearly another one",
        [ScopeCodes.DependsOnNames] = "A policy that cannot be exported, because its meaning depends on names of Services or clusters",
        [ScopeCodes.TooManyEntries] = "A policy that needs more entries than may be exported",
        [ScopeCodes.NotExported] = "A policy that cannot be exported, because its diagram would exceed the bounds",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The summary of a code of the scope language, or null for any other.</summary>
    /// <param name="code">The code.</param>
    public static string? Of(string code) => Summaries.GetValueOrDefault(code);
}
