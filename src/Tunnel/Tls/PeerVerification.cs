using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// Which peers are accepted. Both sides want a chain to our own roots. The client wants one of the identities that
/// it expects, and with none expected accepts nobody; the server wants any identity of its own trust domain.
/// Host names, subjects and addresses mean nothing.
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

    /// <summary>How the peer's chain is built: from what it presented to our roots, at our clock's time, without any look-up.</summary>
    public X509ChainPolicy CreateChainPolicy(X509Certificate2Collection roots, TimeProvider time)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTimeIgnored = false,
            VerificationTime = time.GetUtcNow().LocalDateTime,
        };
        policy.CustomTrustStore.AddRange(roots);
        policy.ApplicationPolicy.Add(new Oid(this is OfServer ? ServerAuth : ClientAuth));
        return policy;
    }

    /// <summary>Verifies a certificate whose chain was built.</summary>
    /// <param name="certificate">What the peer presented; null for nothing.</param>
    /// <param name="chain">Its chain.</param>
    /// <param name="chainIsValid">Whether the chain keeps to the policy.</param>
    /// <param name="peer">The peer, where it is accepted.</param>
    /// <returns>Why the peer is refused; null where it is not.</returns>
    public Refusal? Verify(X509Certificate2? certificate, X509Chain? chain, bool chainIsValid, out VerifiedPeer? peer)
    {
        peer = null;
        if (certificate is null)
            return new Refusal("certificate required", "the peer presented no certificate");
        var presented = SpiffeSans.Read(certificate);
        if (!chainIsValid)
        {
            var (alert, fault) = DescribeChain(chain);
            return new Refusal(alert, $"the peer's certificate ({List(presented)}) {fault}");
        }
        var refusal = this switch
        {
            OfServer(var accepted) => Check(accepted, presented),
            OfNamedClient(var accepted) => Check(accepted, presented),
            OfClient(var trustDomains) => CheckClient(trustDomains, presented),
            _ => "the peer is of no role",
        };
        if (refusal is not null)
            return new Refusal("certificate unknown", refusal);
        peer = new VerifiedPeer(presented);
        return null;
    }

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

    private static string List(ValueList<SpiffeId> ids) =>
        ids.IsEmpty ? "no SPIFFE identity" : string.Join(" or ", ids.Select(id => id.ToString()));

    private static (string Alert, string Fault) DescribeChain(X509Chain? chain)
    {
        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if ((flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != X509ChainStatusFlags.NoError)
            return ("unknown ca", $"does not chain to a trusted root; it ends at `{Top(chain)}`");
        if ((flags & X509ChainStatusFlags.NotTimeValid) != X509ChainStatusFlags.NoError)
            return ("certificate expired", "has expired or is not valid yet, or one that signed it");
        if ((flags & X509ChainStatusFlags.NotValidForUsage) != X509ChainStatusFlags.NoError)
            return ("unsupported certificate", "is not meant for this side of TLS (extended key usage)");
        return ("bad certificate", $"has no valid chain ({flags})");
    }

    /// <summary>The issuer that the chain would need next.</summary>
    private static string Top(X509Chain? chain) =>
        chain?.ChainElements.LastOrDefault()?.Certificate.Issuer ?? "nothing";
}

/// <summary>Why a peer is refused.</summary>
/// <param name="Alert">The TLS alert of it, which is all that the peer learns (RFC 8446, 6.2).</param>
/// <param name="Message">What we say of it ourselves: what was expected, and what was presented.</param>
internal sealed record Refusal(string Alert, string Message);
