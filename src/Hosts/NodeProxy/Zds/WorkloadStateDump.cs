using System.Collections.Immutable;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Policy.Distribution;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>A pod as ztunnel's <c>/config_dump</c> tells of it in <c>workloadState</c>.</summary>
/// <param name="State"><c>Up</c> or <c>Pending</c>.</param>
/// <param name="Info">Which pod it is.</param>
/// <param name="Connections">What it has open.</param>
internal sealed record WorkloadStateDump(string State, WorkloadInfoDump Info, WorkloadConnectionsDump Connections)
{
    /// <summary>All pods by uid.</summary>
    /// <param name="state">How the pods are.</param>
    /// <param name="connections">What a pod has open.</param>
    public static ImmutableSortedDictionary<string, WorkloadStateDump> Of(PodsState state, Func<PodInfo, WorkloadConnectionsDump> connections) =>
        state.Pods.Values.ToImmutableSortedDictionary(
            pod => pod.Info.Uid,
            pod => new WorkloadStateDump(
                pod.Phase == PodPhase.Up ? "Up" : "Pending",
                new WorkloadInfoDump(pod.Info.Name, pod.Info.Namespace, pod.Info.ServiceAccount),
                connections(pod.Info)),
            StringComparer.Ordinal);
}

/// <summary>Which pod it is.</summary>
internal sealed record WorkloadInfoDump(string Name, string Namespace, string ServiceAccount);

/// <summary>The connections that a pod has open.</summary>
internal sealed record WorkloadConnectionsDump(IReadOnlyList<WorkloadConnectionDump> Inbound, IReadOnlyList<WorkloadConnectionDump> Outbound)
{
    public static WorkloadConnectionsDump None { get; } = new([], []);

    /// <summary>The connections of one pod, in the order in which they came.</summary>
    public static WorkloadConnectionsDump Of(IEnumerable<OpenConnection> connections)
    {
        var byDirection = connections.OrderBy(open => open.Id).ToLookup(
            open => open.Record.Direction == ConnectionDirection.Inbound, WorkloadConnectionDump.Of);
        return new WorkloadConnectionsDump([.. byDirection[true]], [.. byDirection[false]]);
    }
}

/// <summary>A connection.</summary>
/// <param name="Src">Where it comes from.</param>
/// <param name="OriginalDst">Where its caller thinks that it leads: where a service was called that is known, the service.</param>
/// <param name="ActualDst">Where it leads: the application, or the other end's node proxy or gateway.</param>
/// <param name="Protocol"><c>HBONE</c>, <c>DOUBLEHBONE</c> or <c>TCP</c>.</param>
internal sealed record WorkloadConnectionDump(string? Src, string? OriginalDst, string? ActualDst, string Protocol)
{
    public static WorkloadConnectionDump Of(OpenConnection open)
    {
        var record = open.Record;
        return new WorkloadConnectionDump(
            record.Source.Address?.ToString(),
            Original(record),
            record.Destination.Address?.ToString(),
            open.Subject is LiveConnection.OutboundThroughGateway ? "DOUBLEHBONE" : record.IsMutualTls ? "HBONE" : "TCP");
    }

    /// <summary>An endpoint knows what was called from the header that tells of it, and an outbound connection from what it dialled.</summary>
    private static string? Original(ConnectionRecord record) => record switch
    {
        { Direction: ConnectionDirection.Inbound, Service: { } service, Dialled: { } dialled } => $"{service.Hostname}:{dialled.Port}",
        { Dialled: { } dialled } => dialled.ToString(),
        _ => null,
    };
}
