namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>A document that could be read.</summary>
/// <param name="Root">Its value.</param>
/// <param name="HasErrors">Whether it has a key twice somewhere: what is read of it is not to be used.</param>
internal sealed record SourceDocument(SourceNode Root, bool HasErrors);

/// <summary>All documents of a file that can be read; the others are reported.</summary>
internal static class SourceDocuments
{
    public static IEnumerable<SourceDocument> Read(SourceText source, ManifestLimits limits, DiagnosticSink sink)
    {
        var lines = new SourceLines(source);
        if (source.Text.Length > limits.FileChars)
        {
            sink.Error(
                ManifestCodes.TooLarge,
                lines.Locate(0, 0),
                $"the file has {source.Text.Length} characters, and {limits.FileChars} are allowed",
                "split it into several files");
            yield break;
        }

        foreach (var range in DocumentSplitter.Split(lines))
        {
            var errors = sink.Errors;
            if (DocumentReader.Read(lines, range, limits, sink) is { } root)
                yield return new SourceDocument(root, sink.Errors > errors);
        }
    }
}
