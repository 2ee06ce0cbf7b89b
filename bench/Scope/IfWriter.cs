using System.Text;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Bench.Scope;

/// <summary>
/// Writes <c>HandWritten.cs</c>: the rules as somebody would write them by hand, an <c>if</c> each, if there were nothing
/// else. In methods of fifty, because the compiler does not optimise very large ones.
/// </summary>
internal static class IfWriter
{
    private const int RulesInMethod = 50;

    public static string Write(params ReadOnlySpan<int> sizes)
    {
        var text = new StringBuilder("""
            // Written by `eng/bench.sh ifs`.
            using ScopeMesh.ScopeLang;

            namespace ScopeMesh.Bench.Scope;

            internal static class HandWritten
            {

            """);
        foreach (var size in sizes)
            Write(size, text);
        return text.ToString().TrimEnd() + "\n}\n";
    }

    private static void Write(int size, StringBuilder text)
    {
        var chunks = SelectorRule.Policy(size).OrderBy(rule => rule.Scope == ScopeLang.Scope.Global).Chunk(RulesInMethod).ToArray();
        for (var i = 0; i < chunks.Length; i++)
        {
            text.Append($"    public static ScopeDecision Decide{size}{(i == 0 ? "" : $"Part{i}")}(DictionaryFacts facts)\n    {{\n");
            text.Append("        var (ns, service) = (facts.NamespaceLabels, facts.ServiceLabels);\n");
            foreach (var rule in chunks[i])
                text.Append($"        if ({Condition(rule)})\n            return new(ScopeLang.Scope.{rule.Scope}, \"{rule.Name}\", ScopeReason.RuleMatched);\n");
            text.Append(i + 1 < chunks.Length ? $"        return Decide{size}Part{i + 1}(facts);\n" : "        return default;\n");
            text.Append("    }\n\n");
        }
    }

    private static string Condition(SelectorRule rule)
    {
        var parts = rule.Namespace.Requirements.Select((r, i) => Condition("ns", r, $"n{rule.Name}{i}"))
            .Concat(rule.Service.Requirements.Select((r, i) => Condition("service", r, $"s{rule.Name}{i}")));
        return string.Join(" && ", parts);
    }

    private static string Condition(string labels, LabelRequirement requirement, string variable)
    {
        var value = variable.Replace("-", "_");
        var look = $"{labels}.TryGetValue(\"{requirement.Key}\", out var {value})";
        var equal = string.Join(" || ", requirement.Values.Select(v => $"{value} == \"{v}\""));
        equal = requirement.Values.Count > 1 ? $"({equal})" : equal;
        return requirement.Operator switch
        {
            LabelOperator.In => $"{look} && {equal}",
            LabelOperator.NotIn => $"!({look} && {equal})",
            LabelOperator.Exists => $"{labels}.ContainsKey(\"{requirement.Key}\")",
            LabelOperator.DoesNotExist => $"!{labels}.ContainsKey(\"{requirement.Key}\")",
        };
    }
}
