using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Distribution;

/// <summary>The connections that a change of a route table may concern; the others can stay open if they could before.</summary>
internal sealed class TouchedConnections(RouteTableDelta delta)
{
    private readonly HashSet<NamespacedName> _services =
        [.. delta.Services.Select(service => service.Key), .. delta.RemovedServices];

    private readonly HashSet<string> _workloads =
        new(delta.Workloads.Select(workload => workload.Uid).Concat(delta.RemovedWorkloads), StringComparer.Ordinal);

    /// <summary>A policy that is gone, or is another one now, does not say whom it was about; nor do domains that are believed.</summary>
    private readonly bool _hasPolicies = !delta.Authorizations.IsEmpty || !delta.RemovedAuthorizations.IsEmpty
        || delta.Services.Any(service => BelievedDomains.IsReserved(service.Key))
        || delta.RemovedServices.Any(BelievedDomains.IsReserved);

    /// <summary>Whether a connection is one of them.</summary>
    public bool Contains(LiveConnection connection) => connection switch
    {
        LiveConnection.Outbound outbound =>
            _workloads.Contains(outbound.SourceUid) || _workloads.Contains(outbound.TargetUid)
            || (outbound.Service is { } service && _services.Contains(service)),
        LiveConnection.OutboundThroughGateway outbound =>
            _workloads.Contains(outbound.SourceUid) || _services.Contains(outbound.Service),
        LiveConnection.Inbound inbound => _hasPolicies || _workloads.Contains(inbound.TargetUid),
        LiveConnection.Relayed relayed => _services.Contains(relayed.Service) || _workloads.Contains(relayed.TargetUid),
        _ => true,
    };
}
