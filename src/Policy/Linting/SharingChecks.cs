using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether Services that are to be shared are, by clusters that mean the same.</summary>
internal static class SharingChecks
{
    public static IEnumerable<Finding> Find(LintedMesh mesh)
    {
        foreach (var group in mesh.Index.Services)
        {
            var shared = group.Copies.Where(copy => mesh.Index.ExportOf(copy).IsShared).ToArray();
            if (shared.Length == 0)
                continue;
            foreach (var finding in NoEndpoint(mesh, shared).Concat(Kept(mesh, group, shared)).Concat(Waypoints(mesh, shared)).Concat(Differences(mesh, shared)))
                yield return finding;
        }

        foreach (var finding in NotTaken(mesh))
            yield return finding;
    }

    private static IEnumerable<Finding> NoEndpoint(LintedMesh mesh, ServiceCopy[] shared)
    {
        if (shared.Any(copy => copy.Service.LoadBalancing.Mode == LoadBalancingMode.Passthrough
            || copy.Members.Any(member => EndpointSelection.IsReady(member, copy.Service.LoadBalancing))))
        {
            yield break;
        }

        var first = shared[0];
        var manifest = mesh.ManifestOf(first);
        yield return Finding.Warning(
            LintCodes.NoReadyEndpoint,
            mesh.Find(first.Cluster.Id)!.PlaceOf(manifest),
            $"Service `{first.Service.Name}` is global, and no cluster has a ready endpoint for it",
            "add pods that its selector finds, or remove it",
            manifest?.Meta);
    }

    private static IEnumerable<Finding> Kept(LintedMesh mesh, ServiceGroup group, ServiceCopy[] shared)
    {
        var sharing = LintedMesh.List(shared.Select(copy => copy.Cluster.Id));
        foreach (var copy in group.Copies.Where(copy => !shared.Contains(copy)))
        {
            var manifest = mesh.ManifestOf(copy);
            yield return Finding.Warning(
                LintCodes.ScopeDisagreement,
                mesh.Find(copy.Cluster.Id)!.PlaceOf(manifest),
                $"Service `{copy.Service.Name}` is global in {sharing} and local in `{copy.Cluster.Id}` ({Why(mesh.Index.ExportOf(copy))}): "
                + $"callers in `{copy.Cluster.Id}` reach their own pods alone, and nobody else reaches those",
                "label its copies alike, and give the clusters one scope policy",
                manifest?.Meta);
        }
    }

    private static IEnumerable<Finding> NotTaken(LintedMesh mesh)
    {
        foreach (var one in SharingDrift.Of(mesh.Index))
        {
            if (!one.Export.IsShared || one.Import.Reason == SharingReason.Untrusted
                || mesh.Index.Find(one.Service)?.Find(one.Owner) is not { } copy || mesh.Index.Find(one.Service)!.Find(one.Consumer) is not null)
            {
                continue;
            }

            var manifest = mesh.ManifestOf(copy);
            yield return Finding.Warning(
                LintCodes.NotTaken,
                mesh.Find(one.Owner)!.PlaceOf(manifest),
                $"cluster `{one.Owner}` shares Service `{copy.Service.Name}`, and cluster `{one.Consumer}` does not take it ({Why(one.Import)})",
                "give the clusters one scope policy",
                manifest?.Meta);
        }
    }

    private static IEnumerable<Finding> Waypoints(LintedMesh mesh, ServiceCopy[] shared)
    {
        var with = shared.Where(copy => copy.Service.Waypoint is not null).Select(copy => copy.Cluster.Id).ToArray();
        if (with.Length == 0)
            yield break;
        foreach (var copy in shared.Where(copy => copy.Service.Waypoint is null))
        {
            var manifest = mesh.ManifestOf(copy);
            yield return Finding.Warning(
                LintCodes.WaypointMissing,
                mesh.Find(copy.Cluster.Id)!.PlaceOf(manifest),
                $"Service `{copy.Service.Name}` has a waypoint in {LintedMesh.List(with)} and none in `{copy.Cluster.Id}`, "
                + "so what its waypoint enforces does not hold for every call",
                "use a waypoint of one name in every cluster that shares the Service",
                manifest?.Meta);
        }
    }

    /// <summary>What Istio's <c>MultiClusterInconsistentService</c> tells besides what the compiler does.</summary>
    private static IEnumerable<Finding> Differences(LintedMesh mesh, ServiceCopy[] shared)
    {
        if (shared[0].Service.Source != ServiceSource.Service || mesh.ManifestOf(shared[0]) is not ServiceManifest basis)
            yield break;
        foreach (var cluster in mesh.Clusters.Where(cluster => cluster.Cluster.Id != shared[0].Cluster.Id))
        {
            if (cluster.Objects.Find<ServiceManifest>(shared[0].Service.Name) is not { } other
                || Difference(basis, other) is not var (at, here, there))
            {
                continue;
            }

            yield return Finding.Warning(
                LintCodes.CopiesDiffer,
                at,
                $"Service `{shared[0].Service.Name}` differs between clusters: `{shared[0].Cluster.Id}` says {here}, and `{cluster.Cluster.Id}` says {there}",
                "make the copies the same",
                other.Meta);
        }
    }

    private static (ScopeLang.Diagnostics.SourceSpan At, string Here, string There)? Difference(ServiceManifest basis, ServiceManifest other)
    {
        var (type, otherType) = (basis.Type?.Value ?? ServiceType.ClusterIp, other.Type?.Value ?? ServiceType.ClusterIp);
        if (type != otherType)
            return (other.Type?.Span ?? other.Meta.Name.Span, $"type `{Word(type)}`", $"type `{Word(otherType)}`");
        foreach (var port in other.Ports)
        {
            var same = basis.Ports.FirstOrDefault(own => own.Port.Value == port.Port.Value);
            if (same is not null && (same.Name?.Value ?? "") != (port.Name?.Value ?? ""))
                return (port.Name?.Span ?? port.Port.Span, Named(same), Named(port));
        }

        return null;
    }

    private static string Word(ServiceType type) => type == ServiceType.ClusterIp ? "ClusterIP" : $"{type}";

    private static string Named(ServicePortManifest port) =>
        port.Name is { } name ? $"port {port.Port.Value} is `{name.Value}`" : $"port {port.Port.Value} has no name";

    private static string Why(SharingDecision decision) => decision switch
    {
        { Reason: SharingReason.ClusterLocal } => "`serviceSettings` keep it there",
        { Reason: SharingReason.LocalRule } => $"rule `{decision.Scope.Rule}` keeps it",
        _ => "no rule makes it global",
    };
}
