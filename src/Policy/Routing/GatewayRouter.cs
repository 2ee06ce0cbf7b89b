using System.Diagnostics;
using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>What becomes of an outer tunnel that reached an east-west gateway.</summary>
public abstract record GatewayDecision
{
    private protected GatewayDecision()
    {
    }

    /// <summary>Its bytes go, unopened, to a node proxy of the gateway's own network.</summary>
    /// <param name="To">The endpoint.</param>
    /// <param name="Address">Its node proxy.</param>
    /// <param name="Service">The service that was asked for.</param>
    public sealed record Forward(Workload To, IPEndPoint Address, MeshService Service) : GatewayDecision;

    /// <summary>No tunnel.</summary>
    /// <param name="Reason">Why, as one of few reasons.</param>
    /// <param name="Message">Why, in one line.</param>
    public sealed record Refused(RefusalReason Reason, string Message) : GatewayDecision;

    /// <summary>Calls the function of the case that this is.</summary>
    public T Match<T>(Func<Forward, T> forward, Func<Refused, T> refused) => this switch
    {
        Forward decision => forward(decision),
        Refused decision => refused(decision),
        _ => throw new UnreachableException(),
    };
}

/// <summary>Decides where an outer tunnel goes. A gateway's table holds global services only, so no other can be reached.</summary>
public static class GatewayRouter
{
    /// <summary>The decision on one tunnel.</summary>
    /// <param name="table">A table of a gateway's viewpoint.</param>
    /// <param name="host">The host of the authority: a service's full name.</param>
    /// <param name="servicePort">The port of the authority: a service port.</param>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public static GatewayDecision Decide(RouteTable table, string host, int servicePort, ulong roll)
    {
        if (table.FindByHostname(host.ToLowerInvariant(), "") is not { } service)
        {
            return new GatewayDecision.Refused(
                RefusalReason.UnknownAuthority, $"`{host}` is no global service of network `{table.Viewpoint.Network}`");
        }

        if (service.Port(servicePort) is null)
        {
            return new GatewayDecision.Refused(
                RefusalReason.UnknownPort, $"service `{service.Hostname}` has no port {servicePort}");
        }

        var candidates = table.EndpointsOf(service.Key)
            .RemoveAll(endpoint => !CanTakeInnerTunnel(endpoint, service.LoadBalancing, servicePort));
        if (EndpointSelection.Pick(candidates, roll) is not { } picked)
        {
            return new GatewayDecision.Refused(
                RefusalReason.NoHealthyEndpoint,
                $"service `{service.Hostname}` has no usable endpoint in network `{table.Viewpoint.Network}`");
        }

        var address = new IPEndPoint(picked.Workload.Addresses[0], WellKnown.HbonePort);
        return new GatewayDecision.Forward(picked.Workload, address, service);
    }

    private static bool CanTakeInnerTunnel(Endpoint endpoint, LoadBalancing balancing, int servicePort) =>
        endpoint.Workload is { TunnelProtocol: TunnelProtocol.Hbone, Addresses.IsEmpty: false }
        && (endpoint.Workload.Status == HealthStatus.Healthy || balancing.Health == HealthPolicy.AllowAll)
        && EndpointSelection.TargetPort(endpoint.Membership, servicePort) is not null;
}
