using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// What is true of rules and probably not meant: those that never match, that always match, that others make
/// superfluous, and parts that change nothing. Every finding is decided by diagrams.
/// </summary>
internal sealed class RuleFindings
{
    private const int ListedRules = 5;

    private readonly PolicyDiagrams _policy;
    private readonly DiagramStore _store;
    private readonly List<Diagnostic> _findings = [];
    private readonly RulesOfKind _globals;
    private readonly RulesOfKind _locals;

    private RuleFindings(PolicyDiagrams policy)
    {
        (_policy, _store) = (policy, policy.Store);
        _globals = RulesOfKind.Of(policy, Scope.Global);
        _locals = RulesOfKind.Of(policy, Scope.Local);
    }

    /// <summary>The findings on all rules.</summary>
    public static IReadOnlyList<Diagnostic> Of(PolicyDiagrams policy)
    {
        var findings = new RuleFindings(policy);
        foreach (var rule in policy.Rules)
            findings.Look(rule);
        return findings._findings;
    }

    private void Look(RuleDiagram rule)
    {
        if (rule.Diagram == DiagramStore.False)
        {
            Report(rule, ScopeCodes.NeverMatches, "no service can match this rule", "drop it, or correct its condition");
            return;
        }
        if (rule.Diagram == DiagramStore.True)
            Report(rule, ScopeCodes.AlwaysMatches, "every service matches this rule", rule.Rule.Scope == Scope.Local
                ? "it makes everything local"
                : "it makes everything global that no `local` rule matches");
        if (rule.Diagram == DiagramStore.Exceeded || !(TryLookAmongOthers(rule) && TryLookInside(rule)))
            _findings.Add(new Diagnostic(ScopeCodes.NotAnalysed, Severity.Note, Head(rule),
                "not analysed, nor compared with other rules: its decision diagrams would be too large", "divide it, or use fewer label keys"));
    }

    private bool TryLookAmongOthers(RuleDiagram rule)
    {
        var isGlobal = rule.Rule.Scope == Scope.Global;
        // Of rules that mean the same, the later ones are superfluous and the first is not.
        var subsumed = (isGlobal ? _globals : _locals).Cover(
            rule, other => other.Place != rule.Place && (other.Diagram != rule.Diagram || other.Place < rule.Place));
        if (subsumed is [_, ..] cover)
            Report(rule, ScopeCodes.Subsumed,
                $"this `{ScopePrinter.Word(rule.Rule.Scope)}` rule adds nothing: whatever it matches is matched by {Listed(cover)}", "drop it");
        var cancelled = isGlobal ? _locals.Cover(rule, _ => true) : [];
        if (cancelled is [_, ..] cancelling)
            Report(rule, ScopeCodes.Cancelled,
                $"this rule makes nothing global: whatever it matches is made local by {Listed(cancelling)}",
                "drop it, or narrow the `local` rules");
        return subsumed is not null && cancelled is not null;
    }

    private bool TryLookInside(RuleDiagram rule)
    {
        _store.BeginQuestion();
        if (SuperfluousParts.Of(_store, _policy.Builder, rule.Rule.Condition) is not { } parts)
            return false;
        foreach (var part in parts)
            _findings.Add(new Diagnostic(ScopeCodes.SuperfluousPart, Severity.Warning, part.Origin.Span,
                $"{(part.Text.Length == 0 ? "the empty value" : $"`{Quoting.Excerpt(part.Text)}`")} can be dropped: the rule means the same without it"));
        return true;
    }

    private void Report(RuleDiagram rule, string code, string message, string remedy) =>
        _findings.Add(new Diagnostic(code, Severity.Warning, Head(rule), message, remedy));

    // A rule is marked at its name, or at its first word: the whole of it may be many lines.
    private static SourceSpan Head(RuleDiagram rule) => rule.Rule.Name is { } name
        ? name.Origin.Span
        : rule.Rule.Origin.Span with { Length = Math.Min(rule.Rule.Origin.Span.Length, ScopePrinter.Word(rule.Rule.Scope).Length) };

    private static string Listed(RuleDiagram[] rules)
    {
        string[] names = [.. rules.Take(ListedRules).Select(rule => $"`{Quoting.Excerpt(rule.Name)}`")];
        var more = rules.Length - names.Length;
        return more > 0 ? $"{string.Join(", ", names)} and {more} more"
            : names is [.. [_, ..] first, var last] ? $"{string.Join(", ", first)} and {last}"
            : names[0];
    }

    /// <summary>The rules of one kind.</summary>
    private sealed class RulesOfKind
    {
        private readonly RuleDiagram[] _rules;
        private readonly CoverSearch _search;

        private RulesOfKind(DiagramStore store, RuleDiagram[] rules) =>
            (_rules, _search) = (rules, new CoverSearch(store, [.. rules.Select(rule => rule.Diagram)]));

        public static RulesOfKind Of(PolicyDiagrams policy, Scope scope) =>
            new(policy.Store, [.. policy.Rules.Where(rule => rule.Rule.Scope == scope)]);

        /// <summary>
        /// Rules, of those that may be used, that together match whatever a rule matches, and none of which can be left out;
        /// none where there are none, null where that was not analysed.
        /// </summary>
        public RuleDiagram[]? Cover(RuleDiagram rule, Predicate<RuleDiagram> mayUse)
        {
            var covering = _search.LeastCover(rule.Diagram, place => mayUse(_rules[place]));
            return covering.Verdict == Verdict.NotAnalysed ? null : [.. covering.Used.Select(place => _rules[place])];
        }
    }
}
