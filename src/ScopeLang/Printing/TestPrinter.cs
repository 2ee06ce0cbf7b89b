using System.Text;
using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Prints tests: a line for each part that is not left out.</summary>
internal static class TestPrinter
{
    public static string Print(TestItem test)
    {
        var text = new StringBuilder();
        text.Append(Keywords.Test).Append(' ').Append(ScopePrinter.Quoted(test.Name)).Append(" {\n");
        if (test.Cluster is { } cluster)
            Part(Keywords.Cluster, cluster.Text, text);
        if (test.Namespace is { } ns)
            Part(Keywords.Namespace, Namespace(ns), text);
        if (test.Service is { } service)
            Part(Keywords.Service, Object(service), text);
        Part(Keywords.Expect, Expectation(test), text);
        return text.Append('}').ToString();
    }

    private static void Part(string keyword, string rest, StringBuilder text) =>
        text.Append("  ").Append(keyword).Append(' ').Append(rest).Append('\n');

    private static string Namespace(TestNamespace ns)
    {
        if (ns.IsKnown)
            return Object(ns.Object);
        // `unknown service` would be a namespace that is called so, and the next part.
        var name = ns.Object.Name.Text;
        return name is Keywords.Service or Keywords.Expect
            ? $"{Keywords.Unknown} \"{name}\""
            : $"{Keywords.Unknown} {name}";
    }

    private static string Object(TestObject found) => found.Labels.IsEmpty
        ? found.Name.Text
        : $"{found.Name} {{ {string.Join(", ", found.Labels.Select(Label))} }}";

    private static string Label(TestLabel label) =>
        label.Value.Text.Length == 0 ? $"{label.Key}: \"\"" : $"{label.Key}: {label.Value}";

    private static string Expectation(TestItem test) => test.By is { } rule
        ? $"{ScopePrinter.Word(test.Expect)} {Keywords.By} {ScopePrinter.Quoted(rule)}"
        : ScopePrinter.Word(test.Expect);
}
