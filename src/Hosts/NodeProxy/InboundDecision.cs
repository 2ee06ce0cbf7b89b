using System.Diagnostics;
using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What becomes of a tunnel that asks for something at a pod.</summary>
internal abstract record InboundDecision
{
    private InboundDecision()
    {
    }

    /// <summary>It is connected to the application.</summary>
    /// <param name="Workload">The pod, as the table knows it.</param>
    /// <param name="Target">The application.</param>
    /// <param name="Connection">What authorization was decided on, and is decided on again when tables change.</param>
    internal sealed record Connect(Workload Workload, InboundTarget.Application Target, InboundConnection Connection) : InboundDecision;

    /// <summary>It is not.</summary>
    /// <param name="Status">What CONNECT is answered.</param>
    /// <param name="Message">Why, in one line.</param>
    internal sealed record Refused(HttpStatusCode Status, string Message) : InboundDecision
    {
        /// <summary>What it would have been, where a policy denies it; null where it asks for nothing that is here.</summary>
        public Connect? Denied { get; init; }
    }

    private static Refused Unknown { get; } = new(HttpStatusCode.ServiceUnavailable, "failed to fetch information about local workload");

    /// <summary>Finds what is asked for, then asks policies. Total; one table says all.</summary>
    /// <param name="table">What the node knows.</param>
    /// <param name="workloadUid">The pod that took the tunnel.</param>
    /// <param name="local">The pod's address at which it was taken.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="identity">Whom its other end has proved to be.</param>
    /// <param name="authority">What it asks for.</param>
    public static InboundDecision Of(
        RouteTable table, string workloadUid, IPAddress local, IPAddress peer, SpiffeId identity, Destination authority)
    {
        if (table.FindWorkload(workloadUid) is not { } workload)
            return Unknown;
        return InboundResolver.Resolve(table, workload, local, authority).Match(
            application => Authorize(table, workload, application, peer, identity),
            refused => new Refused(StatusOf(refused.Reason), refused.Message));
    }

    /// <summary>Asks policies about plaintext that was sent to a pod: its sender has proved nothing.</summary>
    /// <param name="table">What the node knows.</param>
    /// <param name="workloadUid">The pod.</param>
    /// <param name="peer">Where it came from.</param>
    /// <param name="target">The pod's address and port that it was sent to.</param>
    public static InboundDecision OfPlaintext(RouteTable table, string workloadUid, IPAddress peer, IPEndPoint target) =>
        table.FindWorkload(workloadUid) is { } workload
            ? Authorize(table, workload, new InboundTarget.Application(target, null), peer, identity: default)
            : Unknown;

    public T Match<T>(Func<Connect, T> connect, Func<Refused, T> refused) => this switch
    {
        Connect decision => connect(decision),
        Refused decision => refused(decision),
        _ => throw new UnreachableException(),
    };

    private static InboundDecision Authorize(
        RouteTable table, Workload workload, InboundTarget.Application application, IPAddress peer, SpiffeId identity)
    {
        var connection = new InboundConnection(peer, identity, application.Address.Address, application.Address.Port);
        var connect = new Connect(workload, application, connection);
        return Authorizer.Decide(table.PoliciesOf(workload), connection).Match<InboundDecision>(
            _ => connect,
            denied => new Refused(HttpStatusCode.Unauthorized, $"connection closed due to policy rejection: {denied}") { Denied = connect });
    }

    private static HttpStatusCode StatusOf(InboundRefusal reason) => reason switch
    {
        InboundRefusal.AddressMismatch => HttpStatusCode.BadRequest,
        InboundRefusal.UnknownHost or InboundRefusal.UnknownPort or InboundRefusal.SelfCall => HttpStatusCode.ServiceUnavailable,
    };
}
