using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>What becomes of an outbound connection: everything that a node proxy needs to carry it.</summary>
public abstract record RouteDecision
{
    private protected RouteDecision()
    {
    }

    /// <summary>One HBONE tunnel to the endpoint's node proxy, or to a waypoint.</summary>
    /// <param name="To">The endpoint, or the waypoint.</param>
    /// <param name="Address">Its node proxy.</param>
    /// <param name="Authority">What CONNECT asks for: the endpoint's own address, or at a waypoint what was called.</param>
    /// <param name="Expected">The identities that the other end may prove, at least one.</param>
    /// <param name="Service">The service that was called, if one was.</param>
    public sealed record Tunnel(
        Workload To, IPEndPoint Address, string Authority, ValueList<SpiffeId> Expected, MeshService? Service)
        : RouteDecision
    {
        /// <summary>Whether it ends at the waypoint of what was called, which carries the connection on.</summary>
        public bool IsToWaypoint { get; init; }
    }

    /// <summary>An HBONE tunnel to a gateway of the endpoint's network, and in it one to the endpoint's node proxy.</summary>
    /// <param name="To">What stands for the endpoints, or for the waypoints, behind the gateway.</param>
    /// <param name="Gateway">The gateway.</param>
    /// <param name="Address">Where the gateway listens.</param>
    /// <param name="Authority">What both CONNECTs ask for: the service's host name and port.</param>
    /// <param name="OuterExpected">The identities that the gateway may prove, at least one.</param>
    /// <param name="InnerExpected">The identities that the endpoint's node proxy may prove, at least one.</param>
    /// <param name="Service">The service that was called.</param>
    public sealed record DoubleTunnel(
        Workload To,
        Workload Gateway,
        IPEndPoint Address,
        string Authority,
        ValueList<SpiffeId> OuterExpected,
        ValueList<SpiffeId> InnerExpected,
        MeshService Service)
        : RouteDecision
    {
        /// <summary>The waypoint's service where it is a waypoint that takes the inner tunnel, whose identities are then expected.</summary>
        public MeshService? Waypoint { get; init; }
    }

    /// <summary>A plain connection: the endpoint is not in the mesh, or nothing is known of the address.</summary>
    /// <param name="Address">Where to connect.</param>
    /// <param name="To">The endpoint, if it is known.</param>
    /// <param name="Service">The service that was called, if one was.</param>
    public sealed record Plain(IPEndPoint Address, Workload? To, MeshService? Service) : RouteDecision;

    /// <summary>A decision that lacks an address: whoever carries it out asks DNS first.</summary>
    /// <param name="Host">The name to resolve.</param>
    /// <param name="Families">The families of addresses that count, those of the first before those of the next.</param>
    /// <param name="Pattern">The decision, with <c>0.0.0.0</c> for the address.</param>
    public sealed record Unresolved(string Host, ValueList<AddressFamily> Families, RouteDecision Pattern) : RouteDecision
    {
        /// <summary>
        /// One of the addresses of a name, all of the family that comes first with the same chance; null where none counts. One
        /// that means whoever calls it never does.
        /// </summary>
        /// <param name="addresses">What DNS answered.</param>
        /// <param name="roll">Chance: every value is equally likely.</param>
        public IPAddress? Choose(ImmutableArray<IPAddress> addresses, ulong roll)
        {
            foreach (var family in Families)
            {
                var counted = addresses.RemoveAll(
                    address => address.AddressFamily != family || AddressSelection.IsCallersOwn(address));
                if (!counted.IsEmpty)
                    return counted[(int)Math.BigMul(roll, (ulong)counted.Length, out _)];
            }

            return null;
        }

        /// <summary>The decision with its address.</summary>
        /// <param name="address">The address.</param>
        public RouteDecision At(IPAddress address) => Pattern switch
        {
            Tunnel { IsToWaypoint: false } tunnel => tunnel with
            {
                Address = At(address, tunnel.Address),
                Authority = At(address, IPEndPoint.Parse(tunnel.Authority)).ToString(),
            },
            Tunnel tunnel => tunnel with { Address = At(address, tunnel.Address) },
            DoubleTunnel tunnel => tunnel with { Address = At(address, tunnel.Address) },
            Plain plain => plain with { Address = At(address, plain.Address) },
            _ => Pattern,
        };

        private static IPEndPoint At(IPAddress address, IPEndPoint pattern) => new(address, pattern.Port);
    }

    /// <summary>No connection.</summary>
    /// <param name="Reason">Why, as one of few reasons.</param>
    /// <param name="Message">Why, in one line that names the culprit.</param>
    public sealed record Refused(RefusalReason Reason, string Message) : RouteDecision;

    /// <summary>What is carried out once DNS has been asked: the pattern of one that lacks an address, else the decision itself.</summary>
    public RouteDecision Carried() => this is Unresolved unresolved ? unresolved.Pattern : this;

    /// <summary>
    /// The way that it takes, as traces and expectations say it: <c>gateway</c> through one, <c>local</c> without; null where it
    /// refuses, since what is refused goes no way.
    /// </summary>
    public string? Via() => Carried().Match<string?>(_ => "local", _ => "gateway", _ => "local", _ => null, _ => null);

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(
        Func<Tunnel, T> tunnel,
        Func<DoubleTunnel, T> doubleTunnel,
        Func<Plain, T> plain,
        Func<Unresolved, T> unresolved,
        Func<Refused, T> refused) =>
        this switch
        {
            Tunnel decision => tunnel(decision),
            DoubleTunnel decision => doubleTunnel(decision),
            Plain decision => plain(decision),
            Unresolved decision => unresolved(decision),
            Refused decision => refused(decision),
            _ => throw new UnreachableException(),
        };
}
