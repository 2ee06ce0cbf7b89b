using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>What the node proxy of an endpoint does with a connection that reaches it.</summary>
internal static class Callee
{
    /// <summary>Takes a tunnel.</summary>
    /// <param name="table">What its node proxy knows.</param>
    /// <param name="callee">The endpoint, as its own node proxy knows it.</param>
    /// <param name="local">The address at which it is taken.</param>
    /// <param name="from">The address that it comes from.</param>
    /// <param name="source">The caller.</param>
    /// <param name="expected">The identities that the caller expects.</param>
    /// <param name="authority">What is asked for.</param>
    /// <param name="isWaypoint">Whether the endpoint is the waypoint of what was called.</param>
    public static Arrival Take(
        RouteTable table,
        Workload callee,
        IPAddress local,
        IPAddress from,
        Workload source,
        ValueList<SpiffeId> expected,
        Destination authority,
        bool isWaypoint)
    {
        if (!expected.AsSpan().Contains(callee.Identity))
        {
            return new Arrival.Stopped(
                Stage.Identity,
                WireReason.IdentityMismatch,
                $"`{callee.Display}` is `{callee.Identity}`, whom the caller does not expect")
            {
                At = callee,
            };
        }

        if (!BelievedDomains.Believes(table, callee.Identity, source.Identity))
        {
            return new Arrival.Stopped(
                Stage.Identity,
                WireReason.IdentityMismatch,
                $"cluster `{callee.Cluster}` does not believe the trust domain `{source.TrustDomain}` of the caller")
            {
                At = callee,
            };
        }

        return InboundResolver.Resolve(table, callee, local, authority) switch
        {
            InboundTarget.Application target => Authorize(table, callee, target, from, source.Identity, isWaypoint),
            InboundTarget.Refused refused =>
                new Arrival.Stopped(Stage.Inbound, WireReason.OfInbound(refused.Reason), refused.Message) { At = callee },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>Takes a connection that comes without a tunnel, and so from nobody.</summary>
    /// <param name="table">What its node proxy knows.</param>
    /// <param name="callee">The endpoint.</param>
    /// <param name="target">The address and port that were called.</param>
    /// <param name="from">The address that it comes from.</param>
    public static Arrival TakePlaintext(RouteTable table, Workload callee, IPEndPoint target, IPAddress from) => Authorize(
        table, callee, new InboundTarget.Application(target, null), from, default, isWaypoint: false);

    /// <summary>The address that a caller's connections come from, none where it has none.</summary>
    public static IPAddress AddressOf(Workload source) => source.Addresses.IsEmpty ? IPAddress.None : source.Addresses[0];

    private static Arrival Authorize(
        RouteTable table,
        Workload callee,
        InboundTarget.Application target,
        IPAddress from,
        SpiffeId caller,
        bool isWaypoint)
    {
        var connection = new InboundConnection(from, caller, target.Address.Address, target.Address.Port);
        return Authorizer.Decide(table.PoliciesOf(callee), connection).Match<Arrival>(
            allowed => new Arrival.Delivered(callee, target, connection, allowed) { IsWaypoint = isWaypoint },
            denied => new Arrival.Stopped(Stage.Authorization, WireReason.PolicyDenied, denied.ToString())
            {
                At = callee,
                By = denied,
                Connection = connection,
            });
    }
}
