using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Support.Tunnel;

/// <summary>Identities that tests use.</summary>
public static class Ids
{
    public static SpiffeId Client { get; } = new("cluster.local", "sample", "client");

    public static SpiffeId Server { get; } = new("cluster.local", "sample", "server");

    public static SpiffeId Gateway { get; } = new("cluster.local", "istio-system", "gateway");
}
