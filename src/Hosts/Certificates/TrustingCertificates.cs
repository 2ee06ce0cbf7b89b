using System.Runtime.CompilerServices;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// A host's certificates, together with whom it trusts by its route table: the roots of federated trust domains. New roots
/// are for new handshakes; open tunnels close when their peer's domain is no longer believed.
/// </summary>
internal sealed partial class TrustingCertificates(
    ICertificateSource source,
    SnapshotSource<RouteTable> tables,
    RevocationWatch revocations,
    ILogger<TrustingCertificates> logger) : ICertificateSource
{
    private readonly ConditionalWeakTable<WorkloadCertificate, WorkloadCertificate> _made = [];
    private readonly Lock _lock = new();
    private ValueList<TrustBundle> _read;
    private TrustBundles _federated = TrustBundles.None;

    /// <inheritdoc/>
    public async ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken)
    {
        var certificate = await source.GetAsync(identity, cancellationToken);
        var federated = Federated(BelievedDomains.RootsOf(tables.Current.Value));
        // The same value for the same certificate and roots: what TLS prepares for one is prepared once.
        if (_made.TryGetValue(certificate, out var made) && ReferenceEquals(made.Federated, federated))
            return made;
        made = certificate with { Federated = federated, Revocations = revocations };
        _made.AddOrUpdate(certificate, made);
        return made;
    }

    private TrustBundles Federated(ValueList<TrustBundle> bundles)
    {
        lock (_lock)
        {
            if (_read == bundles)
                return _federated;
            _federated = TrustBundles.Read(bundles, out var problems);
            _read = bundles;
            foreach (var problem in problems)
                Log.CannotRead(logger, problem);
            return _federated;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3221, LogLevel.Warning, "{Problem}")]
        public static partial void CannotRead(ILogger logger, string problem);
    }
}
