using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>
/// A pod as its node's agent or configuration names it. Whose certificate it uses follows from this and not from what a
/// control plane says alone: the two must agree.
/// </summary>
/// <param name="cluster">The cluster's id.</param>
/// <param name="namespace">The pod's namespace.</param>
/// <param name="name">The pod's name.</param>
/// <param name="serviceAccount">The pod's service account.</param>
internal sealed class LocalPod(string cluster, string @namespace, string name, string serviceAccount)
{
    // A table that was searched in vain: each connection of a pod that is unknown would search it again.
    private volatile RouteTable? _searched;
    private volatile string _uid = $"{cluster}//Pod/{@namespace}/{name}";

    /// <summary>The pod in a table; null while the table does not know it, or knows another account for it.</summary>
    public Workload? FindIn(RouteTable table)
    {
        if ((table.FindWorkload(_uid) ?? Search(table)) is not { } found)
        {
            _searched = table;
            return null;
        }
        _uid = found.Uid;
        return found.Identity.Namespace == @namespace && found.Identity.ServiceAccount == serviceAccount ? found : null;
    }

    /// <summary>The pod, which is waited for where it has just come.</summary>
    /// <param name="tables">What the node knows, and will know.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="time">The clock that says so.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>The pod, or null where it did not become known.</returns>
    public async ValueTask<Workload?> WaitForAsync(
        SnapshotSource<RouteTable> tables, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        if (FindIn(tables.Current.Value) is { } known)
            return known;
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            while (true)
            {
                var current = tables.Current;
                if (FindIn(current.Value) is { } found)
                    return found;
                await current.Superseded.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{cluster}/{@namespace}/{name}";

    /// <summary>A workload that was not named by a cluster's API server has a uid of any form.</summary>
    private Workload? Search(RouteTable table) => ReferenceEquals(table, _searched)
        ? null
        : table.Workloads.FirstOrDefault(workload => workload.Name == name && workload.Namespace == @namespace && workload.Cluster == cluster);
}
