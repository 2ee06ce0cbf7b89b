using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScopeMesh.ScopeLang.Diagnostics;

/// <summary>Shows diagnostics to programs: a JSON array, an object for each.</summary>
public static class DiagnosticJson
{
    private static readonly JsonWriterOptions Options =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The array, ended by a line feed. Lines and columns count from 1, columns, offset and length in UTF-16 units; a
    /// finding on a file as a whole has none of them, and one without a remedy has no <c>remedy</c>.
    /// </summary>
    /// <param name="texts">The texts, in the order to show them.</param>
    public static string Render(IEnumerable<CheckedText> texts) => Render(json =>
    {
        json.WriteStartArray();
        foreach (var text in texts)
            foreach (var (diagnostic, line, column) in text.WithEnds())
                Write(json, diagnostic, line, column);
        json.WriteEndArray();
    });

    /// <summary>The word for a severity: <c>hint</c>, <c>note</c>, <c>warning</c> or <c>error</c>.</summary>
    /// <param name="severity">The severity.</param>
    public static string Word(Severity severity) => severity switch
    {
        Severity.Hint => "hint",
        Severity.Note => "note",
        Severity.Warning => "warning",
        Severity.Error => "error",
    };

    internal static string Render(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
            write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan) + '\n';
    }

    private static void Write(Utf8JsonWriter json, Diagnostic diagnostic, int endLine, int endColumn)
    {
        var span = diagnostic.Span;
        json.WriteStartObject();
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", Word(diagnostic.Severity));
        json.WriteString("file", span.File ?? "");
        if (span.Line > 0)
        {
            json.WriteNumber("line", span.Line);
            json.WriteNumber("column", span.Column);
            json.WriteNumber("endLine", endLine);
            json.WriteNumber("endColumn", endColumn);
            json.WriteNumber("offset", span.Offset);
            json.WriteNumber("length", span.Length);
        }
        json.WriteString("message", diagnostic.Message);
        if (diagnostic.Remedy is { } remedy)
            json.WriteString("remedy", remedy);
        json.WriteEndObject();
    }
}
