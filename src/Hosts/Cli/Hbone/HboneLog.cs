using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Cli.Hbone;

/// <summary>A line when the role listens, one for each tunnel when it has ended, and one for what goes wrong unexpectedly.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="format">How they look.</param>
/// <param name="isQuiet">Whether connections have none.</param>
/// <param name="time">The clock.</param>
internal sealed class HboneLog(TextWriter output, OutputFormat format, bool isQuiet, TimeProvider time) : ILogger
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly Lock _lock = new();

    /// <summary>Connections are accepted from now on.</summary>
    public void Listening(IPEndPoint address) =>
        Write($"listening {address}", () => new { Time = Now, Event = "listening", Address = address.ToString() });

    /// <summary>A tunnel has ended, or a connection in which there were to be tunnels has failed.</summary>
    /// <param name="record">What is known of it.</param>
    /// <param name="failure">Why it failed, or null.</param>
    public void Ended(ConnectionRecord record, TunnelException? failure)
    {
        if (isQuiet)
            return;
        record = record with { Error = failure?.Message };
        Write($"tunnel {(failure is null ? "ended" : "failed")} {AccessLog.Fields(record)}", () => new
        {
            Time = Now,
            Event = failure is null ? "tunnel-ended" : "tunnel-failed",
            Direction = Kebab.Of(record.Direction),
            From = record.Source.Address?.ToString(),
            FromIdentity = Text(record.Source.Identity),
            To = record.Destination.Address?.ToString(),
            ToIdentity = Text(record.Destination.Identity),
            record.Authority,
            record.BytesSent,
            record.BytesReceived,
            Milliseconds = Math.Round(record.Duration.TotalMilliseconds, 3),
            Layer = failure is null ? null : Kebab.Of(failure.Layer),
            Fault = failure is null ? null : Kebab.Of(failure.Fault),
            failure?.Status,
            record.Error,
        });
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = formatter(state, exception) + (exception is null ? "" : $": {exception.GetType().Name}: {exception.Message}");
        Write(message, () => new { Time = Now, Event = "warning", Error = message });
    }

    private string Now => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string? Text(SpiffeId identity) => identity.IsNone ? null : identity.ToString();

    private void Write(string text, Func<object> value)
    {
        var line = format == OutputFormat.Json ? JsonSerializer.Serialize(value(), Json) : text;
        lock (_lock)
            output.WriteLine(line);
    }
}
