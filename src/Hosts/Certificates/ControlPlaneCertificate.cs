using System.Net.Security;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>The control plane's own certificate for TLS, made anew when half of its time is over.</summary>
internal sealed class ControlPlaneCertificate(
    CertificateAuthority authority, IReadOnlyList<string> dnsNames, CertificateLimits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _context;
    private DateTimeOffset _renewAt;

    /// <summary>What to show at a handshake now.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_context is null || now >= _renewAt)
            {
                var certificate = authority.IssueServer(dnsNames, TimeSpan.FromHours(limits.DefaultLifetimeHours), now);
                _context = SslStreamCertificateContext.Create(
                    certificate.Leaf, certificate.Intermediates, offline: true);
                _renewAt = Validity.Of(certificate.Leaf).HalfTime;
            }
            return _context;
        }
    }
}
