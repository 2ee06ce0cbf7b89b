using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>What becomes of the connections of one workload to one destination, from end to end.</summary>
/// <param name="Source">The caller, as its node proxy knows it.</param>
/// <param name="Destination">Where it wants to go.</param>
/// <param name="Ways">Every way that they can take, those of one tier before those of the next.</param>
public sealed record Journey(Workload Source, Destination Destination, ValueList<Way> Ways)
{
    /// <summary>The ways that connections take now: the others wait until these are gone.</summary>
    public IEnumerable<Way> Taken => Ways.Where(way => way.Tier == 0);

    /// <summary>Where connections end now, each with its part of all.</summary>
    public IEnumerable<(Way Way, WayEnd End, double Part)> Ends =>
        Taken.SelectMany(way => way.Ends.Where(end => end.Tier == 0).Select(end => (way, end, way.Part * end.Part)));

    /// <summary>Whether another journey has the same answer: the same verdict and the same ways of ending, whatever their parts.</summary>
    /// <param name="other">The other journey.</param>
    public bool EndsLike(Journey other) => Answer.Of(this) == Answer.Of(other);

    /// <summary>Whether connections arrive.</summary>
    public JourneyVerdict Verdict
    {
        get
        {
            var (reaches, fails) = (false, false);
            foreach (var (_, end, _) in Ends)
            {
                reaches |= end.Arrival is not Arrival.Stopped;
                fails |= end.Arrival is Arrival.Stopped;
            }

            return (reaches, fails) switch
            {
                (true, false) => JourneyVerdict.Reached,
                (true, true) => JourneyVerdict.Partly,
                _ => JourneyVerdict.Refused,
            };
        }
    }
}

/// <summary>Whether connections arrive.</summary>
public enum JourneyVerdict
{
    /// <summary>All do.</summary>
    Reached,

    /// <summary>It depends on chance: some of what is chosen from cannot be reached.</summary>
    Partly,

    /// <summary>None does.</summary>
    Refused,
}

/// <summary>One way that connections can take.</summary>
/// <param name="Decision">What the caller's node proxy decides.</param>
/// <param name="Tier">0 for what is chosen now; a higher one waits until those before are gone.</param>
/// <param name="Part">Its part of the connections once its tier has them, of 1.</param>
/// <param name="Ends">Where it can end, at least one: behind a gateway there are several.</param>
public sealed record Way(RouteDecision Decision, int Tier, double Part, ValueList<WayEnd> Ends);

/// <summary>Where a way can end.</summary>
/// <param name="Forwarded">What a gateway decided on the way, if there was one that is known.</param>
/// <param name="Tier">As of ways, behind the gateway.</param>
/// <param name="Part">Its part of the way's connections.</param>
/// <param name="Arrival">What becomes of a connection there.</param>
public sealed record WayEnd(GatewayDecision? Forwarded, int Tier, double Part, Arrival Arrival);

/// <summary>What becomes of a connection where its way ends.</summary>
public abstract record Arrival
{
    private protected Arrival()
    {
    }

    /// <summary>A node proxy of the mesh lets it through to its application, or to the waypoint that carries it on.</summary>
    /// <param name="At">The endpoint, as its own node proxy knows it.</param>
    /// <param name="Target">Where the application is.</param>
    /// <param name="Connection">What authorization was decided on.</param>
    /// <param name="By">The policies that allow it.</param>
    public sealed record Delivered(
        Workload At, InboundTarget.Application Target, InboundConnection Connection, AuthorizationDecision.Allowed By) : Arrival
    {
        /// <summary>Whether the endpoint is a waypoint, whose own rules decide further.</summary>
        public bool IsWaypoint { get; init; }
    }

    /// <summary>No node proxy of the mesh stands before what is called: nobody checks anything there.</summary>
    /// <param name="At">The endpoint, if it is known.</param>
    /// <param name="Address">Where the connection goes, if that is known before DNS is asked.</param>
    public sealed record Unchecked(Workload? At, IPEndPoint? Address) : Arrival;

    /// <summary>The way leads on into a cluster that is not read.</summary>
    /// <param name="Through">The gateway, or the endpoint, that is known of it.</param>
    public sealed record Unread(Workload Through) : Arrival;

    /// <summary>The connection is refused.</summary>
    /// <param name="Stage">By whom.</param>
    /// <param name="Reason">Why, in one word as logs and expectations have it.</param>
    /// <param name="Message">Why, in one line that names the culprit.</param>
    public sealed record Stopped(Stage Stage, string Reason, string Message) : Arrival
    {
        /// <summary>The endpoint that refuses it or is refused, if it came so far.</summary>
        public Workload? At { get; init; }

        /// <summary>What was decided on it, where it was authorization that refused it.</summary>
        public AuthorizationDecision.Denied? By { get; init; }

        /// <summary>What authorization was decided on.</summary>
        public InboundConnection? Connection { get; init; }
    }

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(
        Func<Delivered, T> delivered, Func<Unchecked, T> @unchecked, Func<Unread, T> unread, Func<Stopped, T> stopped) =>
        this switch
        {
            Delivered arrival => delivered(arrival),
            Unchecked arrival => @unchecked(arrival),
            Unread arrival => unread(arrival),
            Stopped arrival => stopped(arrival),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>Who refuses a connection, in the order of its way.</summary>
public enum Stage
{
    /// <summary>The caller's node proxy: it has nowhere to send it.</summary>
    Route,

    /// <summary>The gateway's end of the outer tunnel does not believe the caller, or is not believed.</summary>
    OuterTunnel,

    /// <summary>The gateway: it leads nowhere that was asked for.</summary>
    Gateway,

    /// <summary>One of the two node proxies does not believe the other.</summary>
    Identity,

    /// <summary>The callee's node proxy: what was asked for is not here.</summary>
    Inbound,

    /// <summary>The callee's policies.</summary>
    Authorization,
}
