using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Planning;

/// <summary>Meshes before and after: most differ in one thing of one cluster, some in everything.</summary>
internal static class PlannedMeshes
{
    private const int Edits = 12;

    public static Gen<(Mesh Before, Mesh After)> Pairs { get; } =
        from before in PeopledMeshes.All
        from other in PeopledMeshes.All
        from edit in Gen.Frequency((1, Gen.Constant(-1)), (10, Gen.Choose(0, Edits - 1)))
        from at in Gen.Choose(0, before.Clusters.Count - 1)
        select (before, edit < 0 ? other : Edited(before, other, before.Clusters[at], edit));

    /// <summary>Every viewpoint that a host has in one of two meshes.</summary>
    public static IEnumerable<Viewpoint> ViewpointsOf(Mesh before, Mesh after) =>
        MeshView.Of(before).Viewpoints.Concat(MeshView.Of(after).Viewpoints).Distinct();

    /// <summary>Every port of every Service in one of two meshes.</summary>
    public static IEnumerable<(string Host, int Port)> DestinationsOf(Mesh before, Mesh after) => before.Clusters.Concat(after.Clusters)
        .SelectMany(cluster => cluster.Services)
        .SelectMany(service => service.Ports.Select(port => (service.Hostname, port.ServicePort)))
        .Distinct();

    private static Mesh Edited(Mesh mesh, Mesh other, Cluster cluster, int edit)
    {
        if (edit == 0 || other.Find(cluster.Id) is not { } donor)
            return mesh with { Clusters = mesh.Clusters.Where(one => one.Id != cluster.Id).ToValueList() };
        var edited = edit switch
        {
            1 => cluster with { ScopePolicy = donor.ScopePolicy },
            2 => cluster with { Gateways = [] },
            3 => cluster with { Gateways = donor.Gateways },
            4 => cluster with { Pods = [.. cluster.Pods.Skip(1)] },
            5 => cluster with { Pods = First(cluster.Pods, pod => pod with { Workload = pod.Workload with { Status = HealthStatus.Unhealthy } }) },
            6 => cluster with { Pods = First(cluster.Pods, pod => pod with { Workload = pod.Workload with { ServiceAccount = "another" } }) },
            7 => cluster with { Authorizations = donor.Authorizations },
            8 => cluster with { Authorizations = [.. cluster.Authorizations.Skip(1)] },
            9 => cluster with { Services = First(cluster.Services, service => service with { Labels = service.Labels.With("istio.io/global", "true") }) },
            10 => cluster with { Exports = donor.Exports, Imports = donor.Imports, Federation = donor.Federation },
            _ => cluster with { Services = donor.Services, Pods = donor.Pods },
        };
        return mesh with { Clusters = mesh.Clusters.Select(one => one.Id == cluster.Id ? edited : one).ToValueList() };
    }

    private static ValueList<T> First<T>(ValueList<T> items, Func<T, T> change) =>
        items.Select((item, place) => place == 0 ? change(item) : item).ToValueList();
}
