using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Connections;

/// <summary>A connection that is being relayed. Safe for use by several threads.</summary>
/// <param name="id">What the host calls it by.</param>
/// <param name="record">What is known of it.</param>
/// <param name="subject">What decides whether it may stay open; null where no table does.</param>
/// <param name="near">The end from which it was made.</param>
/// <param name="far">The end to which it leads.</param>
internal sealed class OpenConnection(long id, ConnectionRecord record, LiveConnection? subject, ITransport near, ITransport far)
{
    private volatile RouteTable? _checkedBy;
    private volatile string? _why;

    public long Id => id;

    public ConnectionRecord Record => record;

    public LiveConnection? Subject => subject;

    /// <summary>The table that it was last found allowed by, or not.</summary>
    public RouteTable? CheckedBy
    {
        get => _checkedBy;
        set => _checkedBy = value;
    }

    /// <summary>Why a table closed it, or null.</summary>
    public string? Why => _why;

    /// <summary>A table no longer allows it.</summary>
    public void Close(string why)
    {
        _why = why;
        Cut();
    }

    /// <summary>Ends it now; once it has ended by itself nothing is left to do.</summary>
    public void Cut()
    {
        near.Abort();
        far.Abort();
    }
}
