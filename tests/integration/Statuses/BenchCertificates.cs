using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>The certificates of a bench: of one authority, watched for revocation, and refused where a test wants that.</summary>
internal sealed class BenchCertificates : ICertificateSource
{
    public TestPki Pki { get; } = new();

    public RevocationWatch Revocations { get; } = new();

    /// <summary>Why there are none; null where there are.</summary>
    public string? Unavailable { get; set; }

    public async ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken) => Unavailable is { } why
        ? throw new TunnelException(TunnelLayer.Transport, TunnelFault.TlsFailed, why, inner: new CertificateUnavailableException(why))
        : (await Pki.GetAsync(identity, cancellationToken)) with { Revocations = Revocations };

    /// <summary>Has a list come into force.</summary>
    public void Revoke(byte[] list)
    {
        var read = RevocationList.Read(list, out var problem);
        Assert.True(read is not null, problem);
        Revocations.Publish(read);
    }
}
