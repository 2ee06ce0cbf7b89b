using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Merging;

/// <summary>One cluster's Service of a name, and what serves it there.</summary>
/// <param name="Cluster">The cluster, without its contents.</param>
/// <param name="Service">The Service as the cluster defines it.</param>
/// <param name="Members">The workloads of the cluster that serve it, ordered by uid.</param>
public sealed record ServiceCopy(Cluster Cluster, ClusterService Service, ValueList<Workload> Members);

/// <summary>The Services of one namespace and name in all clusters of a mesh: by namespace sameness one Service.</summary>
/// <param name="Key">Its namespace and host name.</param>
/// <param name="Copies">Each cluster's, ordered by cluster id.</param>
public sealed record ServiceGroup(NamespacedName Key, ValueList<ServiceCopy> Copies)
{
    /// <summary>The copy of a cluster, or null.</summary>
    /// <param name="cluster">The cluster's id.</param>
    public ServiceCopy? Find(string cluster)
    {
        foreach (var copy in Copies.AsSpan())
        {
            if (copy.Cluster.Id == cluster)
                return copy;
        }

        return null;
    }
}

/// <summary>A Service as one cluster sees it.</summary>
/// <param name="Service">The merged Service.</param>
/// <param name="Base">The copy that counts where copies differ.</param>
/// <param name="Copies">The copies that are part of it, ordered by cluster id.</param>
/// <param name="IsShared">Whether it may have parts in several clusters.</param>
public sealed record MergedService(MeshService Service, ServiceCopy Base, ValueList<ServiceCopy> Copies, bool IsShared)
{
    /// <summary>Whether a cluster's workloads serve it.</summary>
    /// <param name="cluster">The cluster's id.</param>
    public bool Includes(string cluster)
    {
        foreach (var copy in Copies.AsSpan())
        {
            if (copy.Cluster.Id == cluster)
                return true;
        }

        return false;
    }
}
