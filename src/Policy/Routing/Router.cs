using System.Collections.Immutable;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Decides where an outbound connection goes. Total: whatever is asked, there is a decision.</summary>
public static class Router
{
    /// <summary>
    /// The decision on one connection. What the table has decided before for a caller and destination is decided again
    /// without allocating.
    /// </summary>
    /// <param name="table">What the caller's node knows.</param>
    /// <param name="connection">Who wants to go where.</param>
    /// <param name="roll">Chance, for the choice among equal endpoints: every value is equally likely.</param>
    /// <param name="domainSuffix">The suffix of full service names.</param>
    public static RouteDecision Decide(
        RouteTable table,
        OutboundConnection connection,
        ulong roll,
        string domainSuffix = WellKnown.DefaultDomainSuffix) =>
        Prepare(table, connection, domainSuffix).Pick(roll);

    /// <summary>
    /// The decision on one connection, and then whatever else could be tried in its place, best first: the others that are
    /// preferred alike, those of more weight rather sooner, then those that wait until they are gone. Each once, and none
    /// is a refusal unless the first is: that one is final.
    /// </summary>
    /// <param name="table">What the caller's node knows.</param>
    /// <param name="connection">Who wants to go where.</param>
    /// <param name="roll">Chance, for the choice among equal endpoints: every value is equally likely.</param>
    /// <param name="domainSuffix">The suffix of full service names.</param>
    public static ImmutableArray<RouteDecision> Candidates(
        RouteTable table,
        OutboundConnection connection,
        ulong roll,
        string domainSuffix = WellKnown.DefaultDomainSuffix)
    {
        var prepared = Prepare(table, connection, domainSuffix);
        var first = prepared.Pick(roll);
        if (first is RouteDecision.Refused)
            return [first];
        return
        [
            first,
            .. prepared.Order(roll).Where(other => !ReferenceEquals(other, first) && other is not RouteDecision.Refused),
        ];
    }

    /// <summary>
    /// Every decision that connections like this one can have, with its part of them: the first tier has all, and the next
    /// what is left when the tiers before it are gone. Within a tier parts sum up to 1, unless only some of what shares a
    /// tier has others that wait.
    /// </summary>
    /// <param name="table">What the caller's node knows.</param>
    /// <param name="connection">Who wants to go where.</param>
    /// <param name="domainSuffix">The suffix of full service names.</param>
    public static ImmutableArray<Alternative<RouteDecision>> Alternatives(
        RouteTable table, OutboundConnection connection, string domainSuffix = WellKnown.DefaultDomainSuffix) =>
        Alternative.Of(Prepare(table, connection, domainSuffix));

    /// <summary>Whether it is the caller, and not chance, that decides on some of its connections: it keeps the endpoint that it has.</summary>
    /// <param name="table">What the caller's node knows.</param>
    /// <param name="connection">Who wants to go where.</param>
    /// <param name="domainSuffix">The suffix of full service names.</param>
    public static bool GoesByCaller(
        RouteTable table, OutboundConnection connection, string domainSuffix = WellKnown.DefaultDomainSuffix) =>
        table.FindWorkload(connection.SourceUid) is { } source
        && table.Plans.Of(source).GoesByCaller(connection.Destination, domainSuffix);

    private static Choice<RouteDecision> Prepare(RouteTable table, OutboundConnection connection, string domainSuffix)
    {
        if (table.FindWorkload(connection.SourceUid) is not { } source)
        {
            return Refuse(
                RefusalReason.UnknownSource, $"the caller `{connection.SourceUid}` is no workload of this cluster");
        }

        if (connection.IsUdp)
            return Refuse(RefusalReason.UdpNotCarried, $"{connection.Destination} is called by UDP, and the mesh carries TCP alone");
        return connection.Destination switch
        {
            Destination.Named named => table.Plans.Of(source).To(named, domainSuffix),
            Destination.Addressed addressed => table.Plans.Of(source).To(addressed.Target),
            _ => Refuse(RefusalReason.UnknownHost, "the destination is neither a name nor an address"),
        };
    }

    private static Choice<RouteDecision> Refuse(RefusalReason reason, string message) =>
        Choice.One<RouteDecision>(new RouteDecision.Refused(reason, message));
}
