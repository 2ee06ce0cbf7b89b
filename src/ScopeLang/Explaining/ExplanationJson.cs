using System.Text.Json;
using ScopeMesh.ScopeLang.Diagnostics;
using ScopeMesh.ScopeLang.Interop;
using ScopeMesh.ScopeLang.Printing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Explaining;

/// <summary>Shows explanations to programs: one JSON object.</summary>
public static class ExplanationJson
{
    /// <summary>
    /// The object, ended by a line feed: <c>facts</c>, <c>scope</c>, <c>reason</c>, <c>determining</c>, <c>rules</c> and
    /// <c>lets</c> with the truth of every part, and <c>nearest</c>. The value of a <c>let</c> stands among the lets alone.
    /// </summary>
    /// <param name="explanation">The explanation.</param>
    public static string Render(ScopeExplanation explanation) => DiagnosticJson.Render(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("facts");
        json.WriteRawValue(ScopeFactsJson.Write(explanation.Facts));
        json.WriteString("scope", ScopePrinter.Word(explanation.Decision.Scope));
        json.WriteString("reason", Word(explanation.Decision.Reason));
        json.WriteStartArray("determining");
        foreach (var name in explanation.Determining)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var rule in explanation.Rules)
            Rule(json, rule);
        json.WriteEndArray();
        json.WriteStartArray("lets");
        foreach (var let in explanation.Lets)
        {
            json.WriteStartObject();
            json.WriteString("name", let.Name);
            json.WritePropertyName("value");
            Part(json, let.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        Nearest(json, explanation.Nearest);
        json.WriteEndObject();
    });

    private static void Rule(Utf8JsonWriter json, ExplainedRule rule)
    {
        json.WriteStartObject();
        json.WriteString("name", rule.Name);
        json.WriteString("scope", ScopePrinter.Word(rule.Scope));
        json.WriteBoolean("matches", rule.Matches);
        json.WriteBoolean("determines", rule.Determines);
        Place(json, rule.Span);
        json.WritePropertyName("condition");
        Part(json, rule.Condition);
        json.WriteEndObject();
    }

    // Recursive over nesting, which is bounded, and within what a JSON writer allows.
    private static void Part(Utf8JsonWriter json, ExplainedPart part)
    {
        json.WriteStartObject();
        json.WriteString("text", part.Text);
        json.WriteBoolean("holds", part.Holds);
        if (part.Because is { } because)
            json.WriteString("because", because);
        if (part.Let is { } let)
            json.WriteString("let", let);
        Place(json, part.Span);
        if (!part.Parts.IsEmpty)
        {
            json.WriteStartArray("parts");
            foreach (var inner in part.Parts)
                Part(json, inner);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Place(Utf8JsonWriter json, SourceSpan span)
    {
        json.WriteNumber("line", span.Line);
        json.WriteNumber("column", span.Column);
    }

    private static void Nearest(Utf8JsonWriter json, NearestChange nearest)
    {
        json.WriteStartObject("nearest");
        json.WriteString("reach", Word(nearest.Reach));
        json.WriteStartArray("changes");
        foreach (var change in nearest.Changes)
        {
            json.WriteStartObject();
            json.WriteString("subject", change.Subject == Subject.Namespace ? "namespace" : "service");
            json.WriteString("key", change.Key);
            json.WriteString("from", change.From);
            json.WriteString("to", change.To);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word(ScopeReason reason) => reason switch
    {
        ScopeReason.NoRuleMatched => "no-rule-matched",
        ScopeReason.RuleMatched => "rule-matched",
        ScopeReason.NamespaceUnknown => "namespace-unknown",
    };

    private static string Word(Reach reach) => reach switch
    {
        Reach.IsGlobal => "is-global",
        Reach.ByLabels => "by-labels",
        Reach.ByNoLabels => "by-no-labels",
        Reach.NamespaceUnknown => "namespace-unknown",
        Reach.NotAnalysed => "not-analysed",
    };
}
