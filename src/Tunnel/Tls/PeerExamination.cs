using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// Examines what a peer presented: whether its chain ends in a root of its identity's trust domain, whether something of
/// it has been revoked, and whether it is one whom we accept; in this order.
/// </summary>
internal sealed class PeerExamination(
    WorkloadCertificate ours, PeerVerification verification, TunnelLimits limits, TimeProvider time)
{
    private readonly TrustAnchors _anchors = TrustAnchors.Of(ours);

    /// <summary>Examines a peer.</summary>
    /// <param name="presented">The certificates that it presented, in DER, its own first.</param>
    /// <param name="peer">The peer, where it is accepted.</param>
    /// <returns>Why it is refused; null where it is not.</returns>
    public Refusal? Examine(IReadOnlyList<byte[]> presented, out VerifiedPeer? peer)
    {
        peer = null;
        if (presented.Count == 0)
            return new Refusal("certificate required", "the peer presented no certificate");
        if (Verify(presented, out var chain) is { } broken)
            return broken;
        var generation = ours.Revocations?.Generation ?? 0;
        if (ours.Revocations?.FindRevoked(chain!, verification is PeerVerification.OfServer) is { } revoked)
            return new Refusal(Refusal.Revoked, $"the peer's certificate ({PeerVerification.List(chain!.Presented)}) {revoked}");
        if (verification.Check(chain!.Proved) is { } unwanted)
            return new Refusal("certificate unknown", unwanted + Unproved(chain));
        peer = new VerifiedPeer(chain.Proved, chain, generation);
        return null;
    }

    private Refusal? Verify(IReadOnlyList<byte[]> presented, out VerifiedChain? chain)
    {
        var key = _anchors.KeyOf(presented, verification.Usage);
        chain = VerifiedChains.Shared.Find(key, limits.MaxVerifiedChains, time.GetUtcNow());
        if (chain is not null)
            return null;
        var certificates = new X509Certificate2Collection();
        try
        {
            foreach (var certificate in presented)
                certificates.Add(X509CertificateLoader.LoadCertificate(certificate));
            if (Build([.. certificates], out chain) is { } broken)
                return broken;
        }
        catch (CryptographicException e)
        {
            return new Refusal("bad certificate", $"the peer presented something that is no certificate: {e.Message.TrimEnd('.')}");
        }
        finally
        {
            foreach (var certificate in certificates)
                certificate.Dispose();
        }
        VerifiedChains.Shared.Keep(key, chain!, limits.MaxVerifiedChains);
        return null;
    }

    private Refusal? Build(X509Certificate2[] presented, out VerifiedChain? verified)
    {
        verified = null;
        var identities = SpiffeSans.Read(presented[0]);
        var proved = new HashSet<SpiffeId>();
        var chains = new List<X509Certificate2[]>();
        Refusal? broken = null;
        foreach (var (roots, some) in _anchors.Split(identities))
        {
            using var chain = new X509Chain { ChainPolicy = CreatePolicy(roots, presented) };
            if (chain.Build(presented[0]))
            {
                chains.Add([.. chain.ChainElements.Select(element => element.Certificate)]);
                proved.UnionWith(some);
            }
            else
            {
                broken ??= Describe(chain, presented, identities, some);
            }
        }
        if (chains.Count == 0)
            return broken;
        var all = chains.SelectMany(chain => chain).ToList();
        verified = new VerifiedChain(
            identities,
            identities.Where(proved.Contains).ToValueList(),
            chains.Select(LinksOf).ToValueList(),
            all.Max(certificate => new DateTimeOffset(certificate.NotBefore.ToUniversalTime())),
            all.Min(certificate => new DateTimeOffset(certificate.NotAfter.ToUniversalTime())));
        return null;
    }

    private static ValueList<ChainLink> LinksOf(X509Certificate2[] chain) =>
        chain.Zip(chain.Skip(1), (one, issuer) => new ChainLink(one.Subject, one.SerialNumber, VerifiedChains.Shared.Share(issuer)))
            .ToValueList();

    /// <summary>From what was presented to our roots, at our clock's time, without any look-up.</summary>
    private X509ChainPolicy CreatePolicy(X509Certificate2Collection roots, X509Certificate2[] presented)
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
        policy.ExtraStore.AddRange(presented[1..]);
        policy.ApplicationPolicy.Add(new Oid(verification.Usage));
        return policy;
    }

    private Refusal Describe(
        X509Chain chain, X509Certificate2[] presented, ValueList<SpiffeId> identities, ValueList<SpiffeId> unproved)
    {
        var flags = FlagsOf(chain.ChainStatus);
        var (alert, fault) = flags switch
        {
            _ when Has(flags, X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain) =>
                ("unknown ca", DescribeRoot(chain, presented, unproved)),
            _ when Has(flags, X509ChainStatusFlags.NotTimeValid) => ("certificate expired", DescribeTime(chain)),
            _ when Has(flags, X509ChainStatusFlags.NotValidForUsage) => (
                "unsupported certificate",
                $"is not meant for this side of TLS: its extended key usage does not have {verification.UsageName} authentication"),
            _ => ("bad certificate", $"has no valid chain ({flags})"),
        };
        return new Refusal(alert, $"the peer's certificate ({PeerVerification.List(identities)}) {fault}");
    }

    /// <summary>A root that we know, but of another trust domain, is named so; it is not merely unknown.</summary>
    private string DescribeRoot(X509Chain chain, X509Certificate2[] presented, ValueList<SpiffeId> unproved)
    {
        using var other = new X509Chain { ChainPolicy = CreatePolicy(_anchors.Everything, presented) };
        if (!unproved.IsEmpty && other.Build(presented[0]) && other.ChainElements is [.., var root])
        {
            return $"ends in root `{root.Certificate.Subject}` of {_anchors.DescribeOwner(root.Certificate)}, "
                + $"which does not vouch for trust domain `{unproved[0].TrustDomain}`";
        }
        return $"does not chain to a trusted root; it ends at `{chain.ChainElements.LastOrDefault()?.Certificate.Issuer ?? "nothing"}`";
    }

    private string DescribeTime(X509Chain chain)
    {
        var now = time.GetUtcNow();
        foreach (var element in chain.ChainElements)
        {
            if (!Has(FlagsOf(element.ChainElementStatus), X509ChainStatusFlags.NotTimeValid))
                continue;
            var which = ReferenceEquals(element, chain.ChainElements[0]) ? "" : $"was signed by `{element.Certificate.Subject}`, which ";
            var (begin, end) = (element.Certificate.NotBefore.ToUniversalTime(), element.Certificate.NotAfter.ToUniversalTime());
            return now.UtcDateTime < begin
                ? $"{which}is not valid before {begin:u}, and it is {now:u}"
                : $"{which}has expired at {end:u}, and it is {now:u}";
        }
        return "is not valid at this time";
    }

    private static string Unproved(VerifiedChain chain)
    {
        var unproved = chain.Presented.Where(id => !chain.Proved.Contains(id)).ToValueList();
        return unproved.IsEmpty ? "" : $"; its root does not vouch for {PeerVerification.List(unproved)}";
    }

    private static X509ChainStatusFlags FlagsOf(X509ChainStatus[] statuses) =>
        statuses.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);

    private static bool Has(X509ChainStatusFlags flags, X509ChainStatusFlags any) => (flags & any) != X509ChainStatusFlags.NoError;
}
