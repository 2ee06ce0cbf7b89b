using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>Which open connections may stay so, written to be read: every look-up is a scan.</summary>
public static class ReferenceLiveConnections
{
    /// <summary>Whether a table still allows a connection.</summary>
    public static bool MayStay(RouteTable table, LiveConnection connection) => connection switch
    {
        LiveConnection.Outbound outbound =>
            IsStillThere(table, outbound.SourceUid, outbound.Source)
            && IsStillThere(table, outbound.TargetUid, outbound.Peer)
            && (outbound.Service is null || IsStillServed(table, outbound.Service.Value, outbound.TargetUid)),
        LiveConnection.OutboundThroughGateway outbound =>
            IsStillThere(table, outbound.SourceUid, outbound.Source)
            && table.Services.Any(service => service.Key == outbound.Service && service.SubjectAltNames.Contains(outbound.Peer)),
        LiveConnection.Inbound inbound =>
            IsStillThere(table, inbound.TargetUid, inbound.Target)
            && (inbound.Connection.Source.IsNone || inbound.Connection.Source.TrustDomain == inbound.Target.TrustDomain
                || BelievedDomains.Of(table).Contains(inbound.Connection.Source.TrustDomain))
            && table.Workloads.Where(workload => workload.Uid == inbound.TargetUid).All(target =>
                ReferenceAuthorizer.Decide(
                    ApplicablePolicies.Of(table.Authorizations, target.Namespace, target.AuthorizationPolicies), inbound.Connection)
                is AuthorizationDecision.Allowed),
        LiveConnection.Relayed relayed => IsStillServed(table, relayed.Service, relayed.TargetUid),
        _ => false,
    };

    private static bool IsStillThere(RouteTable table, string uid, SpiffeId identity) =>
        table.Workloads.Any(workload => workload.Uid == uid && workload.Identity == identity);

    private static bool IsStillServed(RouteTable table, NamespacedName service, string uid) =>
        table.Services.Any(one => one.Key == service)
        && table.Workloads.Any(workload => workload.Uid == uid && workload.Services.Any(part => part.Service == service));
}
