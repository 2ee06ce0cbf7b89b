using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Unit.Policy.LocalConfiguration;

public sealed class LocalConfigurationReaderTests
{
    private static readonly NamespacedName Shop = new("default", "shop.example.com");

    [Fact]
    public void What_a_file_does_not_say_is_as_users_expect()
    {
        var workload = Assert.Single(Read("workloads: [{namespace: default, name: web, workloadIps: [127.0.0.1], clusterId: c}]").Workloads);
        Assert.Equal(
            new Workload { Uid = "c//Pod/default/web", Name = "web", Namespace = "default", ServiceAccount = "default", Cluster = "c", Addresses = [IPAddress.Loopback] },
            workload);
        Assert.Equal("spiffe://cluster.local/ns/default/sa/default", $"{workload.Identity}");
    }

    /// <summary>The shapes of the example that ztunnel's project has.</summary>
    [Fact]
    public void Two_workloads_serve_a_service_and_a_policy_denies_a_port()
    {
        var read = Read("""
            workloads:
            - {uid: one, name: one, namespace: default, workloadIps: ["127.0.0.1"], protocol: HBONE, node: local, network: "", services: {"default/shop.example.com": {80: 8080}}}
            - {uid: two, name: two, namespace: default, workloadIps: ["127.0.0.2"], protocol: TCP, node: local, network: "", services: {"default/shop.example.com": {80: 8080}}}
            policies:
              - action: Allow
                rules:
                - - - notDestinationPorts:
                      - 9999
                name: deny-9999
                namespace: default
                scope: Namespace
                dryRun: false
            services:
            - name: shop
              namespace: default
              hostname: shop.example.com
              vips:
                - /127.10.0.1
              ports:
                80: 8080
              subjectAltNames:
               - spiffe://cluster.local/ns/default/sa/local
              canonical: true
            """);
        Assert.Empty(read.Diagnostics);
        var table = read.ToTable(new Viewpoint("", "", ViewpointRole.Node));
        Assert.Equal(["one", "two"], table.EndpointsOf(Shop).Select(endpoint => endpoint.Workload.Uid));
        Assert.Equal([TunnelProtocol.Hbone, TunnelProtocol.None], table.Workloads.Select(workload => workload.TunnelProtocol));
        Assert.Equal(Shop, table.FindByVirtualAddress("", IPAddress.Parse("127.10.0.1"), "default")?.Key);
        var policy = Assert.Single(table.Authorizations);
        Assert.Equal([9999], policy.Groups[0].Rules[0].Matches[0].NotDestinationPorts);
        Assert.Equal((AuthorizationScope.Namespace, AuthorizationAction.Allow, false), (policy.Scope, policy.Action, policy.IsDryRun));
    }

    [Fact]
    public void Endpoints_that_a_service_lists_are_parts_of_workloads()
    {
        var read = Read("""
            workloads: [{uid: one, namespace: default, workloadIps: [127.0.0.1]}]
            services: [{name: shop, namespace: default, hostname: shop.example.com, vips: [], ports: {80: 8080}, endpoints: {one: {workloadUid: one, port: {80: 9090}, status: Healthy}}}]
            """);
        Assert.Equal([new ServiceMembership(Shop, [new PortMapping(80, 9090, AppProtocol.Unknown)])], Assert.Single(read.Workloads).Services);
    }

    [Fact]
    public void A_gateway_is_an_address_or_else_a_name()
    {
        var workloads = Read("""
            workloads:
            - {uid: a, namespace: x, workloadIps: [], waypoint: {destination: net/10.0.0.1, hboneMtlsPort: 15088}}
            - {uid: b, namespace: x, workloadIps: [], networkGateway: {destination: x/way.example.com}}
            """).Workloads;
        Assert.Equal(new GatewayAddress.Addressed(new NetworkAddress("net", IPAddress.Parse("10.0.0.1")), 15088), workloads[0].Waypoint);
        Assert.Equal(new GatewayAddress.Named(new NamespacedName("x", "way.example.com"), 15008), workloads[1].NetworkGateway);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_line_and_a_remedy() => Assert.Equal(
        [
            "f.yaml:2:3: error MF021: `workloads[0].nam` is not known here; did you mean `name`?",
            "f.yaml:2:3: error MF011: `workloads[0].namespace` is missing; add it",
            "f.yaml:3:17: error MF015: `workloads[0].workloadIps[0]` is `127.0.0`, not an IP address; write one such as `10.0.0.1`",
            "f.yaml:4:13: error MF017: `workloads[0].protocol` is `hbone`, which is not known; did you mean `HBONE`?",
            "f.yaml:5:20: error MF014: `workloads[0].services.a/b` has the key `http`, which is no port; write a number from 1 to 65535",
            "f.yaml:6:19: error MF012: `workloads[0].serviceAccount` is `a/b`, which holds a slash; write a name such as `default`",
            "f.yaml:7:13: error MF010: `workloads[0].capacity` is the text `two`, not a whole number; write one from 0 to 4294967295",
            "f.yaml:9:4: error MF011: `services[0].vips` is missing; add it",
            "f.yaml:10:15: error MF014: `services[0].ports.80` is `65536`, outside its range; write one from 0 to 65535",
            "f.yaml:12:4: error MF011: `policies[0].scope` is missing; add it",
            "f.yaml:13:28: error MF020: `policies[0].rules[0][0][0].principals[0]` is not one way to match a text; "
                + "write one of `{Exact: TEXT}`, `{Prefix: TEXT}`, `{Suffix: TEXT}` and `{Presence: []}`",
        ],
        Errors("""
            workloads:
            - nam: web
              workloadIps: [127.0.0]
              protocol: hbone
              services: {a/b: {http: 80}}
              serviceAccount: a/b
              capacity: two
            services:
            - {name: s, namespace: a, hostname: h,
              ports: {80: 65536}}
            policies:
            - {name: p, namespace: a, action: Deny,
              rules: [[[{principals: [{Exact: a, Prefix: b}]}]]]}
            """));

    [Theory]
    [InlineData("", "f.yaml: error MF011: the file says nothing; write `workloads: []` where there are none")]
    [InlineData("[]", "f.yaml:1:1: error MF010: the document is a list, not a mapping; write a mapping")]
    [InlineData("workloads: []\n---\nservices: []", "f.yaml:3:1: error MF020: a second document begins here; write everything into one, without lines of `---`")]
    [InlineData("pods: []", "f.yaml:1:1: error MF021: `pods` is not known here; write `workloads`, `services` or `policies`")]
    [InlineData(
        "workloads: [{namespace: a, workloadIps: []}, {namespace: a, workloadIps: []}]",
        "f.yaml:1:58: error MF020: two workloads have the uid `//Pod/a/`; give each a `uid` of its own")]
    [InlineData(
        "workloads: [{namespace: a, workloadIps: [], authorizationPolicies: [a/p]}]",
        "f.yaml:1:69: error MF020: there is no policy `a/p`; write it under `policies`, or do not list it")]
    [InlineData(
        "services: [{name: s, namespace: a, hostname: h, vips: [], ports: {}, endpoints: {w: {}}}]",
        "f.yaml:1:82: error MF020: there is no workload `w`; write it under `workloads`, or do not list it")]
    [InlineData(
        "services: [{name: s, namespace: a, hostname: h, vips: [10.0.0.1], ports: {}}]",
        "f.yaml:1:56: error MF015: `services[0].vips[0]` is `10.0.0.1`, not `NETWORK/ADDRESS`; "
            + "write one such as `network-1/10.0.0.1`, or `/10.0.0.1` where the network has no name")]
    [InlineData(
        "workloads: [{namespace: a, workloadIps: [], trustDomain: \"\"}]",
        "f.yaml:1:58: error MF012: `workloads[0].trustDomain` is ``, no trust domain; write one such as `cluster.local`")]
    public void What_is_refused_says_why(string text, string error) => Assert.Equal([error], Errors(text));

    [Fact]
    public void An_endpoint_may_not_contradict_its_workload() => Assert.Equal(
        [
            "f.yaml:3:88: error MF020: `one` says other ports of this service; say them at the workload alone",
            "f.yaml:3:118: error MF020: the endpoint is `Unhealthy`, and its workload `Healthy`; say it at the workload alone",
        ],
        Errors("""
            workloads:
            - {uid: one, namespace: a, workloadIps: [], services: {a/h: {80: 80}}}
            services: [{name: s, namespace: a, hostname: h, vips: [], ports: {80: 80}, endpoints: {one: {port: {80: 81}, status: Unhealthy}}}]
            """));

    [Fact]
    public void A_service_that_is_not_there_is_worth_a_warning()
    {
        var read = Read("workloads: [{namespace: a, workloadIps: [], services: {a/h: {}}}]");
        Assert.Equal(
            "f.yaml:1:56: warning MF022: there is no service `a/h`, so nobody can call it; write it under `services`, or do not list it",
            Assert.Single(read.Diagnostics).ToString());
        Assert.Single(read.Workloads);
    }

    [Fact]
    public void A_file_that_is_too_large_is_refused() => Assert.Equal(
        ["f.yaml:1:1: error MF003: the file has 13 characters, and 12 are allowed; split it into several files"],
        LocalConfigurationReader.Read(new SourceText("f.yaml", "workloads: []"), LocalConfigurationReader.DefaultLimits with { FileChars = 12 })
            .Diagnostics.Select(finding => finding.ToString()));

    private static LocalConfigurationRead Read(string text)
    {
        var read = LocalConfigurationReader.Read(new SourceText("f.yaml", text));
        Assert.False(read.HasErrors, string.Join('\n', read.Diagnostics));
        return read;
    }

    private static IEnumerable<string> Errors(string text) =>
        LocalConfigurationReader.Read(new SourceText("f.yaml", text)).Diagnostics.Select(finding => finding.ToString());
}
