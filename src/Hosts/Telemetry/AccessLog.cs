using System.Net;
using System.Text;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>One line for each connection, with ztunnel's fields in ztunnel's order.</summary>
internal sealed class AccessLog(ILoggerFactory logs)
{
    /// <summary>The category of these lines, which has a level of its own.</summary>
    public const string Category = "access";

    private static readonly EventId OpenedId = new(2000);
    private static readonly EventId CompleteId = new(2001);
    private static readonly EventId FailedId = new(2002);
    private static readonly EventId EarlyId = new(2003);

    private readonly ILogger _log = logs.CreateLogger(Category);

    /// <summary>A connection leads somewhere now.</summary>
    public void Opened(ConnectionRecord record) =>
        Write(LogLevel.Debug, OpenedId, "connection opened", record, hasEnded: false);

    /// <summary>A connection is over.</summary>
    public void Closed(ConnectionRecord record)
    {
        if (record.Error is null)
            Write(LogLevel.Information, CompleteId, "connection complete", record, hasEnded: true);
        else
            Write(LogLevel.Error, FailedId, "connection complete", record, hasEnded: true);
    }

    /// <summary>A connection was refused before it was anything that is counted.</summary>
    public void Denied(ConnectionRecord record) => Write(LogLevel.Warning, EarlyId, "connection failed", record, hasEnded: false);

    /// <summary>The fields of the record of a connection that is over, as text; what is not known is left out.</summary>
    public static string Fields(ConnectionRecord record)
    {
        var text = new StringBuilder();
        LogLineFormat.AppendFields(text, new AccessLine("", record, HasEnded: true).Fields());
        return text.ToString();
    }

    private void Write(LogLevel level, EventId id, string message, ConnectionRecord record, bool hasEnded)
    {
        // Of a line that is not written nothing is made.
        if (_log.IsEnabled(level))
            _log.Log(level, id, new AccessLine(message, record, hasEnded), null, static (line, _) => line.ToString());
    }

    /// <summary>A line about a connection. It becomes text where it is written, and not where the connection is served.</summary>
    private sealed record AccessLine(string Message, ConnectionRecord Record, bool HasEnded) : IFieldedLine
    {
        public IEnumerable<LogField> Fields()
        {
            foreach (var field in End("src", Record.Source, authority: null, service: null))
                yield return field;
            foreach (var field in End("dst", Record.Destination, Record.Authority, Record.Service?.Hostname))
                yield return field;
            yield return LogField.Quoted("direction", Record.Direction.ToString().ToLowerInvariant());
            if (HasEnded)
            {
                yield return LogField.Number("bytes_sent", Record.BytesSent);
                yield return LogField.Number("bytes_recv", Record.BytesReceived);
                yield return LogField.Quoted("duration", $"{(long)Record.Duration.TotalMilliseconds}ms");
            }

            if (Record.Error is { } error)
                yield return LogField.Quoted("error", error);
        }

        public override string ToString()
        {
            var text = new StringBuilder(Message).Append(' ');
            LogLineFormat.AppendFields(text, Fields());
            return text.ToString();
        }

        private IEnumerable<LogField> End(string name, ConnectionEnd end, string? authority, string? service)
        {
            if (end.Address is { } address)
                yield return LogField.Bare($"{name}.addr", Canonical(address).ToString());
            if (authority is not null)
                yield return LogField.Bare($"{name}.hbone_addr", authority);
            foreach (var (part, value) in new[]
            {
                ("service", service),
                ("workload", string.IsNullOrEmpty(end.Workload) ? end.CanonicalName : end.Workload),
                ("namespace", end.Namespace),
                ("identity", Record.IsMutualTls && !end.Identity.IsNone ? end.Identity.ToString() : null),
                ("cluster", end.Cluster),
            })
            {
                if (!string.IsNullOrEmpty(value))
                    yield return LogField.Quoted($"{name}.{part}", value);
            }
        }

        private static IPEndPoint Canonical(IPEndPoint end) =>
            end.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(end.Address.MapToIPv4(), end.Port) : end;
    }
}
