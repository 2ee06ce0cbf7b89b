using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>A certificate authority answered something that cannot be used.</summary>
internal sealed class CertificateException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a certificate authority answers: the leaf, each intermediate, and last the roots together.</summary>
internal static class CertificateChain
{
    /// <exception cref="CertificateException">The chain is not for this identity and key, or does not hold.</exception>
    public static WorkloadCertificate Read(SpiffeId identity, IReadOnlyList<string> chain, ECDsa key)
    {
        if (chain.Count == 0)
            throw new CertificateException($"the chain returned for `{identity}` is empty");
        if (chain.Count == 1)
            throw new CertificateException($"the chain returned for `{identity}` has no root certificate");
        try
        {
            using var leaf = X509Certificate2.CreateFromPem(chain[0]);
            var intermediates = Pem.ReadCertificates(string.Concat(chain.Skip(1).SkipLast(1)));
            var roots = Pem.ReadCertificates(chain[^1]);
            if (!SpiffeSan.TryRead(leaf, out var named) || named != identity)
                throw new CertificateException(
                    $"a certificate of `{identity}` was asked for, and one of `{named}` came");
            Verify(identity, leaf, intermediates, roots);
            // Throws where the key is not the one that was signed.
            return new WorkloadCertificate(identity, leaf.CopyWithPrivateKey(key), intermediates, roots);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CertificateException($"the chain returned for `{identity}` cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The leaf must lead to one of the roots; its dates are judged where it is used.</summary>
    private static void Verify(
        SpiffeId identity,
        X509Certificate2 leaf,
        X509Certificate2Collection intermediates,
        X509Certificate2Collection roots)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        if (!chain.Build(leaf))
        {
            var why = string.Join(", ", chain.ChainStatus.Select(status => status.Status));
            throw new CertificateException($"the chain returned for `{identity}` does not lead to its roots: {why}");
        }
    }
}
