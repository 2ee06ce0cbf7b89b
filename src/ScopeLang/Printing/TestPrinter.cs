using ScopeMesh.ScopeLang.Parsing;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Printing;

/// <summary>Prints tests: a line for each part that is not left out.</summary>
internal sealed class TestPrinter(PieceWriter to)
{
    private static readonly (string, string) Braces = (" {", "}");

    public void Print(TestItem test)
    {
        to.Text(Keywords.Test).Text(" ").Text(ScopePrinter.Quoted(test.Name)).Text(" {");
        to.Indent();
        if (test.Cluster is { } cluster)
            Part(Keywords.Cluster, Anchor.First(cluster.Origin, -1)).Text(cluster.Text);
        if (test.Namespace is { } ns)
            Namespace(ns);
        if (test.Service is { } service)
        {
            Part(Keywords.Service, Anchor.First(service.Name.Origin, -1)).Text(service.Name.Text);
            Labels(service.Labels);
        }
        Expectation(test);
        to.BreakToEnd(PieceKind.Space, Anchor.Last(test.Origin));
        to.Text("}");
    }

    // No group holds these breaks, so each part has its line.
    private PieceWriter Part(string keyword, Anchor anchor)
    {
        to.Break(PieceKind.Space, anchor);
        return to.Text(keyword).Text(" ");
    }

    private void Namespace(TestNamespace ns)
    {
        var name = ns.Object.Name;
        if (ns.IsKnown)
            Part(Keywords.Namespace, Anchor.First(name.Origin, -1)).Text(name.Text);
        else
            Part(Keywords.Namespace, Anchor.First(name.Origin, -2)).Text(Keywords.Unknown).Text(" ").Text(UnknownName(name.Text));
        Labels(ns.Object.Labels);
    }

    // `unknown service` would be a namespace that is called so, and the next part.
    private static string UnknownName(string name) =>
        name is Keywords.Service or Keywords.Expect ? $"\"{name}\"" : name;

    private void Labels(ValueList<TestLabel> labels)
    {
        if (!labels.IsEmpty)
            to.List(
                Braces, labels, label => Anchor.First(label.Key.Origin), Label, Anchor.First(labels[^1].Value.Origin, 1),
                PieceKind.Space);
    }

    private void Label(TestLabel label) =>
        to.Text(label.Key.Text).Text(": ").Text(label.Value.Text.Length == 0 ? "\"\"" : label.Value.Text);

    // The tree has no place for `expect`; counted from the brace at the end, it stands before a scope, or `scope by "rule"`.
    private void Expectation(TestItem test)
    {
        Part(Keywords.Expect, Anchor.Last(test.Origin, test.By is null ? -2 : -4)).Text(ScopePrinter.Word(test.Expect));
        if (test.By is { } rule)
            to.Text(" ").Text(Keywords.By).Text(" ").Text(ScopePrinter.Quoted(rule));
    }
}
