using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>A connection that is open, with everything that decides whether it may stay so.</summary>
/// <param name="Id">What its host calls it by.</param>
public abstract record LiveConnection(long Id)
{
    /// <summary>A caller's end, in one tunnel.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="SourceUid">The caller.</param>
    /// <param name="TargetUid">The endpoint.</param>
    /// <param name="Peer">The identity that the endpoint's node proxy proved.</param>
    public sealed record Outbound(long Id, string SourceUid, string TargetUid, SpiffeId Peer) : LiveConnection(Id);

    /// <summary>A caller's end, in a double tunnel.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="SourceUid">The caller.</param>
    /// <param name="Service">The service that was called.</param>
    /// <param name="Peer">The identity that the endpoint's node proxy proved in the inner tunnel.</param>
    public sealed record OutboundThroughGateway(long Id, string SourceUid, NamespacedName Service, SpiffeId Peer)
        : LiveConnection(Id);

    /// <summary>An endpoint's end.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="TargetUid">The endpoint.</param>
    /// <param name="Connection">What authorization was decided on.</param>
    public sealed record Inbound(long Id, string TargetUid, InboundConnection Connection) : LiveConnection(Id);

    /// <summary>A gateway's relay.</summary>
    /// <param name="Id">What its host calls it by.</param>
    /// <param name="Service">The service that was asked for.</param>
    /// <param name="TargetUid">The endpoint that it goes to.</param>
    public sealed record Relayed(long Id, NamespacedName Service, string TargetUid) : LiveConnection(Id);
}

/// <summary>A connection that must close, and why.</summary>
/// <param name="Id">What its host calls it by.</param>
/// <param name="Why">One line for its log.</param>
public readonly record struct ClosingConnection(long Id, string Why);

/// <summary>Which open connections a new route table no longer allows.</summary>
public static class LiveConnections
{
    /// <summary>The connections that must close; the others live on.</summary>
    /// <param name="table">The new table.</param>
    /// <param name="connections">The open connections.</param>
    public static ValueList<ClosingConnection> Recheck(RouteTable table, IEnumerable<LiveConnection> connections) =>
        connections
            .Select(connection => (connection.Id, Why: WhyClose(table, connection)))
            .Where(closing => closing.Why is not null)
            .Select(closing => new ClosingConnection(closing.Id, closing.Why!))
            .ToValueList();

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
        if (table.FindWorkload(connection.SourceUid) is null)
            return "the caller is gone";
        if (table.FindWorkload(connection.TargetUid) is not { } target)
            return "the endpoint is gone";
        return target.Identity == connection.Peer ? null : "the endpoint has another identity now";
    }

    private static string? WhyClose(RouteTable table, LiveConnection.OutboundThroughGateway connection)
    {
        if (table.FindWorkload(connection.SourceUid) is null)
            return "the caller is gone";
        if (table.FindService(connection.Service) is not { } service)
            return "the service can no longer be seen from here";

        // Readiness decides where new connections go; an open one lasts as long as its end belongs to the service.
        return service.SubjectAltNames.AsSpan().Contains(connection.Peer)
            ? null
            : "the service is no longer shared with this cluster";
    }

    private static string? WhyClose(RouteTable table, LiveConnection.Inbound connection)
    {
        if (table.FindWorkload(connection.TargetUid) is not { } target)
            return "the endpoint is gone";
        return table.PoliciesOf(target).Allows(connection.Connection)
            ? null
            : "connection closed due to policy change";
    }

    private static string? WhyClose(RouteTable table, LiveConnection.Relayed connection)
    {
        if (table.FindWorkload(connection.TargetUid) is not { } target)
            return "the endpoint is gone";
        return target.Membership(connection.Service) is null ? "the service is no longer global" : null;
    }
}
