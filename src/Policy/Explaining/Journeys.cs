using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>
/// Follows connections from end to end by the very functions that hosts call: the caller's <see cref="Router"/>, the
/// <see cref="GatewayRouter"/> of the gateway, <see cref="InboundResolver"/> and <see cref="Authorizer"/> of the callee, each
/// by its own table.
/// </summary>
public static class Journeys
{
    /// <summary>What becomes of the connections of a workload to a destination.</summary>
    /// <param name="tables">What the hosts know.</param>
    /// <param name="source">The caller: a workload of the mesh.</param>
    /// <param name="destination">Where it wants to go.</param>
    public static Journey Of(IHostTables tables, Workload source, Destination destination)
    {
        if (tables.Of(source) is not { } table)
            return Unknown(source, destination);
        var caller = table.FindWorkload(source.Uid) ?? source;
        if (!IsCarried(caller))
            return new Journey(caller, destination, OutsideJourney.Of(tables, table, caller, destination));
        var connection = new OutboundConnection(source.Uid, destination);
        return new Journey(
            caller,
            destination,
            Router.Alternatives(table, connection, tables.DomainSuffix)
                .Select(way => new Way(way.Decision, way.Tier, way.Part, Follow(tables, caller, way.Decision)))
                .ToValueList());
    }

    /// <summary>Whether a node proxy carries a workload's connections: otherwise Kubernetes alone leads them, in plaintext.</summary>
    /// <param name="source">The workload.</param>
    public static bool IsCarried(Workload source) => source is not { TunnelProtocol: TunnelProtocol.None, IsPod: true };

    private static Journey Unknown(Workload source, Destination destination)
    {
        var message = $"what the node proxy of `{source.Display}` knows is not known";
        return new Journey(
            source,
            destination,
            [
                new Way(
                    new RouteDecision.Refused(RefusalReason.UnknownSource, message),
                    0,
                    1,
                    [End(new Arrival.Stopped(Stage.Route, WireReason.OfRoute(RefusalReason.UnknownSource), message))]),
            ]);
    }

    private static ValueList<WayEnd> Follow(IHostTables tables, Workload source, RouteDecision decision) =>
        decision.Carried() switch
        {
            RouteDecision.Tunnel tunnel => [End(Tunnelled(tables, source, tunnel))],
            RouteDecision.DoubleTunnel crossing => Crossing(tables, source, crossing),
            RouteDecision.Plain plain => [End(new Arrival.Unchecked(plain.To, AddressOf(decision, plain)))],
            RouteDecision.Refused refused =>
                [End(new Arrival.Stopped(Stage.Route, WireReason.OfRoute(refused.Reason), refused.Message))],
            _ => [],
        };

    private static WayEnd End(Arrival arrival) => new(null, 0, 1, arrival);

    private static IPEndPoint? AddressOf(RouteDecision decision, RouteDecision.Plain plain) =>
        decision is RouteDecision.Unresolved ? null : plain.Address;

    private static Arrival Tunnelled(IHostTables tables, Workload source, RouteDecision.Tunnel tunnel)
    {
        if (tables.Of(tunnel.To) is not { } table || table.FindWorkload(tunnel.To.Uid) is not { } callee)
            return new Arrival.Unread(tunnel.To);
        var caller = AddressOf(source, tunnel.Address);
        return Callee.Take(
            table, callee, tunnel.Address.Address, caller, source, tunnel.Expected, Authority(tunnel.Authority), tunnel.IsToWaypoint);
    }

    private static ValueList<WayEnd> Crossing(IHostTables tables, Workload source, RouteDecision.DoubleTunnel crossing)
    {
        if (tables.Of(crossing) is not { } gateway)
            return [End(new Arrival.Unread(crossing.Gateway))];
        if (Distrust(gateway.Table, source, gateway.Identity, crossing) is { } distrust)
            return [End(distrust)];
        return GatewayRouter.Alternatives(gateway.Table, Authority(crossing.Authority), sender: null)
            .Select(way => new WayEnd(way.Decision, way.Tier, way.Part, Behind(tables, source, crossing, way.Decision)))
            .ToValueList();
    }

    /// <summary>Why one end of the outer tunnel does not believe the other, or null.</summary>
    private static Arrival.Stopped? Distrust(
        RouteTable table, Workload source, SpiffeId gateway, RouteDecision.DoubleTunnel crossing)
    {
        if (!crossing.OuterExpected.AsSpan().Contains(gateway))
        {
            return new Arrival.Stopped(
                Stage.OuterTunnel,
                WireReason.IdentityMismatch,
                $"the gateway `{crossing.Gateway.Display}` is `{gateway}`, and {Listing(crossing.OuterExpected)} is expected");
        }

        return BelievedDomains.Believes(table, gateway, source.Identity)
            ? null
            : new Arrival.Stopped(
                Stage.OuterTunnel,
                WireReason.IdentityMismatch,
                $"the gateway `{crossing.Gateway.Display}` does not believe the trust domain `{source.TrustDomain}` of the caller");
    }

    private static Arrival Behind(
        IHostTables tables, Workload source, RouteDecision.DoubleTunnel crossing, GatewayDecision decision) => decision.Match<Arrival>(
            forward => tables.Of(forward.To) is { } table && table.FindWorkload(forward.To.Uid) is { } callee
                ? Callee.Take(
                    table,
                    callee,
                    forward.Address.Address,
                    crossing.Address.Address,
                    source,
                    crossing.InnerExpected,
                    Authority(crossing.Authority),
                    forward.Service.Key != crossing.Service.Key)
                : new Arrival.Unread(forward.To),
            refused => new Arrival.Stopped(Stage.Gateway, WireReason.OfGateway(refused.Reason), refused.Message));

    /// <summary>The caller's address as the callee sees it, of the family that it is called by.</summary>
    private static IPAddress AddressOf(Workload source, IPEndPoint called) =>
        source.Addresses.FirstOrDefault(address => address.AddressFamily == called.AddressFamily) ?? Callee.AddressOf(source);

    private static string Listing(ValueList<SpiffeId> identities) => string.Join(" or ", identities.Select(identity => $"`{identity}`"));

    private static Destination Authority(string authority)
    {
        if (IPEndPoint.TryParse(authority, out var end))
            return new Destination.Addressed(end);
        var colon = authority.LastIndexOf(':');
        return Destination.Of(authority[..colon], int.Parse(authority.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
