using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>Columns between tabs: time, level, category, message, fields.</summary>
    Plain,

    /// <summary>One JSON object a line.</summary>
    Json,
}

/// <summary>A log line on its way.</summary>
/// <param name="Time">When it was logged.</param>
/// <param name="Level">How severe it is.</param>
/// <param name="Category">Where it comes from.</param>
/// <param name="Message">What has happened; null where <see cref="Line"/> says it.</param>
/// <param name="Line">A line with fields.</param>
internal readonly record struct LogLine(DateTimeOffset Time, LogLevel Level, string Category, string? Message, IFieldedLine? Line);

/// <summary>Writes lines as ztunnel does.</summary>
internal static class LogLineFormat
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a line with its end.</summary>
    public static void Append(StringBuilder text, in LogLine line, LogFormat format)
    {
        if (format == LogFormat.Json)
            AppendJson(text, line);
        else
            AppendPlain(text, line);
        text.Append('\n');
    }

    /// <summary>Writes fields: <c>name=value</c>, with spaces between them.</summary>
    public static void AppendFields(StringBuilder text, IEnumerable<LogField> fields)
    {
        var separator = "";
        foreach (var field in fields)
        {
            text.Append(separator).Append(field.Name).Append('=');
            separator = " ";
            if (field.Kind == LogFieldKind.Number)
                text.Append(CultureInfo.InvariantCulture, $"{field.Value}");
            else if (field.Kind == LogFieldKind.Bare)
                AppendEscaped(text, field.Text, isQuoted: false);
            else
                AppendQuoted(text, field.Text);
        }
    }

    /// <summary>The word for a level.</summary>
    public static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error or LogLevel.Critical => "error",
        LogLevel.None => "off",
    };

    private static void AppendPlain(StringBuilder text, in LogLine line)
    {
        text.Append(Time(line.Time)).Append('\t').Append(Word(line.Level)).Append('\t').Append(line.Category).Append('\t');
        AppendEscaped(text, line.Line?.Message ?? line.Message ?? "", isQuoted: false);
        if (line.Line is not { } fielded)
            return;
        text.Append('\t');
        AppendFields(text, fielded.Fields());
    }

    private static void AppendJson(StringBuilder text, in LogLine line)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Json))
        {
            json.WriteStartObject();
            json.WriteString("level", Word(line.Level));
            json.WriteString("time", Time(line.Time));
            json.WriteString("scope", line.Category);
            json.WriteString("message", line.Line?.Message ?? line.Message ?? "");
            foreach (var field in line.Line?.Fields() ?? [])
            {
                if (field.Kind == LogFieldKind.Number)
                    json.WriteNumber(field.Name, field.Value);
                else
                    json.WriteString(field.Name, field.Text);
            }

            json.WriteEndObject();
        }

        text.Append(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        AppendEscaped(text, value, isQuoted: true);
        text.Append('"');
    }

    /// <summary>What callers send may stand here, and neither a terminal nor a reader of lines must obey it.</summary>
    private static void AppendEscaped(StringBuilder text, string value, bool isQuoted)
    {
        foreach (var character in value)
        {
            if (char.IsControl(character))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                text.Append(isQuoted && character is '"' or '\\' ? "\\" : "").Append(character);
        }
    }
}
