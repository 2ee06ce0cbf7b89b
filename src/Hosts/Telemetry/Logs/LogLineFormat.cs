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
    private static readonly SearchValues<char> NotBare = SearchValues.Create(['\\', .. Controls()]);
    private static readonly SearchValues<char> NotInQuotes = SearchValues.Create(['\\', '"', .. Controls()]);
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
    public static void AppendFields(StringBuilder text, IFieldedLine line) => line.Tell(new PlainFields(text));

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
        AppendFields(text, fielded);
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
            line.Line?.Tell(new JsonFields(json));
            json.WriteEndObject();
        }

        text.Append(Encoding.UTF8.GetString(bytes.WrittenSpan));
    }

    private static IEnumerable<char> Controls() => Enumerable.Range(0, 0x100).Select(code => (char)code).Where(char.IsControl);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        AppendEscaped(text, value, isQuoted: true);
        text.Append('"');
    }

    /// <summary>What callers send may stand here, and neither a terminal nor a reader of lines must obey it.</summary>
    private static void AppendEscaped(StringBuilder text, ReadOnlySpan<char> value, bool isQuoted)
    {
        while (value.IndexOfAny(isQuoted ? NotInQuotes : NotBare) is >= 0 and var end)
        {
            text.Append(value[..end]);
            var character = value[end];
            if (char.IsControl(character))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                text.Append('\\').Append(character);
            value = value[(end + 1)..];
        }

        text.Append(value);
    }

    /// <summary>Fields as text.</summary>
    private sealed class PlainFields(StringBuilder text) : ILogFields
    {
        private bool _isLater;

        public void Quoted(string name, string value)
        {
            Begin(name);
            AppendQuoted(text, value);
        }

        public void Bare(string name, string value)
        {
            Begin(name);
            AppendEscaped(text, value, isQuoted: false);
        }

        public void Number(string name, long value)
        {
            Begin(name);
            text.Append(CultureInfo.InvariantCulture, $"{value}");
        }

        private void Begin(string name)
        {
            if (_isLater)
                text.Append(' ');
            _isLater = true;
            text.Append(name).Append('=');
        }
    }

    /// <summary>Fields as members of an object.</summary>
    private sealed class JsonFields(Utf8JsonWriter json) : ILogFields
    {
        public void Quoted(string name, string text) => json.WriteString(name, text);

        public void Bare(string name, string text) => json.WriteString(name, text);

        public void Number(string name, long value) => json.WriteNumber(name, value);
    }
}
