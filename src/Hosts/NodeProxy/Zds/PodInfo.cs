namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>A pod, as the node agent tells of it.</summary>
/// <param name="Uid">Kubernetes' uid of the pod.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its Kubernetes namespace.</param>
/// <param name="ServiceAccount">Its ServiceAccount, which gives it its identity.</param>
internal sealed record PodInfo(string Uid, string Name, string Namespace, string ServiceAccount)
{
    /// <summary>What people call it.</summary>
    public string Display => $"{Namespace}/{Name}";
}
