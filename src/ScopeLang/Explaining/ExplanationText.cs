using System.Text;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Explaining;

/// <summary>Shows explanations to people: the decision, the rules as trees, and the nearest change.</summary>
public static class ExplanationText
{
    /// <summary>Renders an explanation, ended by a line feed.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="all">Whether to show the parts of all rules; otherwise of those that match, or of all where none does.</param>
    public static string Render(ScopeExplanation explanation, bool all = false)
    {
        var text = new StringBuilder();
        text.Append(Headline(explanation)).Append('\n');
        // A `let` is shown where it is used first.
        var lets = explanation.Lets.ToDictionary(let => let.Name, let => let.Value);
        var showsAll = all || !explanation.Rules.Any(rule => rule.Matches);
        foreach (var rule in explanation.Rules)
        {
            text.Append("  ").Append(Mark(rule.Matches)).Append(' ').Append(ScopePrinter.Word(rule.Scope)).Append(" `").Append(rule.Name).Append('`')
                .Append(rule.Determines ? ", which decides" : rule.Matches ? ", overruled" : "").Append('\n');
            if (showsAll || rule.Matches)
                Part(rule.Condition, 2, lets, text);
        }
        foreach (var line in NearestLines(explanation.Nearest))
            text.Append(line).Append('\n');
        return text.ToString();
    }

    /// <summary>The decision in one line.</summary>
    /// <param name="explanation">The explanation.</param>
    public static string Headline(ScopeExplanation explanation)
    {
        var facts = explanation.Facts;
        var service = $"service `{facts.Service}` in namespace `{facts.Namespace.Name}` of cluster `{facts.Cluster}` is {ScopePrinter.Word(explanation.Decision.Scope)}";
        return explanation.Decision.Reason switch
        {
            ScopeReason.NamespaceUnknown => $"{service}: nothing is known of its namespace",
            ScopeReason.NoRuleMatched => $"{service}: no rule matches",
            ScopeReason.RuleMatched => $"{service} by {string.Join(", ", explanation.Determining.Select(name => $"`{name}`"))}",
        };
    }

    private static void Part(ExplainedPart part, int level, Dictionary<string, ExplainedPart> lets, StringBuilder text)
    {
        text.Append(' ', level * 2).Append(Mark(part.Holds)).Append(' ').Append(part.Text);
        if (part.Because is { } because)
            text.Append(": ").Append(because);
        text.Append('\n');
        foreach (var inner in part.Parts)
            Part(inner, level + 1, lets, text);
        if (part.Let is { } name && lets.Remove(name, out var value))
            Part(value, level + 1, lets, text);
    }

    private static IEnumerable<string> NearestLines(NearestChange nearest) => nearest.Reach switch
    {
        Reach.IsGlobal => [],
        Reach.ByLabels => ["it would be global with", .. nearest.Changes.Select(change => $"  {Words(change)}")],
        Reach.ByNoLabels => ["no labels would make it global; change the policy"],
        Reach.NamespaceUnknown => ["define the namespace first"],
        Reach.NotAnalysed => ["what would make it global was not analysed: the policy is too large"],
    };

    private static string Words(LabelChange change)
    {
        var whose = change.Subject == Subject.Namespace ? "namespace" : "service";
        return (change.From, change.To) switch
        {
            ({ } from, { } to) => $"the label `{change.Key}` of the {whose} set to `{to}`, now `{from}`",
            ({ } from, null) => $"the label `{change.Key}` of the {whose} taken off, now `{from}`",
            (null, var to) => $"the label `{change.Key}` of the {whose} set to `{to}`, now absent",
        };
    }

    private static string Mark(bool holds) => holds ? "✓" : "✗";
}
