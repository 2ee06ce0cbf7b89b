using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Hosts.Xds.Protos.SecurityApi;
using ScopeMesh.Hosts.Xds.Protos.WorkloadApi;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using Authorization = ScopeMesh.Hosts.Xds.Protos.SecurityApi.Authorization;
using Extension = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.Extension;
using GatewayAddress = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.GatewayAddress;
using LoadBalancing = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.LoadBalancing;
using NetworkAddress = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.NetworkAddress;
using Service = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.Service;
using StringMatch = ScopeMesh.Hosts.Xds.Protos.SecurityApi.StringMatch;
using TunnelProtocol = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.TunnelProtocol;
using WeightedWaypoint = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.WeightedWaypoint;
using WireAddress = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.Address;
using Workload = ScopeMesh.Hosts.Xds.Protos.WorkloadApi.Workload;

namespace ScopeMesh.Tests.Unit.Hosts.Xds.Conversion;

/// <summary>Messages that name nothing valid: what is said of them, and that nothing of their update is taken over.</summary>
public sealed class RefusalSituations
{
    private static readonly ByteString Ip = ByteString.CopyFrom(10, 0, 0, 1);

    private static readonly NodeState Before = NodeState.Start(new Viewpoint("east", "", ViewpointRole.Node))
        .Apply(new NodeUpdate.Addresses(
            [],
            [new ScopeMesh.Policy.Model.Workload { Uid = "old", Name = "old", Namespace = "default", Addresses = [IPAddress.Loopback] }],
            []))
        .Next;

    private static readonly Dictionary<string, IMessage> Table = new()
    {
        ["an address is neither a service nor a workload"] = new WireAddress(),
        ["a service has no host name"] = Of(new Service { Name = "cart", Namespace = "shop" }),
        ["`cart` is no SPIFFE identity"] = Of(new Service { Hostname = "h", SubjectAltNames = { "cart" } }),
        ["a range of addresses stands where a single one must"] = Of(new Service
        {
            Hostname = "h",
            Waypoint = new GatewayAddress { Address = new NetworkAddress { Address = Ip, Length = 8 }, HboneMtlsPort = 15008 },
        }),
        ["a weighted waypoint has no destination"] = Of(new Service { Hostname = "h", WeightedWaypoints = { new WeightedWaypoint { Weight = 1 } } }),
        ["an address has no prefix of 64 bits"] = Of(new Service { Hostname = "h", Addresses = { new NetworkAddress { Address = Ip, Length = 64 } } }),
        ["extension `scopemesh.io/routing` is no struct"] =
            Of(new Service { Hostname = "h", Extensions = { new Extension { Name = "scopemesh.io/routing", Config = new Any() } } }),
        ["the weight of a cluster is -1, and not a whole number"] = Of(WithWeight(Value.ForNumber(-1))),
        ["the weight of a cluster is 1.5, and not a whole number"] = Of(WithWeight(Value.ForNumber(1.5))),
        ["an address has 4 or 16 bytes, not 3"] = Of(new Service { Hostname = "h", Addresses = { new NetworkAddress { Address = ByteString.CopyFrom(1, 2, 3) } } }),
        ["0 is no port"] = Of(new Service { Hostname = "h", Ports = { new Port { TargetPort = 80 } } }),
        ["65536 is no port"] = Of(new Service { Hostname = "h", Ports = { new Port { ServicePort = 65_536 } } }),
        ["65537 is no port"] = Of(new Service { Hostname = "h", Ports = { new Port { ServicePort = 80, TargetPort = 65_537 } } }),
        ["load balancing mode 9 is not known"] = Of(new Service { Hostname = "h", LoadBalancing = new LoadBalancing { Mode = (LoadBalancing.Types.Mode)9 } }),
        ["health policy 9 is not known"] = Of(new Service { Hostname = "h", LoadBalancing = new LoadBalancing { HealthPolicy = (LoadBalancing.Types.HealthPolicy)9 } }),
        ["routing preference 0 is not known"] = Of(new Service { Hostname = "h", LoadBalancing = new LoadBalancing { RoutingPreference = { LoadBalancing.Types.Scope.UnspecifiedScope } } }),
        ["a workload has no uid"] = Of(new Workload { Name = "web" }),
        ["tunnel protocol LegacyIstioMtls is not carried"] = Of(new Workload { Uid = "u", TunnelProtocol = TunnelProtocol.LegacyIstioMtls }),
        ["an address has 4 or 16 bytes, not 5"] = Of(new Workload { Uid = "u", Addresses = { ByteString.CopyFrom(1, 2, 3, 4, 5) } }),
        ["`cart` is no `namespace/name`"] = Of(new Workload { Uid = "u", AuthorizationPolicies = { "cart" } }),
        ["`shop` is no `namespace/name`"] = Of(new Workload { Uid = "u", Services = { ["shop"] = new PortList() } }),
        ["a gateway has neither an address nor a host name"] = Of(new Workload { Uid = "u", NetworkGateway = new GatewayAddress { HboneMtlsPort = 15008 } }),
        ["the host name of a gateway is empty"] =
            Of(new Workload { Uid = "u", NetworkGateway = new GatewayAddress { Hostname = new NamespacedHostname { Namespace = "n" } } }),
        ["`td`, `a/b`, `default` do not name an identity"] = Of(new Workload { Uid = "u", TrustDomain = "td", Namespace = "a/b" }),
        ["`td`, `a`, `b/c` do not name an identity"] = Of(new Workload { Uid = "u", TrustDomain = "td", Namespace = "a", ServiceAccount = "b/c" }),
        ["scope 7 is not known"] = new Authorization { Name = "p", Scope = (ScopeMesh.Hosts.Xds.Protos.SecurityApi.Scope)7 },
        ["action 7 is not known"] = new Authorization { Name = "p", Action = (ScopeMesh.Hosts.Xds.Protos.SecurityApi.Action)7 },
        ["a string match does not say how it matches"] = Of(new Match { Namespaces = { new StringMatch() } }),
        ["an address has no prefix of 33 bits"] = Of(new Match { NotSourceIps = { new ScopeMesh.Hosts.Xds.Protos.SecurityApi.Address { Address_ = Ip, Length = 33 } } }),
        ["70000 is no port"] = Of(new Match { DestinationPorts = { 70_000 } }),
    };

    private static Service WithWeight(Value weight)
    {
        var weights = new Struct { Fields = { ["east"] = weight } };
        var config = new Struct { Fields = { ["clusterWeights"] = Value.ForStruct(weights) } };
        return new Service { Hostname = "h", Extensions = { new Extension { Name = "scopemesh.io/routing", Config = Any.Pack(config) } } };
    }

    public static TheoryData<string> Situations => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Situations))]
    public void Says_what_is_wrong_and_takes_nothing_over(string reason)
    {
        var type = Table[reason] is WireAddress ? XdsTypes.Address : XdsTypes.Authorization;
        IMessage good = type == XdsTypes.Address ? Of(new Workload { Uid = "good" }) : new Authorization { Name = "good" };
        var update = new XdsUpdate(type, [XdsResource.Of("good", good), XdsResource.Of("bad", Table[reason])], ["old"]);
        var (after, rejections) = Take(update);
        Assert.Equal([new ResourceRejection("bad", reason)], rejections);
        Assert.Same(Before.Latest, after);
    }

    [Fact]
    public void Says_what_is_wrong_with_every_message_at_once()
    {
        var update = new XdsUpdate(
            XdsTypes.Address, [XdsResource.Of("a", new WireAddress()), XdsResource.Of("b", Of(new Workload()))], []);
        var rejections = Take(update).Rejections;
        Assert.Equal(["a", "b"], rejections.Select(rejection => rejection.Name));
    }

    [Fact]
    public void Refuses_bytes_that_are_no_message()
    {
        var payload = new Any { TypeUrl = XdsTypes.Address, Value = ByteString.CopyFrom(0xFF, 0xFF, 0xFF) };
        var update = new XdsUpdate(XdsTypes.Address, [new XdsResource("bad", "1", payload, [])], []);
        var (after, rejections) = Take(update);
        Assert.Single(rejections);
        Assert.Same(Before.Latest, after);
    }

    [Fact]
    public void A_name_that_was_never_known_may_be_removed()
    {
        var (after, rejections) = Take(new XdsUpdate(XdsTypes.Address, [], ["a/b", "c", "old"]));
        Assert.Empty(rejections);
        Assert.Empty(after.Workloads);
    }

    [Fact]
    public void What_a_message_leaves_out_has_ztunnels_defaults()
    {
        var update = new XdsUpdate(XdsTypes.Address, [XdsResource.Of("u", Of(new Workload { Uid = "u", Namespace = "shop" }))], []);
        var workload = Take(update).Table.FindWorkload("u")!;
        Assert.Equal("spiffe://cluster.local/ns/shop/sa/default", workload.Identity.ToString());
        Assert.Equal(("Kubernetes", 1u, HealthStatus.Healthy), (workload.Cluster, workload.Capacity, workload.Status));
    }

    private static (RouteTable Table, ValueList<ResourceRejection> Rejections) Take(XdsUpdate update)
    {
        var (next, rejections) = Before.Apply(RouteTableUpdates.Read(update));
        return (next.Latest, rejections);
    }

    private static WireAddress Of(Service service) => new() { Service = service };

    private static WireAddress Of(Workload workload) => new() { Workload = workload };

    private static Authorization Of(Match match) =>
        new() { Name = "p", Groups = { new Group { Rules = { new Rules { Matches = { match } } } } } };
}
