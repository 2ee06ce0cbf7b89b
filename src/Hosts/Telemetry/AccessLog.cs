using System.Net;
using System.Text;
using ScopeMesh.Hosts.Telemetry.Logs;
using ScopeMesh.Policy.Explaining;

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
        LogLineFormat.AppendFields(text, new AccessLine("", record, HasEnded: true));
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
        public void Tell(ILogFields fields)
        {
            Tell(fields, Names.Source, Record.Source, authority: null, service: null);
            Tell(fields, Names.Destination, Record.Destination, Record.Authority, Record.Service?.Hostname);
            fields.Quoted("direction", Kebab.Of(Record.Direction));
            if (HasEnded)
            {
                fields.Number("bytes_sent", Record.BytesSent);
                fields.Number("bytes_recv", Record.BytesReceived);
                fields.Quoted("duration", $"{(long)Record.Duration.TotalMilliseconds}ms");
            }

            if (Record.Error is { } error)
                fields.Quoted("error", error);
        }

        public override string ToString()
        {
            var text = new StringBuilder(Message).Append(' ');
            LogLineFormat.AppendFields(text, this);
            return text.ToString();
        }

        private void Tell(ILogFields fields, Names names, ConnectionEnd end, string? authority, string? service)
        {
            if (end.Address is { } address)
                fields.Bare(names.Address, Canonical(address).ToString());
            if (authority is not null)
                fields.Bare(names.Authority, authority);
            Tell(fields, names.Service, service);
            Tell(fields, names.Workload, string.IsNullOrEmpty(end.Workload) ? end.CanonicalName : end.Workload);
            Tell(fields, names.Namespace, end.Namespace);
            Tell(fields, names.Identity, Record.IsMutualTls && !end.Identity.IsNone ? end.Identity.ToString() : null);
            Tell(fields, names.Cluster, end.Cluster);
        }

        private static void Tell(ILogFields fields, string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                fields.Quoted(name, value);
        }

        private static IPEndPoint Canonical(IPEndPoint end) =>
            end.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(end.Address.MapToIPv4(), end.Port) : end;
    }
    /// <summary>What the fields of one end are called.</summary>
    private sealed record Names(string Address, string Authority, string Service, string Workload, string Namespace, string Identity, string Cluster)
    {
        public static readonly Names Source = Of("src");
        public static readonly Names Destination = Of("dst");

        private static Names Of(string end) => new(
            $"{end}.addr", $"{end}.hbone_addr", $"{end}.service", $"{end}.workload", $"{end}.namespace", $"{end}.identity", $"{end}.cluster");
    }
}
