namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>
/// Finds the documents of a YAML stream without reading them, so that one that is broken leaves the others alone.
/// That is exact: a line that begins with <c>---</c> or <c>...</c> and a blank ends a document wherever it stands, even
/// inside quotes (YAML 1.2, 9.1.2).
/// </summary>
internal static class DocumentSplitter
{
    /// <summary>The parts of the text that may hold a document each, in order.</summary>
    public static IEnumerable<Range> Split(SourceLines lines)
    {
        var start = lines.Text is ['\uFEFF', ..] ? 1 : 0;
        for (var line = 0; line < lines.Count; line++)
        {
            var lineStart = lines.StartOf(line);
            var content = lines.Text.AsSpan()[lineStart..lines.StartOf(line + 1)];
            var isStart = IsMarker(content, "---");
            if (!isStart && !IsMarker(content, "..."))
                continue;
            if (HoldsDocument(lines.Text.AsSpan()[start..Math.Max(start, lineStart)]))
                yield return start..lineStart;
            start = isStart ? lineStart : lines.StartOf(line + 1);
        }

        if (HoldsDocument(lines.Text.AsSpan()[start..]))
            yield return start..lines.Text.Length;
    }

    private static bool IsMarker(ReadOnlySpan<char> line, string marker) =>
        line.StartsWith(marker, StringComparison.Ordinal)
        && (line.Length == marker.Length || line[marker.Length] is ' ' or '\t' or '\r' or '\n');

    /// <summary>Whether there is more than blanks, comments and directives, which say nothing about objects.</summary>
    private static bool HoldsDocument(ReadOnlySpan<char> text)
    {
        foreach (var line in text.EnumerateLines())
        {
            var content = line.Trim();
            if (!content.IsEmpty && content[0] != '#' && line[0] != '%')
                return true;
        }

        return false;
    }
}
