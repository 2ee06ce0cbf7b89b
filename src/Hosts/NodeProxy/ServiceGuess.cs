using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>
/// Which service a connection to a workload was for, as its metrics and log say it; nobody decides anything by it. Pure.
/// What CONNECT asks for by name counts first; then the name that the caller's node proxy says was called, if the workload
/// belongs to that service, so that no caller makes labels up; then the first service of the workload that leads to the port.
/// </summary>
internal static class ServiceGuess
{
    /// <summary>The service, or null.</summary>
    /// <param name="table">What the node knows.</param>
    /// <param name="decision">Where the connection goes.</param>
    /// <param name="forwardedHost">What the <c>forwarded</c> header says was called.</param>
    public static MeshService? Of(RouteTable table, InboundDecision.Connect decision, string? forwardedHost) =>
        decision.Target.Service ?? Of(table, decision.Workload, decision.Target.Address.Port, forwardedHost);

    /// <summary>The service of a connection that asked for an address, or null.</summary>
    /// <param name="table">What the node knows.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="port">The workload's port.</param>
    /// <param name="forwardedHost">What was called, as the caller's node proxy says; null where it says nothing.</param>
    public static MeshService? Of(RouteTable table, Workload workload, int port, string? forwardedHost)
    {
        MeshService? byPort = null;
        foreach (var membership in workload.Services)
        {
            if (table.FindService(membership.Service) is not { } service)
                continue;
            if (service.Hostname.Equals(forwardedHost, StringComparison.OrdinalIgnoreCase))
                return service;
            if (LeadsTo(service, membership, port))
                byPort ??= service;
        }

        return byPort;
    }

    private static bool LeadsTo(MeshService service, ServiceMembership membership, int port) =>
        service.Ports.Any(mapping => mapping.TargetPort == port)
        || membership.Ports.Any(mapping => mapping.TargetPort == port);
}
