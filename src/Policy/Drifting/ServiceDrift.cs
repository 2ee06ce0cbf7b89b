using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Printing;

namespace ScopeMesh.Policy.Drifting;

/// <summary>Services whose copies differ, and on which clusters do not agree whether they are shared.</summary>
internal static class ServiceDrift
{
    public static IEnumerable<DriftItem?> Find(ComparedMesh mesh)
    {
        foreach (var group in mesh.Index.Services)
        {
            if (!group.Copies.Any(copy => mesh.Clusters.Any(cluster => cluster.Cluster.Id == copy.Cluster.Id)))
                continue;
            var name = group.Copies[0].Service.Source == ServiceSource.Service ? group.Copies[0].Service.Name.Name : group.Key.Name;
            var service = new DriftSubject(DriftKind.Service, group.Key.Namespace, name);
            yield return ComparedMesh.Compare(
                service, "the Service", mesh.With(group.Key.Namespace), cluster => group.Find(cluster.Cluster.Id) is null ? ComparedMesh.Absent : "there",
                "the copies that there are", Presence(mesh, group));
            foreach (var item in Copies(mesh, group, service))
                yield return item;
            yield return Scope(mesh, group, service with { Kind = DriftKind.Scope });
        }

        foreach (var item in Sharing(mesh))
            yield return item;
    }

    private static string Presence(ComparedMesh mesh, ServiceGroup group) =>
        group.Copies.Any(copy => mesh.Index.ExportOf(copy).IsShared)
            ? "it is global: callers of clusters without it have that of the others, where their cluster takes it"
            : "it is local: callers of clusters without it find no such name";

    private static IEnumerable<DriftItem?> Copies(ComparedMesh mesh, ServiceGroup group, DriftSubject subject)
    {
        var counts = Counts(mesh, group);
        foreach (var (kind, say) in MergeConflicts.Sayings)
        {
            var (what, follows) = Words(kind);
            yield return ComparedMesh.Compare(
                subject, what, mesh.Clusters, cluster => group.Find(cluster.Cluster.Id) is { } copy ? say(copy.Service) : null, counts, follows);
        }

        yield return ComparedMesh.Compare(
            subject, "who sees it", mesh.Clusters, cluster => group.Find(cluster.Cluster.Id)?.Service.Visibility.ToString().ToLowerInvariant(), counts,
            "callers of other namespaces find it in some clusters alone");
        yield return ComparedMesh.Compare(
            subject, "type", mesh.Clusters,
            cluster => cluster.Objects.Find<ServiceManifest>(new NamespacedName(subject.Namespace, subject.Name)) is { } manifest ? TypeOf(manifest) : null,
            "each cluster's own", "it can be reached from outside in some clusters alone");
        yield return ComparedMesh.Compare(
            subject, "names of ports", mesh.Clusters,
            cluster => cluster.Objects.Find<ServiceManifest>(new NamespacedName(subject.Namespace, subject.Name)) is { } manifest ? PortNames(manifest) : null,
            "each cluster's own, for its own pods", "EndpointSlices and what is spoken are found by names of ports");
    }

    private static (string What, string Follows) Words(ConflictKind kind) => kind switch
    {
        ConflictKind.TypeConflict => ("kind", "callers find a virtual address or none, by whose copy counts for them"),
        ConflictKind.PortConflict => ("ports", "a port that the copy which counts does not have is refused, and pods are called at its target ports"),
        ConflictKind.SessionAffinityConflict => ("sessionAffinity", "callers keep their endpoint in some clusters alone"),
        ConflictKind.TrafficDistributionConflict => ("preferred endpoints", "callers of different clusters prefer other endpoints"),
        ConflictKind.WaypointConflict => ("waypoint", "what a waypoint enforces does not hold for every call"),
        ConflictKind.IpFamilyConflict => ("IP families", "callers of different clusters call addresses of other families"),
        ConflictKind.ClusterWeightConflict => ("weights of clusters", "callers of different clusters share their calls otherwise"),
    };

    /// <summary>Whose copy counts: the caller's own, and for callers that have none the oldest that is shared.</summary>
    private static string Counts(ComparedMesh mesh, ServiceGroup group)
    {
        var shared = group.Copies.Where(copy => mesh.Index.ExportOf(copy).IsShared).ToValueList();
        return shared.IsEmpty
            ? "each cluster's own, for its own callers alone"
            : $"each caller's own cluster's; for callers of clusters without it, {ServiceMerger.BaseOf(shared, null).Cluster.Id}'s";
    }

    private static DriftItem? Scope(ComparedMesh mesh, ServiceGroup group, DriftSubject subject) => ComparedMesh.Compare(
        subject, "scope", mesh.Clusters,
        cluster => group.Find(cluster.Cluster.Id) is { } copy
            ? mesh.Index.ExportOf(copy).IsShared
                ? "global"
                : ScopeResolver.Decide(cluster.Cluster, copy.Service) is { Reason: ScopeReason.RuleMatched } decision && decision.Scope == ScopeLang.Scope.Local
                    ? $"local by {DecisionText.Rules([decision.Rule!])}"
                    : "local"
            : null,
        "each cluster's own",
        "callers where it is local reach their own pods alone, and nobody else reaches those");

    private static IEnumerable<DriftItem> Sharing(ComparedMesh mesh) =>
        from one in SharingDrift.Of(mesh.Index)
        where one.Export.IsShared && mesh.Clusters.Any(cluster => cluster.Cluster.Id == one.Owner) && mesh.Clusters.Any(cluster => cluster.Cluster.Id == one.Consumer)
        let copy = mesh.Index.Find(one.Service)?.Find(one.Owner)
        where copy is not null && mesh.Index.Find(one.Service)!.Find(one.Consumer) is null
        select new DriftItem(
            DriftKind.Scope,
            one.Service.Namespace,
            copy.Service.Source == ServiceSource.Service ? copy.Service.Name.Name : one.Service.Name,
            $"sharing between {one.Owner} and {one.Consumer}",
            InOrder(new DriftValue("shares it", [one.Owner]), new DriftValue("does not take it", [one.Consumer])),
            "both have to agree",
            $"callers in {one.Consumer} do not find {one.Owner}'s");

    private static ValueList<DriftValue> InOrder(params DriftValue[] values) =>
        values.OrderBy(value => value.Clusters[0], StringComparer.Ordinal).ToValueList();

    private static string TypeOf(ServiceManifest manifest) =>
        manifest.Type is { Value: not ServiceType.ClusterIp and var type } ? $"{type}" : "ClusterIP";

    private static string PortNames(ServiceManifest manifest) => manifest.Ports.IsEmpty ? "no port" : string.Join(", ", manifest.Ports
        .OrderBy(port => port.Port.Value)
        .ThenBy(port => port.Protocol?.Value ?? TransportProtocol.Tcp)
        .Select(port => $"{port.Port.Value} is {port.Name?.Value ?? "without a name"}{(port.TargetPort?.Value is PortReference.Named named ? $", leads to {named.Name}" : "")}"));
}
