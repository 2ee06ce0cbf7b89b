using System.Net;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>Decides where an outbound connection goes. Total: whatever is asked, there is a decision.</summary>
public static class Router
{
    /// <summary>The decision on one connection.</summary>
    /// <param name="table">What the caller's node knows.</param>
    /// <param name="connection">Who wants to go where.</param>
    /// <param name="roll">Chance, for the choice among equal endpoints: every value is equally likely.</param>
    /// <param name="domainSuffix">The suffix of full service names.</param>
    public static RouteDecision Decide(
        RouteTable table,
        OutboundConnection connection,
        ulong roll,
        string domainSuffix = WellKnown.DefaultDomainSuffix)
    {
        if (table.FindWorkload(connection.SourceUid) is not { } source)
        {
            return Refuse(
                RefusalReason.UnknownSource, $"the caller `{connection.SourceUid}` is no workload of this cluster");
        }

        return connection.Destination switch
        {
            Destination.Named named => DecideNamed(table, source, named, roll, domainSuffix),
            Destination.Addressed addressed => DecideAddressed(table, source, addressed, roll),
            _ => Refuse(RefusalReason.UnknownHost, "the destination is neither a name nor an address"),
        };
    }

    private static RouteDecision DecideNamed(
        RouteTable table, Workload source, Destination.Named named, ulong roll, string domainSuffix)
    {
        if (NameResolver.Resolve(table, named.Host, source.Namespace, domainSuffix) is { } service)
            return DecideService(table, source, service, named.Port, roll);
        return Refuse(
            RefusalReason.UnknownHost,
            $"no service `{named.Host}` can be seen from cluster `{source.Cluster}`: "
            + "it is not defined there, and no other cluster shares one of that name as global");
    }

    private static RouteDecision DecideAddressed(
        RouteTable table, Workload source, Destination.Addressed addressed, ulong roll)
    {
        // Each pod has a loopback interface of its own, which nobody else may reach by its node proxy.
        if (IPAddress.IsLoopback(addressed.Target.Address))
            return Refuse(RefusalReason.SelfCall, $"{addressed.Target} is the caller's own, and is not carried");
        var target = new NetworkAddress(source.Network, addressed.Target.Address);
        if (table.FindByVirtualAddress(target, source.Namespace) is { } service)
            return DecideService(table, source, service, addressed.Port, roll);
        if (table.FindByAddress(target) is not { } workload)
            return new RouteDecision.Plain(addressed.Target, null, null);
        return Direct(workload, addressed.Target.Address, addressed.Port, null);
    }

    private static RouteDecision DecideService(
        RouteTable table, Workload source, MeshService service, int servicePort, ulong roll)
    {
        if (service.Port(servicePort) is null)
        {
            var ports = string.Join(", ", service.Ports.Select(port => port.ServicePort));
            return Refuse(
                RefusalReason.UnknownPort, $"service `{service.Hostname}` has no port {servicePort}, only {ports}");
        }

        var candidates = EndpointSelection.Candidates(source, service, servicePort, table.EndpointsOf(service.Key));
        if (EndpointSelection.Pick(candidates, roll) is not { } endpoint)
        {
            return Refuse(
                RefusalReason.NoHealthyEndpoint,
                $"service `{service.Hostname}` has no usable endpoint for port {servicePort}");
        }

        if (endpoint.Workload.Network != source.Network)
            return ThroughGateway(table, service, endpoint.Workload, servicePort);
        var targetPort = EndpointSelection.TargetPort(endpoint.Membership, servicePort) ?? servicePort;
        return Direct(endpoint.Workload, endpoint.Workload.Addresses[0], targetPort, service);
    }

    private static RouteDecision Direct(Workload workload, IPAddress address, int port, MeshService? service)
    {
        if (WellKnown.IsNodeProxyPort(port))
            return Refuse(RefusalReason.SelfCall, $"port {port} of `{workload.Display}` is its node proxy's own");
        if (workload.TunnelProtocol == TunnelProtocol.None)
            return new RouteDecision.Plain(new IPEndPoint(address, port), workload, service);
        return new RouteDecision.Tunnel(
            workload,
            new IPEndPoint(address, WellKnown.HbonePort),
            new IPEndPoint(address, port).ToString(),
            [workload.Identity],
            service);
    }

    private static RouteDecision ThroughGateway(RouteTable table, MeshService service, Workload endpoint, int servicePort)
    {
        if (endpoint.NetworkGateway is not GatewayAddress.Addressed way)
        {
            return Refuse(
                RefusalReason.NoGateway, $"no gateway leads to network `{endpoint.Network}` for `{service.Hostname}`");
        }

        if (table.FindByAddress(way.Address) is not { } gateway)
            return Refuse(RefusalReason.NoGateway, $"the gateway `{way.Address}` is not known");
        return new RouteDecision.DoubleTunnel(
            endpoint,
            gateway,
            new IPEndPoint(way.Address.Address, way.HbonePort),
            $"{service.Hostname}:{servicePort}",
            [gateway.Identity],
            service.SubjectAltNames,
            service);
    }

    private static RouteDecision Refuse(RefusalReason reason, string message) =>
        new RouteDecision.Refused(reason, message);
}
