using System.Globalization;
using System.Text;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>One line for each connection, with ztunnel's fields in ztunnel's order.</summary>
internal sealed partial class AccessLog(ILoggerFactory logs)
{
    private readonly ILogger _log = logs.CreateLogger("access");

    public void Write(ConnectionRecord record)
    {
        if (record.Error is null)
            Log.Complete(_log, Fields(record));
        else
            Log.Failed(_log, Fields(record));
    }

    /// <summary>The fields of a record; what is not known is left out.</summary>
    public static string Fields(ConnectionRecord record)
    {
        var line = new StringBuilder();
        End(line, "src", record.Source, authority: null, service: null);
        End(line, "dst", record.Destination, record.Authority, record.Service);
        Text(line, "direction", record.Direction.ToString().ToLowerInvariant());
        Number(line, "bytes_sent", record.BytesSent);
        Number(line, "bytes_recv", record.BytesReceived);
        Text(line, "duration", string.Create(CultureInfo.InvariantCulture, $"{record.Duration.TotalMilliseconds:0}ms"));
        Text(line, "error", record.Error);
        return line.ToString();
    }

    private static void End(StringBuilder line, string name, ConnectionEnd end, string? authority, string? service)
    {
        if (end.Address is { } address)
            Append(line, $"{name}.addr").Append(address);
        if (authority is not null)
            Append(line, $"{name}.hbone_addr").Append(authority);
        Text(line, $"{name}.service", service);
        Text(line, $"{name}.workload", end.Workload);
        Text(line, $"{name}.namespace", end.Namespace);
        Text(line, $"{name}.identity", end.Identity.IsNone ? null : end.Identity.ToString());
        Text(line, $"{name}.cluster", end.Cluster);
    }

    private static void Text(StringBuilder line, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        Append(line, name).Append('"');
        foreach (var character in value)
        {
            // What callers send may stand here, and a terminal must not obey it.
            if (char.IsControl(character))
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                line.Append(character is '"' or '\\' ? "\\" : "").Append(character);
        }

        line.Append('"');
    }

    private static void Number(StringBuilder line, string name, long value) =>
        Append(line, name).Append(value.ToString(CultureInfo.InvariantCulture));

    private static StringBuilder Append(StringBuilder line, string name) =>
        (line.Length == 0 ? line : line.Append(' ')).Append(name).Append('=');

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "connection complete {Fields}")]
        public static partial void Complete(ILogger log, string fields);

        [LoggerMessage(2002, LogLevel.Error, "connection failed {Fields}")]
        public static partial void Failed(ILogger log, string fields);
    }
}
