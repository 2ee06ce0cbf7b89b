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
    public static RouteTable Compile(MeshIndex index, Viewpoint viewpoint) => TableCompilation.Of(index, viewpoint).Table;
}
