using ScopeMesh.ScopeLang.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>
/// Loads a text as one YAML document. Before YamlDotNet builds its tree, which recurses, the events are read once in a
/// loop to see that the text is shallow, and that its keys are scalars (which cost nothing to hash).
/// </summary>
internal static class YamlLoader
{
    /// <summary>The root, or null where the text is empty or a finding was added.</summary>
    public static YamlNode? Load(YamlPlaces places, List<Diagnostic> diagnostics)
    {
        var at = Mark.Empty;
        try
        {
            if (Unfit(places, ref at) is { } finding)
                diagnostics.Add(finding);
            else
                return Root(places, diagnostics);
        }
        catch (YamlException exception)
        {
            diagnostics.Add(Invalid(places, exception.Start, $"not YAML: {Sentence(exception)}"));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // How YamlDotNet gives up on some texts that are nothing at all.
            diagnostics.Add(Invalid(places, at, "not YAML from here on"));
        }
        return null;
    }

    private static YamlNode? Root(YamlPlaces places, List<Diagnostic> diagnostics)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(places.Text));
        if (stream.Documents.Count > 1)
            diagnostics.Add(Invalid(places, stream.Documents[1].RootNode.Start,
                "a second YAML document begins here, and one is expected"));
        return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : null;
    }

    private static Diagnostic? Unfit(YamlPlaces places, ref Mark at)
    {
        if (places.Text.IndexOf('\0') is >= 0 and var nul)
            return Invalid(places, new Mark(nul, 1, 1), "not YAML: character U+0000");
        var parser = new Parser(new StringReader(places.Text));
        var open = new Stack<bool?>();
        while (parser.MoveNext())
        {
            // Of an open map: whether a key comes next. Of an open list: null.
            var isKey = open.TryPeek(out var next) && next is true;
            var parsed = parser.Current!;
            at = parsed.End;
            if (isKey && parsed is (MappingStart or SequenceStart or AnchorAlias))
                return Invalid(places, parsed.Start, "a key must be a text");
            if (parsed is NodeEvent && next is { } comes)
            {
                open.Pop();
                open.Push(!comes);
            }
            if (parsed is MappingStart or SequenceStart)
                open.Push(parsed is MappingStart ? true : null);
            else if (parsed is MappingEnd or SequenceEnd)
                open.Pop();
            if (open.Count > ScopeLimits.NestingLevels)
                return new Diagnostic(ScopeCodes.NestedTooDeep, Severity.Error, places.SpanOf(parsed.Start),
                    $"nested deeper than {ScopeLimits.NestingLevels} levels");
        }
        return null;
    }

    private static Diagnostic Invalid(YamlPlaces places, Mark at, string message) =>
        new(ScopeCodes.InvalidYaml, Severity.Error, places.SpanOf(at), message);

    // YamlDotNet's sentence as ours are: one line, lower case, no full stop.
    private static string Sentence(YamlException exception)
    {
        var text = Quoting.Printable((exception.InnerException?.Message ?? exception.Message).ReplaceLineEndings(" ")).TrimEnd('.', ' ');
        return text.Length == 0 ? "the text cannot be read" : char.ToLowerInvariant(text[0]) + text[1..];
    }
}
