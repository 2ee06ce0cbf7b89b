using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>A cluster beside the manifests that it was compiled of, which know their places.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Folder">The folder of its texts, for findings on the whole of it.</param>
/// <param name="Objects">Its manifests.</param>
/// <param name="SystemNamespace">The namespace whose policies hold for all of it.</param>
internal sealed record WrittenCluster(Cluster Cluster, string Folder, ClusterObjects Objects, string SystemNamespace)
{
    /// <summary>The clusters of a mesh, ordered by id.</summary>
    /// <param name="sources">The texts.</param>
    /// <param name="compilation">What compiling them gave.</param>
    public static ValueList<WrittenCluster> Of(MeshSources sources, MeshCompilation compilation) =>
    [
        .. from cluster in compilation.Mesh.Clusters
           let texts = sources.Clusters.FirstOrDefault(texts => texts.Id == cluster.Id)
           where texts is not null
           select Of(cluster, texts, compilation.Config),
    ];

    /// <summary>The object that defines a Service: a Service, a ServiceEntry, or the waypoint whose Service a controller would make.</summary>
    /// <param name="service">The Service.</param>
    public Manifest? ManifestOf(ClusterService service) => service.Source == ServiceSource.ServiceEntry
        ? Objects.Find<ServiceEntryManifest>(service.Name)
        : Objects.Find<ServiceManifest>(service.Name) as Manifest ?? Objects.Find<GatewayManifest>(service.Name);

    /// <summary>Where the name of an object stands; the cluster's folder where there is none.</summary>
    /// <param name="manifest">The object.</param>
    public SourceSpan PlaceOf(Manifest? manifest) => manifest?.Meta.Name.Span ?? SourceSpan.OfFile(Folder);

    private static WrittenCluster Of(Cluster cluster, ClusterSources texts, MeshConfig common)
    {
        var ignored = new DiagnosticBag();
        var config = (MeshConfigReader.Read(texts.Config, ignored) ?? MeshConfig.Default).Over(common);
        var systemNamespace = config.RootNamespace ?? WellKnown.SystemNamespace;
        var manifests = ClusterManifests.Read(texts, text => ManifestReader.Read(text), ignored);
        return new WrittenCluster(
            cluster, texts.Folder, ClusterObjects.Create(manifests.Readable, systemNamespace, ignored), systemNamespace);
    }
}
