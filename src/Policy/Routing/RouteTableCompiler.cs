using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// A mesh as one viewpoint needs it. A Service that is local to another cluster is in no table of this one, and
/// no pod of another network is in any: what stands for them there is one workload for each service, gateway and locality.
/// </summary>
public static class RouteTableCompiler
{
    /// <summary>The table of one viewpoint.</summary>
    /// <param name="mesh">The mesh.</param>
    /// <param name="viewpoint">For whom.</param>
    public static RouteTable Compile(Mesh mesh, Viewpoint viewpoint) => Compile(MeshIndex.Create(mesh), viewpoint);

    /// <summary>The table of one viewpoint, where the mesh is indexed already.</summary>
    /// <param name="index">The mesh.</param>
    /// <param name="viewpoint">For whom.</param>
    public static RouteTable Compile(MeshIndex index, Viewpoint viewpoint)
    {
        if (index.Mesh.Find(viewpoint.Cluster) is not { } viewer)
            return RouteTable.Empty(viewpoint);
        var compiler = new ServiceCompiler(index, viewpoint, viewer.WithoutContents());
        var services = new Dictionary<NamespacedName, CompiledService>();
        foreach (var group in index.Groups)
        {
            if (compiler.Compile(group) is { } compiled)
                services.Add(group.Key, compiled);
        }

        var workloads = index.Mesh.Clusters
            .SelectMany(cluster => cluster.Workloads)
            .Select(workload => compiler.Compile(workload, services.GetValueOrDefault))
            .OfType<Workload>();
        var isNode = viewpoint.Role == ViewpointRole.Node;
        return RouteTable.Create(
            viewpoint,
            services.Values.SelectMany(service => service.Services)
                .Concat(isNode && viewer.OutboundTrafficPolicy == OutboundTrafficPolicy.RegistryOnly ? [OutboundTraffic.RegistryOnly] : []),
            isNode
                ? workloads
                    .Concat(services.Values.SelectMany(service => service.Elsewhere))
                    .Concat(compiler.Gateways.All.Select(gateway => gateway.Workload))
                : workloads,
            isNode ? viewer.Authorizations : []);
    }
}
