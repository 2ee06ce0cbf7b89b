using System.Collections.Immutable;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Scoping;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// A mesh as one viewpoint needs it. A Service that is local to another cluster is in no table of this one, and
/// no pod of another network is in any: what stands for them there is one workload for each service and gateway.
/// </summary>
public static class RouteTableCompiler
{
    /// <summary>The table of one viewpoint.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="viewpoint">For whom.</param>
    public static RouteTable Compile(Mesh mesh, Viewpoint viewpoint) =>
        Compile(mesh, ScopeResolver.Resolve(mesh), viewpoint);

    /// <summary>The table of one viewpoint, where the scopes are known already.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="scopes">The scope of every Service.</param>
    /// <param name="viewpoint">For whom.</param>
    public static RouteTable Compile(Mesh mesh, MeshScopes scopes, Viewpoint viewpoint)
    {
        if (mesh.Find(viewpoint.Cluster) is not { } cluster)
            return RouteTable.Empty(viewpoint);
        return viewpoint.Role switch
        {
            ViewpointRole.Node => ForNodes(mesh, cluster, viewpoint, ServiceMerger.Merge(mesh, scopes, viewpoint.Cluster)),

            // Other networks count the pods of every cluster in this one, so a local copy beside it hides nothing here.
            ViewpointRole.Gateway => ForGateways(mesh, viewpoint, ServiceMerger.MergeGlobal(mesh, scopes)),
        };
    }

    private static RouteTable ForNodes(
        Mesh mesh, Cluster cluster, Viewpoint viewpoint, ImmutableArray<MergedService> merged)
    {
        var gateways = NetworkGateways.Of(mesh, viewpoint.Network);
        var services = merged.Select(service => WithRemoteIdentities(mesh, service, viewpoint.Network));
        var workloads = cluster.Workloads
            .Concat(SharedPods(mesh, viewpoint, merged).Where(pod => pod.Cluster != viewpoint.Cluster))
            .Concat(gateways.Select(gateway => gateway.Workload))
            .Concat(merged.Where(service => service.IsGlobal)
                .SelectMany(service => SplitHorizon.Of(mesh, service, viewpoint.Network, gateways)));
        return RouteTable.Create(viewpoint, services, workloads, cluster.Authorizations);
    }

    private static RouteTable ForGateways(Mesh mesh, Viewpoint viewpoint, ImmutableArray<MergedService> merged) =>
        RouteTable.Create(
            viewpoint, merged.Select(service => service.Service), SharedPods(mesh, viewpoint, merged), []);

    /// <summary>The pods of the viewpoint's network that serve shared services, known for those services alone.</summary>
    private static IEnumerable<Workload> SharedPods(
        Mesh mesh, Viewpoint viewpoint, ImmutableArray<MergedService> merged)
    {
        var servedBy = merged
            .Where(service => service.IsGlobal)
            .SelectMany(service => service.Clusters.Select(cluster => (cluster, service.Service.Key)))
            .ToHashSet();
        return mesh.Clusters
            .SelectMany(cluster => cluster.Workloads)
            .Where(pod => pod.Network == viewpoint.Network)
            .Select(pod => pod with
            {
                Services = pod.Services.Where(part => servedBy.Contains((pod.Cluster, part.Service))).ToValueList(),

                // Policies are enforced where the pod runs; nobody else needs their names.
                AuthorizationPolicies = [],
            })
            .Where(pod => !pod.Services.IsEmpty);
    }

    /// <summary>A caller knows by these identities that a tunnel through a gateway ended at the service.</summary>
    private static MeshService WithRemoteIdentities(Mesh mesh, MergedService merged, string network) =>
        merged.Service with
        {
            SubjectAltNames = SplitHorizon.Members(mesh, merged)
                .Where(pod => pod.Network != network)
                .Select(pod => pod.Identity)
                .Distinct()
                .OrderBy(id => id.ToString(), StringComparer.Ordinal)
                .ToValueList(),
        };
}
