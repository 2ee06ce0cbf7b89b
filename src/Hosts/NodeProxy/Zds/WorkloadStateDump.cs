using System.Collections.Immutable;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>A pod as ztunnel's <c>/config_dump</c> tells of it in <c>workloadState</c>.</summary>
/// <param name="State"><c>Up</c> or <c>Pending</c>.</param>
/// <param name="Info">Which pod it is.</param>
/// <param name="Connections">What it has open.</param>
internal sealed record WorkloadStateDump(string State, WorkloadInfoDump Info, WorkloadConnectionsDump Connections)
{
    /// <summary>All pods by uid.</summary>
    /// <param name="state">How the pods are.</param>
    /// <param name="connections">What the pod of a uid has open.</param>
    public static ImmutableSortedDictionary<string, WorkloadStateDump> Of(PodsState state, Func<string, WorkloadConnectionsDump> connections) =>
        state.Pods.Values.ToImmutableSortedDictionary(
            pod => pod.Info.Uid,
            pod => new WorkloadStateDump(
                pod.Phase == PodPhase.Up ? "Up" : "Pending",
                new WorkloadInfoDump(pod.Info.Name, pod.Info.Namespace, pod.Info.ServiceAccount),
                connections(pod.Info.Uid)),
            StringComparer.Ordinal);
}

/// <summary>Which pod it is.</summary>
internal sealed record WorkloadInfoDump(string Name, string Namespace, string ServiceAccount);

/// <summary>The connections that a pod has open.</summary>
internal sealed record WorkloadConnectionsDump(IReadOnlyList<WorkloadConnectionDump> Inbound, IReadOnlyList<WorkloadConnectionDump> Outbound)
{
    public static WorkloadConnectionsDump None { get; } = new([], []);
}

/// <summary>A connection.</summary>
/// <param name="Src">Where it comes from.</param>
/// <param name="OriginalDst">Where its caller thinks that it leads.</param>
/// <param name="ActualDst">Where it leads; null where it led nowhere yet.</param>
/// <param name="Protocol"><c>HBONE</c>, <c>DOUBLEHBONE</c> or <c>TCP</c>.</param>
internal sealed record WorkloadConnectionDump(string Src, string OriginalDst, string? ActualDst, string Protocol);
