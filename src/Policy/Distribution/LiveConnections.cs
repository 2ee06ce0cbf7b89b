using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>A connection that must close, and why.</summary>
/// <param name="Id">What its host calls it by.</param>
/// <param name="Why">One line for its log.</param>
public readonly record struct ClosingConnection(long Id, string Why);

/// <summary>An open connection, and the table that it was last found allowed by.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="By">The table; null where it was not looked at yet.</param>
public readonly record struct CheckedConnection(LiveConnection Connection, RouteTable? By);

/// <summary>Which open connections a new route table no longer allows.</summary>
public static class LiveConnections
{
    private const string EndpointGone = "the endpoint is gone";
    private const string EndpointChanged = "the endpoint has another identity now";
    private const string ServiceGone = "the service can no longer be seen from here";

    /// <summary>The connections that must close; the others live on.</summary>
    /// <param name="table">The new table.</param>
    /// <param name="connections">The open connections.</param>
    public static ValueList<ClosingConnection> Recheck(RouteTable table, IEnumerable<LiveConnection> connections) =>
        connections
            .Select(connection => (connection.Id, Why: WhyClose(table, connection)))
            .Where(closing => closing.Why is not null)
            .Select(closing => new ClosingConnection(closing.Id, closing.Why!))
            .ToValueList();

    /// <summary>
    /// The connections that must close after a change, if all could stay open before it. Only those are looked at that it
    /// touches.
    /// </summary>
    /// <param name="table">The new table.</param>
    /// <param name="delta">What has changed.</param>
    /// <param name="connections">The open connections.</param>
    public static ValueList<ClosingConnection> Recheck(
        RouteTable table, RouteTableDelta delta, IEnumerable<LiveConnection> connections)
    {
        var touched = new TouchedConnections(delta);
        return Recheck(table, connections.Where(touched.Contains));
    }

    /// <summary>
    /// The connections that must close after a change. Of those that were found allowed by the table before only those are
    /// looked at that the change touches; all others are looked at.
    /// </summary>
    /// <param name="before">The table before.</param>
    /// <param name="table">The new table.</param>
    /// <param name="connections">The open connections.</param>
    public static ValueList<ClosingConnection> Recheck(
        RouteTable before, RouteTable table, IEnumerable<CheckedConnection> connections)
    {
        var known = connections.ToLookup(one => ReferenceEquals(one.By, before), one => one.Connection);
        var others = Recheck(table, known[false]);
        var touched = Recheck(table, RouteTableDelta.Between(before, table), known[true]);
        return new ValueList<ClosingConnection>(others.Items.AddRange(touched.Items));
    }

    /// <summary>Why one connection must close, or null where it may stay open.</summary>
    /// <param name="table">The new table.</param>
    /// <param name="connection">The connection.</param>
    public static string? WhyClose(RouteTable table, LiveConnection connection) => connection switch
    {
        LiveConnection.Outbound outbound => WhyClose(table, outbound),
        LiveConnection.OutboundThroughGateway outbound => WhyClose(table, outbound),
        LiveConnection.Inbound inbound => WhyClose(table, inbound),
        LiveConnection.Relayed relayed => WhyClose(table, relayed),
        _ => "connections of this kind are not known",
    };

    private static string? WhyClose(RouteTable table, LiveConnection.Outbound connection)
    {
        if (WhyCallerCloses(table, connection.SourceUid, connection.Source) is { } why)
            return why;
        if (table.FindWorkload(connection.TargetUid) is not { } target)
            return EndpointGone;
        if (target.Identity != connection.Peer)
            return EndpointChanged;
        if (connection.Service is not { } service)
            return null;
        if (table.FindService(service) is null)
            return ServiceGone;
        return target.Membership(service) is null ? "the endpoint is no longer one of the service's" : null;
    }

    private static string? WhyClose(RouteTable table, LiveConnection.OutboundThroughGateway connection)
    {
        if (WhyCallerCloses(table, connection.SourceUid, connection.Source) is { } why)
            return why;
        if (table.FindService(connection.Service) is not { } service)
            return ServiceGone;

        // Readiness decides where new connections go; an open one lasts as long as its end belongs to the service.
        return service.SubjectAltNames.AsSpan().Contains(connection.Peer)
            ? null
            : "the service is no longer shared with this cluster";
    }

    private static string? WhyClose(RouteTable table, LiveConnection.Inbound connection)
    {
        if (table.FindWorkload(connection.TargetUid) is not { } target)
            return EndpointGone;
        if (target.Identity != connection.Target)
            return EndpointChanged;
        if (!connection.Connection.Source.IsNone && !BelievedDomains.Believes(table, target.Identity, connection.Connection.Source))
            return "the caller's trust domain is no longer believed";
        return table.PoliciesOf(target).Allows(connection.Connection)
            ? null
            : "connection closed due to policy change";
    }

    private static string? WhyClose(RouteTable table, LiveConnection.Relayed connection)
    {
        if (table.FindWorkload(connection.TargetUid) is not { } target)
            return EndpointGone;
        return table.FindService(connection.Service) is null || target.Membership(connection.Service) is null
            ? "the service is no longer global"
            : null;
    }

    private static string? WhyCallerCloses(RouteTable table, string uid, SpiffeId identity)
    {
        if (table.FindWorkload(uid) is not { } source)
            return "the caller is gone";
        return source.Identity == identity ? null : "the caller has another identity now";
    }
}
