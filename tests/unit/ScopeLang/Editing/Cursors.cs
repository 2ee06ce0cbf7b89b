using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Editing;

namespace ScopeMesh.Tests.Unit.ScopeLang.Editing;

/// <summary>Texts with a <c>^</c> where the cursor stands, and a small mesh.</summary>
internal static class Cursors
{
    public static KnownServices Mesh { get; } = KnownServices.Create(
        [
            Service("east", "shop", "prod", "cart", ("istio.io/global", "true"), ("tier", "gold")),
            Service("east", "shop", "prod", "till", ("tier", "silver")),
            Service("west", "shop", "prod", "cart", ("istio.io/global", "true")),
            Service("west", "lab", "test", "probe"),
        ],
        [("west", NamespaceFacts.Known("empty", Labels(("env", "staging"))))]);

    public static (ScopeDocument Document, int Offset) Parse(string marked)
    {
        var offset = marked.IndexOf('^');
        Assert.True(offset >= 0 && marked.LastIndexOf('^') == offset, "one cursor");
        return (ScopeDocument.Open(marked.Remove(offset, 1)), offset);
    }

    public static string? Hover(string marked)
    {
        var (document, offset) = Parse(marked);
        return ScopeHover.At(document, offset, Mesh)?.Markdown;
    }

    public static string[] Offers(string marked, CompletionKind? kind = null)
    {
        var (document, offset) = Parse(marked);
        return
        [
            .. ScopeCompletion.At(document, offset, Mesh).Items
                .Where(item => kind is null || item.Kind == kind).Select(item => item.Text),
        ];
    }

    /// <summary>The text after the offer of that text was taken.</summary>
    public static string Taken(string marked, string offer)
    {
        var (document, offset) = Parse(marked);
        var list = ScopeCompletion.At(document, offset, Mesh);
        Assert.Contains(offer, list.Items.Select(item => item.Text));
        return TextEdit.Apply(document.Text, [new TextEdit(list.Replaced, offer)]);
    }

    private static ScopeFacts Service(
        string cluster, string ns, string env, string name, params (string Key, string Value)[] labels) =>
        new(cluster, NamespaceFacts.Known(ns, Labels(("env", env))), name, Labels(labels));

    private static LabelSet Labels(params (string Key, string Value)[] labels) =>
        LabelSet.Create(labels.Select(label => KeyValuePair.Create(label.Key, label.Value)));
}
