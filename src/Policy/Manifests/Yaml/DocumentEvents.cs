using ScopeMesh.ScopeLang.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ScopeMesh.Policy.Manifests.Yaml;

/// <summary>
/// The events of one document, with places in the file. Text that is not YAML ends them with <see cref="InvalidDocument"/>
/// and with nothing else.
/// </summary>
internal sealed class DocumentEvents(SourceLines lines, Range range) : IParser
{
    private readonly Parser _parser = new(new StringReader(lines.Text[range]));

    public ParsingEvent? Current => _parser.Current;

    public bool MoveNext()
    {
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException exception)
        {
            throw NotYaml(exception.Message, Locate(exception.Start, exception.End));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // YamlDotNet lets these out for some texts: U+0085 in flow style, or a tag that is no URI.
            var reached = _parser.Current?.End ?? Mark.Empty;
            throw NotYaml("what follows cannot be read", Locate(reached, reached));
        }
    }

    public SourceSpan SpanOf(ParsingEvent at) => Locate(at.Start, at.End);

    private SourceSpan Locate(Mark start, Mark end) =>
        lines.Locate(range.Start.Value + (int)start.Index, range.Start.Value + (int)end.Index);

    private InvalidDocument NotYaml(string problem, SourceSpan place)
    {
        var text = problem.TrimEnd('.').ReplaceLineEndings(" ");
        var message = text.Length == 0 ? "not YAML" : $"not YAML: {char.ToLowerInvariant(text[0])}{text[1..]}";
        var tab = lines.Text.IndexOf('\t', place.Offset);
        return tab >= 0 && text.Contains("tab", StringComparison.Ordinal)
            ? InvalidDocument.NotYaml(message, lines.Locate(tab, tab + 1), "indent by spaces, not by tabs")
            : InvalidDocument.NotYaml(message, place, "check quotes, brackets and indentation there and above");
    }
}
