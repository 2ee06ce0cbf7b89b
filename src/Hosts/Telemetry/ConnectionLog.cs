using System.Net;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>Where connections are told of: one line each, and counted.</summary>
internal sealed class ConnectionLog(AccessLog access, ConnectionMetrics metrics)
{
    /// <summary>A connection leads somewhere.</summary>
    /// <returns>What <see cref="Closed(ConnectionRecord, ConnectionCounts)"/> is told by.</returns>
    public ConnectionCounts Opened(ConnectionRecord record)
    {
        access.Opened(record);
        return metrics.Opened(record);
    }

    /// <summary>A connection that led somewhere is over.</summary>
    /// <param name="record">What is known of it.</param>
    /// <param name="opened">What its opening gave.</param>
    public void Closed(ConnectionRecord record, ConnectionCounts opened)
    {
        metrics.Closed(record, opened);
        access.Closed(record);
    }

    /// <summary>A connection led nowhere: it is opened and closed at once.</summary>
    public void Closed(ConnectionRecord record) => Closed(record, metrics.Opened(record));

    /// <summary>A connection was refused before anything was tried for it. It is told of, and not counted (as at ztunnel).</summary>
    public void Denied(ConnectionRecord record) => access.Denied(record);

    /// <summary>A connection ended before it was known what it was for; told of, and not counted.</summary>
    public void Refused(ConnectionDirection direction, IPEndPoint peer, IPEndPoint local, string why) => access.Denied(new ConnectionRecord
    {
        Direction = direction,
        Source = new ConnectionEnd { Address = peer },
        Destination = new ConnectionEnd { Address = local },
        Error = why,
    });
}
