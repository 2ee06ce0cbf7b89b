namespace ScopeMesh.Policy.Routing;

/// <summary>For whom a route table is compiled.</summary>
public enum ViewpointRole
{
    /// <summary>Node proxies: everything that the pods of their cluster may call.</summary>
    Node,

    /// <summary>East-west gateways: global services and their endpoints in the gateway's own network, and no more.</summary>
    Gateway,
}

/// <summary>From where a mesh is looked at: the same mesh gives each viewpoint another route table.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Network">The network within it.</param>
/// <param name="Role">For whom.</param>
public sealed record Viewpoint(string Cluster, string Network, ViewpointRole Role)
{
    /// <summary><c>role cluster (network)</c>.</summary>
    public override string ToString() => $"{Role.ToString().ToLowerInvariant()} {Cluster} ({Network})";
}
