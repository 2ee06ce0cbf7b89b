using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.LocalConfiguration;

/// <summary>What a file of ztunnel's local configuration says. One that has an error says nothing.</summary>
/// <param name="Services">Its services, in the order of the file.</param>
/// <param name="Workloads">Its workloads, in the order of the file.</param>
/// <param name="Policies">Its authorization policies, in the order of the file.</param>
/// <param name="Diagnostics">All findings, in the order of the file.</param>
public sealed record LocalConfigurationRead(
    ValueList<MeshService> Services,
    ValueList<Workload> Workloads,
    ValueList<AuthorizationPolicy> Policies,
    ValueList<Diagnostic> Diagnostics)
{
    /// <summary>Whether the file has an error, so that nothing of it may be used.</summary>
    public bool HasErrors => Diagnostics.Any(finding => finding.Severity == Severity.Error);

    /// <summary>The table that the file means. A workload that names no cluster is of the viewpoint's.</summary>
    /// <param name="viewpoint">For whom.</param>
    /// <param name="before">A table whose equal parts serve on; null where there was none.</param>
    public RouteTable ToTable(Viewpoint viewpoint, RouteTable? before = null) =>
        RouteTable.Create(
            viewpoint,
            Services,
            Workloads.Select(workload => workload.Cluster.Length == 0 ? workload with { Cluster = viewpoint.Cluster } : workload),
            Policies,
            before);
}
