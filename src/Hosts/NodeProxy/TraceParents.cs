using ScopeMesh.Tunnel.Hbone;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>Names of connections in traces, each by chance.</summary>
internal static class TraceParents
{
    /// <summary>A name that no other connection has, as good as certainly.</summary>
    public static TraceParent Next() =>
        new(new UInt128((ulong)Random.Shared.NextInt64(), (ulong)Random.Shared.NextInt64()), (ulong)Random.Shared.NextInt64(), 0);
}
