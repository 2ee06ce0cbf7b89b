using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Says in words what was decided, and on what.</summary>
public static class DecisionText
{
    /// <summary>A decision: <c>global by "a", "b"</c>, or why it is local without a rule.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="rules">The names of all determining rules.</param>
    public static string Print(ScopeDecision decision, ValueList<string> rules) => decision.Reason switch
    {
        ScopeReason.RuleMatched => $"{ScopePrinter.Word(decision.Scope)} by {Rules(rules)}",
        ScopeReason.NoRuleMatched => "local, no rule matches",
        ScopeReason.NamespaceUnknown => "local, its namespace is not known",
    };

    /// <summary>Names of rules, each in quotes, separated by commas.</summary>
    /// <param name="rules">The names.</param>
    public static string Rules(ValueList<string> rules) =>
        string.Join(", ", rules.Select(rule => $"\"{Quoting.Printable(rule)}\""));

    /// <summary>Facts: <c>service cart { a: b } in namespace shop { env: prod } of cluster c</c>.</summary>
    /// <param name="facts">The facts.</param>
    public static string Print(in ScopeFacts facts) =>
        $"service {facts.Service}{Labels(facts.ServiceLabels)} in {Namespace(facts.Namespace)} of cluster {facts.Cluster}";

    private static string Namespace(NamespaceFacts ns) => ns.Labels is { } labels
        ? $"namespace {ns.Name}{Labels(labels.Where(label => label.Key != NamespaceFacts.NameLabel))}"
        : $"unknown namespace {ns.Name}";

    private static string Labels(IEnumerable<KeyValuePair<string, string>> labels)
    {
        var text = string.Join(", ", labels.Select(label => $"{label.Key}: {(label.Value.Length == 0 ? "\"\"" : label.Value)}"));
        return text.Length == 0 ? "" : $" {{ {text} }}";
    }
}
