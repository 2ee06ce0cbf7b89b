using System.Net;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>Where connections are told of: one line each, and counted.</summary>
internal sealed partial class ConnectionLog(AccessLog access, ConnectionMetrics metrics, ILogger<ConnectionLog> log)
{
    /// <summary>A connection leads somewhere.</summary>
    public void Opened(ConnectionRecord record) => metrics.Opened(record);

    /// <summary>A connection is over, or led nowhere.</summary>
    public void Closed(ConnectionRecord record)
    {
        metrics.Closed(record);
        access.Write(record);
    }

    /// <summary>A connection ended before it was known what it was for.</summary>
    public void Refused(ConnectionDirection direction, IPEndPoint peer, IPEndPoint local, string why) =>
        Log.Early(log, direction, peer.ToString(), local.ToString(), why);

    private static partial class Log
    {
        [LoggerMessage(2011, LogLevel.Warning, "connection failed direction={Direction} src.addr={Peer} dst.addr={Local} error=\"{Why}\"")]
        public static partial void Early(ILogger log, ConnectionDirection direction, string peer, string local, string why);
    }
}
