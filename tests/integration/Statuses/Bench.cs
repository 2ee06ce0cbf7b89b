using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>Parts of the tables of benches: pods of namespace <c>shop</c>, and services of theirs.</summary>
internal static class Bench
{
    public const string Here = "n1";
    public const string Elsewhere = "n2";

    /// <summary>The pod whose programs call.</summary>
    public static Workload Caller { get; } = Pod("web", "10.0.0.1");

    /// <summary>The pod that is called.</summary>
    public static Workload Callee { get; } = Pod("cart", "10.0.0.2");

    public static Workload Pod(string name, string? address) => new()
    {
        Uid = $"east//Pod/shop/{name}",
        Name = name,
        Namespace = "shop",
        Cluster = "east",
        Network = Here,
        ServiceAccount = name,
        TunnelProtocol = TunnelProtocol.Hbone,
        Addresses = address is null ? [] : [IPAddress.Parse(address)],
    };

    /// <summary>A service at the port 80, and its endpoints at 8080.</summary>
    public static MeshService Service(string name, string? address = null) => new()
    {
        Name = name,
        Namespace = "shop",
        Hostname = $"{name}.shop.svc.cluster.local",
        Ports = [new PortMapping(80, 8080, AppProtocol.Unknown)],
        Addresses = address is null ? [] : [new NetworkAddress(Here, IPAddress.Parse(address)), new NetworkAddress(Elsewhere, IPAddress.Parse(address))],
    };

    /// <summary>The pod as an endpoint of a service.</summary>
    public static Workload In(this Workload pod, MeshService service) => pod with { Services = [new ServiceMembership(service.Key, service.Ports)] };

    public static RouteTable Table(IEnumerable<MeshService> services, IEnumerable<Workload> workloads, params AuthorizationPolicy[] policies) =>
        RouteTable.Create(new Viewpoint("east", Here, ViewpointRole.Node), services, workloads, policies);

    /// <summary>What a gateway of the other network has.</summary>
    public static RouteTable BehindGateway(IEnumerable<MeshService> services, IEnumerable<Workload> workloads) =>
        RouteTable.Create(new Viewpoint("west", Elsewhere, ViewpointRole.Gateway), services, workloads, []);

    /// <summary>A policy of the pods' namespace that names nobody: it allows nobody, or denies nobody.</summary>
    public static AuthorizationPolicy Policy(string name, AuthorizationAction action, params AuthorizationGroup[] groups) =>
        new(new NamespacedName("shop", name), AuthorizationScope.Namespace, action, [.. groups]);

    public static IPEndPoint At(this Workload pod, int port) => new(pod.Addresses[0], port);

    public static IPEndPoint Hbone(this Workload pod) => pod.At(WellKnown.HbonePort);
}
