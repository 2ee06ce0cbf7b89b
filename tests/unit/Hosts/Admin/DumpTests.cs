using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Hosts.Admin;

/// <summary>What <c>/config_dump</c> holds has ztunnel's keys, in ztunnel's order.</summary>
public sealed class DumpTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private static readonly GatewayAddress Waypoint =
        new GatewayAddress.Addressed(new NetworkAddress("defaultnw", IPAddress.Parse("127.0.0.10")), 15008);

    private static readonly Workload Plain = new() { Uid = "", Name = "local", Namespace = "default", TrustDomain = "cluster.local", Cluster = "Kubernetes" };

    private static readonly MeshService Service = new()
    {
        Name = "local",
        Namespace = "default",
        Hostname = "example.com",
        Addresses = [new NetworkAddress("", IPAddress.Parse("127.10.0.1"))],
        Ports = [new PortMapping(80, 8080, AppProtocol.Tcp)],
    };

    [Fact]
    public void Of_a_workload_what_is_as_by_default_is_left_out() =>
        Same(
            """
            {"workloadIps":[],"protocol":"TCP","networkMode":"Standard","name":"local","namespace":"default",
             "trustDomain":"cluster.local","workloadType":"pod","status":"Healthy","clusterId":"Kubernetes","capacity":1}
            """,
            MeshWorkloadDump.Of(Plain));

    [Fact]
    public void A_workload_has_ztunnels_keys() =>
        Same(
            """
            {"workloadIps":["127.0.0.1"],
             "waypoint":{"destination":"defaultnw/127.0.0.10","hboneMtlsPort":15008},
             "networkGateway":{"destination":"istio-system/gw.example","hboneMtlsPort":15009},
             "protocol":"HBONE","networkMode":"HostNetwork","uid":"c//Pod/default/local","name":"local","namespace":"default",
             "trustDomain":"cluster.local","serviceAccount":"sa","network":"defaultnw","workloadName":"deploy",
             "workloadType":"deployment","canonicalName":"app","canonicalRevision":"v1","hostname":"h.example","node":"n",
             "nativeTunnel":true,"applicationTunnel":{"protocol":"PROXY","port":15088},"authorizationPolicies":["default/deny"],
             "status":"Unhealthy","clusterId":"Kubernetes","locality":{"region":"r","zone":"z","subzone":""},
             "services":["default/example.com"],"capacity":3}
            """,
            MeshWorkloadDump.Of(Plain with
            {
                Uid = "c//Pod/default/local",
                Addresses = [IPAddress.Loopback],
                Waypoint = Waypoint,
                NetworkGateway = new GatewayAddress.Named(new NamespacedName("istio-system", "gw.example"), 15009),
                TunnelProtocol = TunnelProtocol.Hbone,
                NetworkMode = NetworkMode.HostNetwork,
                ServiceAccount = "sa",
                Network = "defaultnw",
                Owner = "deploy",
                Kind = WorkloadKind.Deployment,
                CanonicalName = "app",
                CanonicalRevision = "v1",
                Hostname = "h.example",
                Node = "n",
                IsNativeTunnel = true,
                ApplicationTunnel = new ApplicationTunnel(ApplicationTunnelProtocol.Proxy, 15088),
                AuthorizationPolicies = [new NamespacedName("default", "deny")],
                Status = HealthStatus.Unhealthy,
                Locality = new Locality("r", "z", ""),
                Services = [new ServiceMembership(Service.Key, [])],
                Capacity = 3,
            }));

    [Fact]
    public void A_service_has_ztunnels_keys_and_its_endpoints()
    {
        var service = Service with
        {
            AddressBlocks = [new NetworkBlock("n", IPNetwork.Parse("10.0.0.0/24"))],
            SubjectAltNames = [new SpiffeId("cluster.local", "default", "sa")],
            Waypoint = Waypoint,
            WeightedWaypoints = [new WeightedWaypoint(Waypoint, 75)],
            LoadBalancing = new LoadBalancing(LoadBalancingMode.Failover, [RoutingScope.Network, RoutingScope.Region], HealthPolicy.OnlyHealthy),
            IpFamilies = IpFamilies.IPv4Only,
        };
        var endpoint = Plain with
        {
            Uid = "uid", Services = [new ServiceMembership(service.Key, [new PortMapping(80, 9090, AppProtocol.Tcp)])],
        };
        var table = RouteTable.Create(new Viewpoint("c", "", ViewpointRole.Node), [service], [endpoint], []);
        Same(
            """
            {"name":"local","namespace":"default","hostname":"example.com","vips":["/127.10.0.1"],
             "cidrVips":[{"network":"n","cidr":"10.0.0.0/24"}],"ports":{"80":8080},
             "endpoints":{"uid":{"workloadUid":"uid","port":{"80":9090},"status":"Healthy"}},
             "subjectAltNames":["spiffe://cluster.local/ns/default/sa/sa"],
             "waypoint":{"destination":"defaultnw/127.0.0.10","hboneMtlsPort":15008},
             "weightedWaypoints":[{"destination":{"destination":"defaultnw/127.0.0.10","hboneMtlsPort":15008},"weight":75}],
             "loadBalancer":{"routingPreferences":["Network","Region"],"mode":"Failover","healthPolicy":"OnlyHealthy"},
             "ipFamilies":"IPv4","canonical":true,"visibility":"Public"}
            """,
            MeshServiceDump.Of(table, service));
    }

    [Fact]
    public void A_policy_has_rules_of_clauses_of_matches() =>
        Same(
            """
            {"name":"deny-9999","namespace":"default","scope":"Namespace","action":"Deny","rules":[[[
              {"namespaces":[{"Exact":"a"},{"Prefix":"b"}],"serviceAccounts":[{"namespace":"ns","serviceAccount":"sa"}],
               "notPrincipals":[{"Suffix":"c"},{"Presence":[]}],"sourceIps":["10.0.0.0/8"],"notDestinationPorts":[9999]},
              {}],[]],[]],"dryRun":true}
            """,
            LocalConfigurationForm.Of(new AuthorizationPolicy(
                new NamespacedName("default", "deny-9999"),
                AuthorizationScope.Namespace,
                AuthorizationAction.Deny,
                [
                    new AuthorizationGroup(
                    [
                        new AuthorizationRules(
                        [
                            new AuthorizationMatch
                            {
                                Namespaces = [new StringMatch.Exact("a"), new StringMatch.Prefix("b")],
                                NotPrincipals = [new StringMatch.Suffix("c"), new StringMatch.Presence()],
                                ServiceAccounts = [new ServiceAccountMatch("ns", "sa")],
                                SourceIps = [new AddressBlock(IPAddress.Parse("10.0.0.0"), 8)],
                                NotDestinationPorts = [9999],
                            },
                            AuthorizationMatch.Empty,
                        ]),
                        new AuthorizationRules([]),
                    ]),
                    new AuthorizationGroup([]),
                ])
            {
                IsDryRun = true,
            }));

    [Theory]
    [InlineData("1.2.3+abc", "1.2.3", "abc")]
    [InlineData("1.2.3", "1.2.3", "unknown")]
    public void A_version_is_told_with_the_revision_that_was_built(string product, string version, string revision)
    {
        var dump = VersionDump.Of(product);
        Assert.Equal((version, revision), (dump.Version, dump.GitRevision));
    }

    private static void Same<T>(string expected, T dump)
    {
        using var text = JsonDocument.Parse(expected);
        Assert.Equal(JsonSerializer.Serialize(text.RootElement), JsonSerializer.Serialize(dump, Json));
    }
}
