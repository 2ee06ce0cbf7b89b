using System.Diagnostics;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>How a node proxy meets the traffic of its pods.</summary>
internal abstract record NodeMode
{
    private NodeMode()
    {
    }

    /// <summary>Programs call out by SOCKS, and pods' addresses are those of an underlay: without any privileges.</summary>
    /// <param name="FirstPort">The first port that is tried for the SOCKS listener of a pod; each pod has one of its own.</param>
    public sealed record Socks(int FirstPort) : NodeMode;

    /// <summary>The traffic of one pod is captured, in whose network namespace the process runs (ztunnel's <c>dedicated</c>).</summary>
    /// <param name="Namespace">The pod's namespace.</param>
    /// <param name="Name">The pod's name.</param>
    /// <param name="ServiceAccount">The pod's service account.</param>
    public sealed record Dedicated(string Namespace, string Name, string ServiceAccount) : NodeMode;

    public T Match<T>(Func<Socks, T> socks, Func<Dedicated, T> dedicated) => this switch
    {
        Socks mode => socks(mode),
        Dedicated mode => dedicated(mode),
        _ => throw new UnreachableException(),
    };
}
