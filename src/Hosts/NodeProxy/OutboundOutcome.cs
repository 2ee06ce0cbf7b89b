using System.Net;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What became of an attempt to reach a destination: a transport, or a reason why there is none.</summary>
internal sealed record OutboundOutcome
{
    private const string PolicyDenied = "policy-denied";

    public required RouteDecision Decision { get; init; }

    /// <summary>Who called, as that table has it.</summary>
    public Workload? Source { get; init; }

    /// <summary>The content hash of the table that decided.</summary>
    public required string TableHash { get; init; }

    /// <summary>The bytes of the connection; null where there is none.</summary>
    public ITransport? Transport { get; init; }

    /// <summary>Who proved to be at the end of the tunnel, of the inner one where there are two.</summary>
    public SpiffeId Peer { get; init; }

    /// <summary>Who proved to be at the end of the outer tunnel, where there are two.</summary>
    public SpiffeId OuterPeer { get; init; }

    /// <summary>Where the connection leads, and who proved to be there.</summary>
    public ConnectionEnd Destination { get; init; } = ConnectionEnd.Unknown;

    /// <summary>What CONNECT asked for.</summary>
    public string? Authority { get; init; }

    /// <summary>Names the open connection; null where no later table may close it.</summary>
    public Func<long, LiveConnection>? Describe { get; init; }

    /// <summary>Why there is none, as one of few reasons.</summary>
    public string? Refused { get; init; }

    /// <summary>Why there is none, in a sentence.</summary>
    public string? Error { get; init; }

    /// <summary>How the failure counts; null where nothing was tried.</summary>
    public ConnectionFlag? Flag { get; init; }

    /// <summary>The tunnels and connections that it goes through, where it leads anywhere.</summary>
    public ValueList<TraceHop> Hops => Transport is null ? [] : Decision.Match<ValueList<TraceHop>>(
        tunnel => [new TraceHop("tunnel", tunnel.Address.ToString(), tunnel.Authority, Peer.ToString())],
        crossing =>
        [
            new TraceHop("outer tunnel", crossing.Address.ToString(), crossing.Authority, OuterPeer.ToString()),
            new TraceHop("inner tunnel", crossing.Authority, crossing.Authority, Peer.ToString()),
        ],
        plain => [new TraceHop("connection", plain.Address.ToString(), null, null)],
        _ => [],
        _ => []);

    public MeshService? Service => ServiceOf(Decision);

    /// <summary><c>local</c> or <c>gateway</c>, where the decision leads anywhere.</summary>
    public string? Via => Decision.Via();

    /// <summary>The outcome of a connection that failed on its way.</summary>
    public static OutboundOutcome Failed(
        RouteDecision decision, Workload source, string tableHash, string? authority, TunnelException error) => new()
    {
        Decision = decision,
        Source = source,
        TableHash = tableHash,
        Authority = authority,
        Refused = ReasonOf(error),
        Error = error.Message,
        Flag = ConnectionFlags.OfOpening(error, isTunnel: authority is not null),
    };

    /// <summary>What is known of the connection before anything went through it.</summary>
    /// <param name="applicationPort">The port of the application's end; its address is the caller's.</param>
    /// <param name="dialled">Where the application wanted to go.</param>
    public ConnectionRecord ToRecord(int applicationPort, Destination dialled) => new()
    {
        Direction = ConnectionDirection.Outbound,
        Pod = Source?.Uid,
        Dialled = dialled,
        Source = ConnectionEnd.Of(
            Source,
            Source is { Addresses.IsEmpty: false } ? new IPEndPoint(Source.Addresses[0], applicationPort) : null,
            Source?.Identity ?? default),
        Destination = Destination,
        Authority = Authority,
        Service = Service,
    };

    /// <summary>Tells of an attempt that led nowhere: counted where something was tried.</summary>
    /// <param name="log">Where.</param>
    /// <param name="record">What is known of it.</param>
    public void TellFailure(ConnectionLog log, ConnectionRecord record)
    {
        var failed = record with { Error = Error, Flag = Flag ?? ConnectionFlag.None };
        if (Flag is null)
            log.Denied(failed);
        else
            log.Closed(failed);
    }

    /// <summary>The reply that a SOCKS client gets.</summary>
    public Socks5Reply Reply => Refused switch
    {
        null => Socks5Reply.Succeeded,
        PolicyDenied => Socks5Reply.NotAllowed,
        "not-in-registry" => Socks5Reply.NotAllowed,
        "unknown-host" or "no-gateway" or "no-address" or HostLookup.Unresolved => Socks5Reply.HostUnreachable,
        "no-healthy-endpoint" or "connect-failed" or "unknown-port" => Socks5Reply.ConnectionRefused,
        "timed-out" => Socks5Reply.TimedOut,
        _ => Socks5Reply.GeneralFailure,
    };

    private static MeshService? ServiceOf(RouteDecision decision) => decision.Match(
        tunnel => tunnel.Service,
        crossing => crossing.Service,
        plain => plain.Service,
        unresolved => ServiceOf(unresolved.Pattern),
        _ => null);

    /// <summary>The statuses that node proxies and gateways answer CONNECT with say whose refusal it was.</summary>
    private static string ReasonOf(TunnelException error) => (error.Fault, error.Status) switch
    {
        (TunnelFault.Refused, (int)HttpStatusCode.Unauthorized) => PolicyDenied,
        (TunnelFault.Refused, (int)HttpStatusCode.NotFound) => Kebab.Of(RefusalReason.UnknownAuthority),
        (TunnelFault.Refused, (int)HttpStatusCode.ServiceUnavailable) => "unavailable",
        _ => Kebab.Of(error.Fault),
    };
}
