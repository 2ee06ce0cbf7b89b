using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScopeMesh.ScopeLang.Interop;

/// <summary>What a line gave: facts, or why there are none.</summary>
/// <param name="Facts">The facts, or null where the line does not fit.</param>
/// <param name="Error">What does not fit: one lower-case line without a full stop; null where there are facts.</param>
public readonly record struct ScopeFactsRead(ScopeFacts? Facts, string? Error);

/// <summary>
/// The facts of one Service as a line of JSON, and the answer to it. Absent labels are none, <c>"labels":null</c> of a
/// namespace means that its object is unknown, and an absent cluster is <c>c</c>; anything else has to be there and fit.
/// </summary>
public static class ScopeFactsJson
{
    /// <summary>The most bytes of one line.</summary>
    public const int LineBytes = 1 << 20;

    private static readonly JsonWriterOptions Compact =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Reads a line. Never throws.</summary>
    /// <param name="line">The line as UTF-8, with or without its end.</param>
    public static ScopeFactsRead Read(ReadOnlySpan<byte> line)
    {
        if (line.Length > LineBytes)
            return new ScopeFactsRead(null, $"the line is longer than {LineBytes} bytes");
        var reader = new FactsReader(line);
        try
        {
            return reader.TryRead(out var facts)
                ? new ScopeFactsRead(facts, null)
                : new ScopeFactsRead(null, reader.Error);
        }
        catch (JsonException exception)
        {
            return new ScopeFactsRead(null, $"not one JSON object, from byte {exception.BytePositionInLine + 1} on");
        }
        catch (InvalidOperationException)
        {
            // How Utf8JsonReader says that bytes are not UTF-8, or an escape is half a surrogate pair.
            return new ScopeFactsRead(null, "a text is not Unicode");
        }
    }

    /// <summary>The facts as a line without its end; <see cref="Read"/> gives the same facts again.</summary>
    /// <param name="facts">The facts.</param>
    public static string Write(in ScopeFacts facts)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Compact))
        {
            json.WriteStartObject();
            json.WriteString(FactsFields.Cluster, facts.Cluster);
            json.WriteStartObject(FactsFields.Namespace);
            json.WriteString(FactsFields.Name, facts.Namespace.Name);
            // The namespace's name is said already; its label says nothing more.
            if (facts.Namespace.Labels is { } labels)
                Labels(json, labels.Where(label => label.Key != NamespaceFacts.NameLabel));
            else
                json.WriteNull(FactsFields.Labels);
            json.WriteEndObject();
            json.WriteStartObject(FactsFields.Service);
            json.WriteString(FactsFields.Name, facts.Service);
            Labels(json, facts.ServiceLabels);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>A writer for answers, which may be used for many lines.</summary>
    /// <param name="output">Where the bytes go when the writer is flushed.</param>
    public static Utf8JsonWriter AnswerWriter(IBufferWriter<byte> output) => new(output, Compact);

    /// <summary>
    /// Writes an answer: <c>{"scope":"global","rules":["…"]}</c>, without an end of line. The writer is flushed and
    /// ready for the next one.
    /// </summary>
    /// <param name="json">The writer.</param>
    /// <param name="scope">The scope.</param>
    /// <param name="rules">The determining rules.</param>
    public static void WriteAnswer(Utf8JsonWriter json, Scope scope, ValueList<string> rules)
    {
        json.WriteStartObject();
        json.WriteString("scope"u8, scope switch { Scope.Global => "global"u8, Scope.Local => "local"u8 });
        json.WriteStartArray("rules"u8);
        foreach (var rule in rules)
            json.WriteStringValue(rule);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        json.Reset();
    }

    private static void Labels(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> labels)
    {
        var isOpen = false;
        foreach (var (key, value) in labels)
        {
            if (!isOpen)
                json.WriteStartObject(FactsFields.Labels);
            isOpen = true;
            json.WriteString(key, value);
        }
        if (isOpen)
            json.WriteEndObject();
    }
}
