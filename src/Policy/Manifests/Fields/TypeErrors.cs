using ScopeMesh.Policy.Manifests.Yaml;

namespace ScopeMesh.Policy.Manifests.Fields;

/// <summary>Says that a value has another type than its field.</summary>
internal static class TypeErrors
{
    public static void Report(SourceNode node, string path, string expected, DiagnosticSink sink)
    {
        var at = path.Length == 0 ? "the document" : $"`{path}`";
        sink.Error(ManifestCodes.WrongType, node.Span, $"{at} is {Describe(node)}, not {expected}", $"write {expected}");
    }

    public static string Describe(SourceNode node) => node switch
    {
        SourceNode.Sequence => "a list",
        SourceNode.Mapping => "a mapping",
        SourceNode.Scalar { Kind: ScalarKind.Null } => "empty",
        SourceNode.Scalar { Kind: ScalarKind.Text } text => $"the text {UserText.Quote(text.Text)}",
        SourceNode.Scalar { Kind: ScalarKind.Boolean } flag => $"the boolean {UserText.Quote(flag.Text)}",
        _ => $"the number {UserText.Quote(((SourceNode.Scalar)node).Text)}",
    };
}
