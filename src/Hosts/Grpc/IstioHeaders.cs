namespace ScopeMesh.Hosts.Grpc;

/// <summary>The headers that Istio's clients put on discovery and certificate calls.</summary>
internal static class IstioHeaders
{
    /// <summary><c>Bearer TOKEN</c>.</summary>
    public const string Authorization = "authorization";

    /// <summary>The cluster that the caller is in.</summary>
    public const string Cluster = "clusterid";

    public static Metadata Of(string token, string cluster) => new()
    {
        { Authorization, $"Bearer {token}" },
        { Cluster, cluster },
    };
}
