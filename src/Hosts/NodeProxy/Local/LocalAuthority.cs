using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Hosts.NodeProxy.Local;

/// <summary>Signs certificates of a node proxy's own workloads, and of nobody else.</summary>
/// <param name="authority">What signs.</param>
/// <param name="tables">The workloads there are.</param>
/// <param name="isOwn">Which of them are the node proxy's own.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalAuthority(
    CertificateAuthority authority, SnapshotSource<RouteTable> tables, Func<Workload, bool> isOwn, TimeProvider time)
{
    /// <summary>The authority of a folder, or one that only this process trusts.</summary>
    /// <param name="options">Where the folder is, and whom the authority speaks for.</param>
    /// <param name="limits">Bounds of its certificates.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="CryptographicException">The files are no authority.</exception>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static CertificateAuthority Open(LocalConfigurationOptions options, CertificateLimits limits, DateTimeOffset now) =>
        options.AuthorityFolder is { } folder
            ? AuthorityFiles.Read(folder).Open(options.TrustDomain, limits, RandomNumberGenerator.Fill)
            : MeshRoot.Create(now, limits, RandomNumberGenerator.Fill).CreateIntermediate("local", options.TrustDomain, now);

    /// <summary>A certificate with a new key.</summary>
    /// <exception cref="CertificateException">The identity is not that of a workload of the node proxy's own.</exception>
    public Task<WorkloadCertificate> FetchAsync(SpiffeId identity, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Sign(identity));
    }

    private WorkloadCertificate Sign(SpiffeId identity)
    {
        if (!tables.Current.Value.Workloads.Any(workload => workload.Identity == identity && isOwn(workload)))
            throw new CertificateException($"no workload of this node proxy has the identity `{identity}`");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return authority.Sign(request, identity, TimeSpan.Zero, time.GetUtcNow()).Match(
            issued => CertificateChain.Read(identity, issued.Chain, key),
            refused => throw new CertificateException(refused.Reason));
    }
}
