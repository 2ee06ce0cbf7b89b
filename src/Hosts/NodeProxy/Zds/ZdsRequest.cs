using System.Diagnostics;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>What a packet of the node agent asks. At most one descriptor comes with it, and with an add exactly one.</summary>
internal abstract record ZdsRequest
{
    private ZdsRequest()
    {
    }

    /// <summary>Serve a pod whose network namespace comes along.</summary>
    internal sealed record Add(PodInfo Pod) : ZdsRequest;

    /// <summary>Go on serving a pod, if it is served.</summary>
    internal sealed record Keep(string Uid) : ZdsRequest;

    /// <summary>A pod is gone.</summary>
    internal sealed record Delete(string Uid) : ZdsRequest;

    /// <summary>All pods of the Node have been said.</summary>
    internal sealed record SnapshotSent : ZdsRequest;

    /// <summary>Nothing that the protocol allows.</summary>
    internal sealed record Violation(string Why) : ZdsRequest;

    public T Match<T>(
        Func<Add, T> add, Func<Keep, T> keep, Func<Delete, T> delete, Func<SnapshotSent, T> snapshotSent, Func<Violation, T> violation) =>
        this switch
        {
            Add request => add(request),
            Keep request => keep(request),
            Delete request => delete(request),
            SnapshotSent request => snapshotSent(request),
            Violation request => violation(request),
            _ => throw new UnreachableException(),
        };
}
