using ScopeMesh.Policy.Model;
using ScopeMesh.Tunnel.Hbone;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>What a node proxy tells of its own workload in a tunnel's headers.</summary>
internal static class WorkloadBaggage
{
    public static Baggage Of(Workload workload) => new()
    {
        Cluster = workload.Cluster,
        Namespace = workload.Namespace,
        Kind = workload.Kind,
        Workload = workload.Owner,
        ServiceName = workload.CanonicalName,
        ServiceVersion = workload.CanonicalRevision,
        Region = workload.Locality.Region,
        Zone = workload.Locality.Zone,
    };
}
