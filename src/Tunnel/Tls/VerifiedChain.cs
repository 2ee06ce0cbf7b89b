using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>
/// What a peer presented, once its chains have been verified. It stays so for the same certificates and roots, from
/// <paramref name="Begin"/> until <paramref name="End"/>; whether something of it is revoked is asked each time.
/// </summary>
/// <param name="Presented">The identities that the certificate names.</param>
/// <param name="Proved">Those of them whose trust domain's roots vouch for it, in the same order.</param>
/// <param name="Chains">The chains that were built, each from the peer's certificate to a root; one in all but odd cases.</param>
/// <param name="Begin">When the last certificate of them begins to be valid.</param>
/// <param name="End">When the first of them ends.</param>
internal sealed record VerifiedChain(
    ValueList<SpiffeId> Presented,
    ValueList<SpiffeId> Proved,
    ValueList<ValueList<ChainLink>> Chains,
    DateTimeOffset Begin,
    DateTimeOffset End)
{
    /// <summary>Whether the certificates are valid at a time.</summary>
    public bool Covers(DateTimeOffset now) => Begin <= now && now < End;
}

/// <summary>A certificate of a chain, and who signed it. The root, which nobody else has signed, has none.</summary>
/// <param name="Subject">The certificate's subject, for people.</param>
/// <param name="Serial">Its serial number in hexadecimal digits.</param>
/// <param name="Issuer">The certificate of its issuer.</param>
internal sealed record ChainLink(string Subject, string Serial, X509Certificate2 Issuer);

/// <summary>
/// The chains that were verified lately. Building one takes longer than the rest of a handshake, and peers come again.
/// Only what was found good is kept, so that nobody whom our authorities have not signed for takes any room.
/// </summary>
internal sealed class VerifiedChains
{
    private const int MaxIssuers = 256;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, X509Certificate2> _issuers = new(StringComparer.Ordinal);
    private Dictionary<ChainKey, VerifiedChain> _young = [];
    private Dictionary<ChainKey, VerifiedChain> _old = [];

    /// <summary>Those of this process.</summary>
    public static VerifiedChains Shared { get; } = new();

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _young.Count + _old.Count;
        }
    }

    /// <summary>What was found of a key, where it is still so.</summary>
    public VerifiedChain? Find(ChainKey key, int most, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var found))
                return found.Covers(now) ? found : null;
            if (!_old.Remove(key, out found) || !found.Covers(now))
                return null;
            Add(key, found, most);
            return found;
        }
    }

    /// <summary>Keeps what was found. Those not asked for in the meantime make room.</summary>
    /// <param name="key">Of what.</param>
    /// <param name="chain">What was found.</param>
    /// <param name="most">How many are kept at most.</param>
    public void Keep(ChainKey key, VerifiedChain chain, int most)
    {
        lock (_lock)
        {
            _old.Remove(key);
            Add(key, chain, most);
        }
    }

    /// <summary>The same certificate once for all chains: those of a cluster have the same issuers.</summary>
    public X509Certificate2 Share(X509Certificate2 issuer)
    {
        var key = issuer.GetCertHashString(HashAlgorithmName.SHA256);
        lock (_lock)
        {
            if (_issuers.TryGetValue(key, out var known))
                return known;
            if (_issuers.Count >= MaxIssuers)
                _issuers.Clear();
            return _issuers[key] = issuer;
        }
    }

    private void Add(ChainKey key, VerifiedChain chain, int most)
    {
        if (most <= 0)
            return;
        _young[key] = chain;
        if (_young.Count < Math.Max(1, most / 2))
            return;
        // Two halves at most: one that is full becomes the old one, and what was in that is forgotten.
        _old = _young;
        _young = [];
    }
}
