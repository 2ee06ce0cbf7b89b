using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy.Reaching;

/// <summary>Where a step from end to end ends, in words, and its part of the connections.</summary>
/// <param name="Text">How and where.</param>
/// <param name="Part">Its part.</param>
internal sealed record SteppedEnd(string Text, double Part);

/// <summary>
/// Connections followed step by step, written to be read: each step by the table of whoever decides it, by the slow router and
/// the slow authorizer.
/// </summary>
internal sealed class SteppedMesh(Mesh mesh)
{
    private readonly MeshIndex _index = MeshIndex.Create(mesh);
    private readonly Dictionary<Viewpoint, RouteTable> _tables = [];

    /// <summary>Every end of the connections of a pod to a name now.</summary>
    public IReadOnlyList<SteppedEnd> Follow(Workload pod, string host, int port)
    {
        var table = Node(pod);
        if (pod.TunnelProtocol == TunnelProtocol.None)
            return Outside(table, pod, host, port);
        var caller = table.Workloads.Single(workload => workload.Uid == pod.Uid);
        return
        [
            .. from outcome in new ReferenceRouter(table, caller).Decide(new Destination.Named(host, port))
               where outcome.Share > 0
               from end in Carry(caller, outcome.Decision, host, port)
               select end with { Part = end.Part * outcome.Share },
        ];
    }

    private IEnumerable<SteppedEnd> Carry(Workload caller, RouteDecision decision, string host, int port) => decision switch
    {
        RouteDecision.Unresolved unresolved => Carry(caller, unresolved.Pattern, host, port),
        RouteDecision.Refused refused => [new SteppedEnd($"refused {Spell(refused.Reason.ToString())}", 1)],
        RouteDecision.Plain { To: { } to } => [new SteppedEnd($"plain {Owner(to)} unchecked", 1)],
        RouteDecision.Tunnel tunnel => [new SteppedEnd($"tunnel {Tunnelled(caller, tunnel)}", 1)],
        RouteDecision.DoubleTunnel crossing => Cross(caller, crossing, host, port),
        _ => throw new InvalidOperationException($"`{decision}` is not expected here"),
    };

    private string Tunnelled(Workload caller, RouteDecision.Tunnel tunnel)
    {
        var callee = Node(tunnel.To).Workloads.Single(workload => workload.Uid == tunnel.To.Uid);
        if (!tunnel.Expected.Contains(callee.Identity) || !Believes(mesh.Find(callee.Cluster)!, caller))
            return $"to {Owner(callee)} refused identity-mismatch";
        if (!IPEndPoint.TryParse(tunnel.Authority, out var asked))
        {
            var colon = tunnel.Authority.LastIndexOf(':');
            return Named(
                caller, callee, caller.Addresses[0], tunnel.Authority[..colon], int.Parse(tunnel.Authority[(colon + 1)..]), tunnel.IsToWaypoint);
        }

        return ReferenceInbound.Takes(Node(callee), callee, tunnel.Address.Address, asked.Address)
            ? Arrive(caller, callee, caller.Addresses[0], new IPEndPoint(tunnel.Address.Address, asked.Port), tunnel.IsToWaypoint)
            : $"to {Owner(callee)} refused refused";
    }

    private IEnumerable<SteppedEnd> Cross(Workload caller, RouteDecision.DoubleTunnel crossing, string host, int port)
    {
        var (cluster, gateway) = mesh.Clusters
            .SelectMany(cluster => cluster.Gateways.Select(gateway => (cluster, gateway)))
            .Single(known => crossing.Address.Address.Equals(IPAddress.Any)
                ? known.gateway.Hostnames.Contains(crossing.Gateway.Hostname)
                : known.gateway.Addresses.Contains(crossing.Address.Address));
        var way = $"double {cluster.Id}/{gateway.Name}";
        if (!crossing.OuterExpected.Contains(gateway.Identity) || !Believes(cluster, caller))
            return [new SteppedEnd($"{way} refused identity-mismatch", 1)];
        var table = Table(new Viewpoint(cluster.Id, gateway.Network, ViewpointRole.Gateway));
        var called = table.Services.SingleOrDefault(service => service.Hostname == host);
        if (called is null || called.Ports.All(known => known.ServicePort != port))
            return [new SteppedEnd($"{way} refused unknown-authority", 1)];
        var waypoint = called.Waypoint is GatewayAddress.Named named ? named : null;
        var served = waypoint is null ? called : table.Services.SingleOrDefault(service => service.Key == waypoint.Host);
        var usable = served is null ? [] : Usable(table, served, waypoint?.HbonePort ?? port);
        if (usable.Length == 0)
            return [new SteppedEnd($"{way} refused unavailable", 1)];
        return Parts(served!, usable).Select(part =>
        {
            var callee = Node(part.Endpoint).Workloads.Single(workload => workload.Uid == part.Endpoint.Uid);
            return new SteppedEnd($"{way} {Inner(caller, callee, crossing, host, port, waypoint is not null)}", part.Part);
        });
    }

    private string Inner(Workload caller, Workload callee, RouteDecision.DoubleTunnel crossing, string host, int port, bool isWaypoint) =>
        crossing.InnerExpected.Contains(callee.Identity) && Believes(mesh.Find(callee.Cluster)!, caller)
            ? Named(caller, callee, crossing.Address.Address, host, port, isWaypoint)
            : $"to {Owner(callee)} refused identity-mismatch";

    /// <summary>What a name leads to within a workload is asked of the resolver itself: its reference is of addresses alone.</summary>
    private string Named(Workload caller, Workload callee, IPAddress from, string host, int port, bool isWaypoint) =>
        InboundResolver.Resolve(Node(callee), callee, callee.Addresses[0], new Destination.Named(host, port)) is InboundTarget.Application target
            ? Arrive(caller, callee, from, target.Address, isWaypoint)
            : $"to {Owner(callee)} refused unavailable";

    private string Arrive(Workload caller, Workload callee, IPAddress from, IPEndPoint target, bool isWaypoint) =>
        Authorized(Node(callee), callee, new InboundConnection(from, caller.Identity, target.Address, target.Port), isWaypoint);

    private static string Authorized(RouteTable table, Workload callee, InboundConnection connection, bool isWaypoint)
    {
        var policies = ApplicablePolicies.Of(table.Authorizations, callee.Namespace, callee.AuthorizationPolicies);
        return ReferenceAuthorizer.Decide(policies, connection).Match(
            allowed => $"{(isWaypoint ? "waypoint " : "")}{Owner(callee)} by [{string.Join(", ", allowed.By)}]",
            denied => $"to {Owner(callee)} refused policy-denied by [{string.Join(", ", denied.By)}]");
    }

    /// <summary>Who is not in the mesh is led by Kubernetes, to its own cluster's endpoints, and proves nothing.</summary>
    private IReadOnlyList<SteppedEnd> Outside(RouteTable table, Workload pod, string host, int port)
    {
        if (table.Services.FirstOrDefault(service => service.Hostname == host) is not { } called)
            return [new SteppedEnd("refused unknown-host", 1)];
        if (called.Ports.All(known => known.ServicePort != port))
            return [new SteppedEnd("refused unknown-port", 1)];
        var own = (from workload in table.Workloads
                   where workload.Cluster == pod.Cluster && !workload.Addresses.IsEmpty && IsReady(called, workload)
                   let target = TargetPort(called, workload, port)
                   where target is not null
                   select (workload, target.Value)).ToArray();
        return own.Length == 0
            ? [new SteppedEnd("refused no-healthy-endpoint", 1)]
            : [.. own.Select(endpoint => new SteppedEnd(Plainly(pod, endpoint.workload, endpoint.Value), 1.0 / own.Length))];
    }

    private string Plainly(Workload pod, Workload endpoint, int port) => endpoint.TunnelProtocol == TunnelProtocol.None
        ? $"plain {Owner(endpoint)} unchecked"
        : $"plain {Authorized(Node(endpoint), endpoint, new InboundConnection(pod.Addresses[0], default, endpoint.Addresses[0], port), false)}";

    private static Workload[] Usable(RouteTable table, MeshService service, int port) =>
    [
        .. table.Workloads.Where(workload =>
            workload.Network == table.Viewpoint.Network
            && workload.TunnelProtocol == TunnelProtocol.Hbone
            && workload.Addresses.Any(address => service.IpFamilies != IpFamilies.IPv6Only || address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            && IsReady(service, workload)
            && TargetPort(service, workload, port) is not null),
    ];

    /// <summary>Clusters by their weights, and the endpoints of each by capacity; where nothing weighs, all alike.</summary>
    private static IEnumerable<(Workload Endpoint, double Part)> Parts(MeshService service, Workload[] usable)
    {
        var clusters = service.ClusterWeights.IsEmpty ? [usable] : usable.GroupBy(workload => workload.Cluster).Select(group => group.ToArray()).ToArray();
        var weights = Shares(clusters.Select(cluster => service.ClusterWeights.IsEmpty
            ? 1.0
            : service.ClusterWeights.Where(weight => weight.Cluster == cluster[0].Cluster).Sum(weight => (double)weight.Weight)));
        return
            from place in Enumerable.Range(0, clusters.Length)
            let shares = Shares(clusters[place].Select(workload => (double)workload.Capacity))
            from number in Enumerable.Range(0, shares.Length)
            let part = weights[place] * shares[number]
            where part > 0
            select (clusters[place][number], part);
    }

    private static double[] Shares(IEnumerable<double> weights)
    {
        var all = weights.ToArray();
        return all.Sum() > 0 ? [.. all.Select(weight => weight / all.Sum())] : [.. all.Select(_ => 1.0 / all.Length)];
    }

    private static bool IsReady(MeshService service, Workload workload) =>
        workload.Status == HealthStatus.Healthy || service.LoadBalancing.Health == HealthPolicy.AllowAll;

    private static int? TargetPort(MeshService service, Workload workload, int port)
    {
        if (workload.Services.FirstOrDefault(part => part.Service == service.Key) is not { } part)
            return null;
        var own = part.Ports.FirstOrDefault(known => known.ServicePort == port)?.TargetPort ?? 0;
        var ofService = service.Ports.FirstOrDefault(known => known.ServicePort == port)?.TargetPort ?? 0;
        return own > 0 ? own : ofService > 0 ? ofService : null;
    }

    private static bool Believes(Cluster cluster, Workload caller) =>
        caller.TrustDomain == cluster.TrustDomain || cluster.Federation.Any(bundle => bundle.TrustDomain == caller.TrustDomain);

    private static string Owner(Workload workload) =>
        $"{workload.Cluster}/{workload.Namespace}/{(workload.Owner.Length > 0 ? workload.Owner : workload.Name)}";

    private static string Spell(string reason) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(reason);

    private RouteTable Node(Workload workload) => Table(new Viewpoint(workload.Cluster, workload.Network, ViewpointRole.Node));

    private RouteTable Table(Viewpoint viewpoint)
    {
        if (!_tables.TryGetValue(viewpoint, out var table))
            _tables.Add(viewpoint, table = RouteTableCompiler.Compile(_index, viewpoint));
        return table;
    }
}
