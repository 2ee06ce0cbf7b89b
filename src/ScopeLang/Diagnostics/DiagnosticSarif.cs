using System.Text.Json;

namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>What found the diagnostics, as SARIF names it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record SarifTool(string Name, string Version);

/// <summary>Shows diagnostics to code-review tools: one run in SARIF 2.1.0 (OASIS, 2020).</summary>
public static class DiagnosticSarif
{
    private const string Version = "2.1.0";
    private const string Schema = "https://json.schemastore.org/sarif-2.1.0.json";

    /// <summary>
    /// The log, ended by a line feed. The names of the texts are paths: relative ones become relative URIs, absolute
    /// ones <c>file:</c> URIs. Hints and notes are both of the level <c>note</c>.
    /// </summary>
    /// <param name="texts">The texts, in the order to show them.</param>
    /// <param name="tool">What found the diagnostics.</param>
    /// <param name="summaryOf">What codes that are not this library's stand for, where that is known.</param>
    public static string Render(IReadOnlyCollection<CheckedText> texts, SarifTool tool, Func<string, string?>? summaryOf = null)
    {
        string[] codes = [.. texts.SelectMany(text => text.Diagnostics).Select(found => found.Code).Distinct()
            .Order(StringComparer.Ordinal)];
        return DiagnosticJson.Render(json =>
        {
            json.WriteStartObject();
            json.WriteString("$schema", Schema);
            json.WriteString("version", Version);
            json.WriteStartArray("runs");
            json.WriteStartObject();
            Tool(json, tool, codes, summaryOf);
            json.WriteString("columnKind", "utf16CodeUnits");
            json.WriteStartArray("results");
            foreach (var text in texts)
                foreach (var (diagnostic, line, column) in text.WithEnds())
                    Result(json, diagnostic, Array.BinarySearch(codes, diagnostic.Code, StringComparer.Ordinal), line, column);
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Tool(Utf8JsonWriter json, SarifTool tool, IEnumerable<string> codes, Func<string, string?>? summaryOf)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", tool.Name);
        json.WriteString("version", tool.Version);
        json.WriteStartArray("rules");
        foreach (var code in codes)
        {
            json.WriteStartObject();
            json.WriteString("id", code);
            if ((ScopeCodeSummaries.Of(code) ?? summaryOf?.Invoke(code)) is { } summary)
            {
                json.WriteStartObject("shortDescription");
                json.WriteString("text", summary);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter json, Diagnostic diagnostic, int rule, int endLine, int endColumn)
    {
        json.WriteStartObject();
        json.WriteString("ruleId", diagnostic.Code);
        json.WriteNumber("ruleIndex", rule);
        json.WriteString("level", Level(diagnostic.Severity));
        json.WriteStartObject("message");
        json.WriteString("text", diagnostic.Remedy is { } remedy ? $"{diagnostic.Message}; {remedy}" : diagnostic.Message);
        json.WriteEndObject();
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", Uri(diagnostic.Span.File ?? ""));
        json.WriteEndObject();
        if (diagnostic.Span.Line > 0)
        {
            json.WriteStartObject("region");
            json.WriteNumber("startLine", diagnostic.Span.Line);
            json.WriteNumber("startColumn", diagnostic.Span.Column);
            json.WriteNumber("endLine", endLine);
            json.WriteNumber("endColumn", endColumn);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Uri(string path)
    {
        var parts = path.Replace('\\', '/').Split('/').Select(System.Uri.EscapeDataString);
        var escaped = string.Join('/', parts);
        return escaped.StartsWith('/') ? $"file://{escaped}" : escaped;
    }

    private static string Level(Severity severity) => severity switch
    {
        Severity.Hint or Severity.Note => "note",
        Severity.Warning => "warning",
        Severity.Error => "error",
    };
}
