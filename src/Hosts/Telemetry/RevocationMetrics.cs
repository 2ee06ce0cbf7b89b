using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Hosts.Telemetry;

/// <summary>What became of revocation lists, by the names that Istio has for it.</summary>
internal sealed class RevocationMetrics(RevocationWatch revocations) : IMetricSource
{
    private const string Rejections = "istio_crl_policy_rejections_total";
    private const string Help = "Peers refused, and connections ended, because of revoked certificates (unstable).";

    public void Write(MetricsText text)
    {
        text.Counter(Rejections, Help, revocations.RejectedClients, ("reporter", "destination"));
        text.Counter(Rejections, Help, revocations.RejectedServers, ("reporter", "source"));
    }
}
