using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// Which peers are accepted, once their chains are verified (<see cref="PeerExamination"/>). The client wants one of the
/// identities that it expects, and with none expected accepts nobody; the server wants any identity of its own trust
/// domain, or of those that it believes. Host names, subjects and addresses mean nothing.
/// </summary>
internal abstract record PeerVerification
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private PeerVerification()
    {
    }

    /// <summary>What a client asks of a server.</summary>
    public sealed record OfServer(AcceptedPeers Accepted) : PeerVerification;

    /// <summary>What a server asks of a client.</summary>
    public sealed record OfClient(ValueList<string> TrustDomains) : PeerVerification;

    /// <summary>What a server asks that knows its clients, or takes any.</summary>
    public sealed record OfNamedClient(AcceptedPeers Accepted) : PeerVerification;

    /// <summary>The extended key usage that the peer's certificate must allow (RFC 5280, 4.2.1.12).</summary>
    public string Usage => this is OfServer ? ServerAuth : ClientAuth;

    /// <summary>The usage, for people.</summary>
    public string UsageName => this is OfServer ? "server" : "client";

    /// <summary>What identities are as text.</summary>
    public static string List(ValueList<SpiffeId> ids) =>
        ids.IsEmpty ? "no SPIFFE identity" : string.Join(" or ", ids.Select(id => id.ToString()));

    /// <summary>Whether a peer is accepted.</summary>
    /// <param name="proved">The identities that it has proved.</param>
    /// <returns>Why not; null where it is.</returns>
    public string? Check(ValueList<SpiffeId> proved) => this switch
    {
        OfServer(var accepted) => Check(accepted, proved),
        OfNamedClient(var accepted) => Check(accepted, proved),
        OfClient(var trustDomains) => CheckClient(trustDomains, proved),
        _ => "the peer is of no role",
    };

    private static string? Check(AcceptedPeers accepted, ValueList<SpiffeId> presented) => accepted.Match(
        some => CheckOneOf(some.Identities, presented),
        _ => presented.IsEmpty ? $"the peer presented {List(presented)}, expected one" : null);

    private static string? CheckOneOf(ValueList<SpiffeId> expected, ValueList<SpiffeId> presented)
    {
        if (presented.Any(id => expected.Contains(id)))
            return null;
        return expected.IsEmpty
            ? $"no identity is expected of the peer, so that none is accepted; it presented {List(presented)}"
            : $"the peer presented {List(presented)}, expected {List(expected)}";
    }

    private static string? CheckClient(ValueList<string> trustDomains, ValueList<SpiffeId> presented) =>
        presented.Any(id => trustDomains.Contains(id.TrustDomain))
            ? null
            : $"the peer presented {List(presented)}, expected an identity of trust domain "
                + string.Join(" or ", trustDomains.Select(domain => $"`{domain}`"));
}

/// <summary>Why a peer is refused.</summary>
/// <param name="Alert">The TLS alert of it, which is all that the peer learns (RFC 8446, 6.2).</param>
/// <param name="Message">What we say of it ourselves: what was expected, and what was presented.</param>
internal sealed record Refusal(string Alert, string Message)
{
    /// <summary>The alert of what has been revoked.</summary>
    public const string Revoked = TunnelFaults.RevokedAlert;

    /// <summary>Which fault it is.</summary>
    public TunnelFault Fault => TunnelFaults.OfRefusal(Alert);
}
