using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Drifting;
using ScopeMesh.ScopeLang;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Drifting;

/// <summary>What clusters differ in, as users meet it.</summary>
public sealed class DriftTests
{
    private const string Global = "labels: {istio.io/global: \"true\"}";

    private static readonly Dictionary<string, (Func<MeshSources> Mesh, string Expected)> Situations = new()
    {
        ["nothing differs"] = (
            () => Of(Cluster("east", Service("a")), Cluster("west", Service("a"))),
            "the clusters do not differ\n"),
        ["a global Service has other ports in one of three clusters"] = (
            () => Of(
                Cluster("east", Service("a", metadata: Global)),
                Cluster("north", Service("a", metadata: Global)),
                Cluster("west", Service("a", "ports: [{port: 80, targetPort: 8080}], selector: {app: a}", Global))),
            """
            Services
              default/a: ports
                east, north: 80 to 80
                west: 80 to 8080
                counts: each caller's own cluster's; for callers of clusters without it, east's
                so: a port that the copy which counts does not have is refused, and pods are called at its target ports

            """),
        ["a Service is global in one cluster and local in another"] = (
            () => Of(Cluster("east", Service("a", metadata: Global)), Cluster("west", Service("a"))),
            """
            scope of Services
              default/a: scope
                east: global
                west: local
                counts: each cluster's own
                so: callers where it is local reach their own pods alone, and nobody else reaches those

            """),
        ["policies say the same in another order"] = (
            () => Of(
                Cluster("east", Policy("rules: [{from: [{source: {namespaces: [a, b]}}]}, {to: [{operation: {ports: [\"80\"]}}]}]")),
                Cluster("west", Policy("rules: [{to: [{operation: {ports: [\"80\"]}}]}, {from: [{source: {namespaces: [b, a]}}]}]"))),
            "the clusters do not differ\n"),
        ["a policy is there in one cluster and says something else in another"] = (
            () => Of(
                Cluster("east", Policy("action: DENY, selector: {matchLabels: {app: a}}, rules: [{when: [{key: source.ip, notValues: [10.0.0.1]}]}]")),
                Cluster("north"),
                Cluster("west", Policy("rules: [{}]"))),
            """
            AuthorizationPolicies
              default/p: the policy
                east: DENY to app=a: when source.ip is not [10.0.0.1]
                north: not there
                west: ALLOW to everybody: anything
                counts: each cluster's own, for its own pods
                so: one call is allowed or denied by which cluster's pod answers

            """),
        ["a mode differs"] = (
            () => Of(Cluster("east", Peer("mtls: {mode: STRICT}")), Cluster("west", Peer("mtls: {mode: PERMISSIVE}"))),
            """
            PeerAuthentications
              default/p: the policy
                east: STRICT for everybody
                west: PERMISSIVE for everybody
                counts: each cluster's own, for its own pods
                so: plaintext is taken or refused by which cluster's pod answers

            """),
        ["rules look different and mean the same"] = (
            () => Of(
                Cluster("east") with { Scope = new("e.scope", "global \"a\" when service(x=1) or service(x=2)") },
                Cluster("west") with { Scope = new("w.scope", "global \"b\" when service(x in (1, 2))") }),
            "the clusters do not differ\n"),
        ["rules mean something else"] = (
            () => Of(
                Cluster("east") with { Scope = new("e.scope", "global \"a\" when service(x=1)") },
                Cluster("west") with { Scope = new("w.scope", "local \"b\" when true") }),
            """
            scope policy
              rules of west
                east: "a"
                west: "b"
                counts: each cluster's own for what it shares and what it takes of others
                so: they are not equivalent: service default { x: 1 } in namespace default of cluster c is global by "a" in east and local by "b" in west

            """),
        ["a namespace is in the mesh in one cluster alone"] = (
            () => Of(Cluster("east", Namespace("shop", "istio.io/dataplane-mode: ambient")), Cluster("north"), Cluster("west", Namespace("shop", "istio.io/dataplane-mode: none"))),
            """
            namespaces
              shop: label istio.io/dataplane-mode
                east: ambient
                west: none
                counts: each cluster's own
                so: pods are in the mesh in some clusters and out of it in others
              shop: the namespace
                east, west: there
                north: not there
                counts: each cluster's own
                so: what is in it is not compared with clusters that have no such namespace

            """),
        ["one cluster believes another that does not believe it"] = (
            () => Of(
                Cluster("east") with { Config = new("e.yaml", "trustDomain: east.test\ncaCertificates: [{trustDomains: [west.test]}]") },
                Cluster("west") with { Config = new("w.yaml", "trustDomain: west.test\noutboundTrafficPolicy: {mode: REGISTRY_ONLY}") }),
            """
            trust
              trust between east and west
                east: believes west.test
                west: does not believe east.test
                counts: both have to believe each other
                so: the two share nothing
              trust domain
                east: east.test
                west: west.test
                counts: each cluster's own
                so: one service account is another identity in each, and policies that name principals mean one of them
            MeshConfig
              outboundTrafficPolicy
                east: ALLOW_ANY
                west: REGISTRY_ONLY
                counts: each cluster's own
                so: a call to an address that nobody knows goes out of one cluster and is refused in another

            """),
        ["a waypoint takes other traffic"] = (
            () => Of(Cluster("east", Waypoint("wp")), Cluster("west", Waypoint("wp", "labels: {istio.io/waypoint-for: all}"))),
            """
            waypoints
              default/wp: what it takes
                east: service of namespaces same at port 15008
                west: all of namespaces same at port 15008
                counts: each cluster's own, for what names it there
                so: a Service or workload goes through it in some clusters and past it in others

            """),
    };

    public static TheoryData<string> Names => [.. Situations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Tells(string situation)
    {
        var (mesh, expected) = Situations[situation];
        Assert.Equal(expected, DriftText.Render(Find(mesh(), DriftQuestion.All)));
    }

    [Fact]
    public void Clusters_that_are_not_asked_about_are_not_compared()
    {
        var mesh = Of(Cluster("east", Service("a")), Cluster("north"), Cluster("west", Service("a")));
        Assert.True(Find(mesh, new DriftQuestion { Between = ["west", "east"] }).IsEmpty);
        var item = Assert.Single(Find(mesh, new DriftQuestion { Between = ["north", "east"] }).Items);
        Assert.Equal(["there: [east]", "not there: [north]"], item.Values.Select(value => $"{value.Value}: {value.Clusters}"));
    }

    private static DriftReport Find(MeshSources mesh, DriftQuestion question) => MeshDrift.Find(mesh, MeshCompiler.Compile(mesh), question);

    private static MeshSources Of(params ClusterSources[] clusters) => new(null, null, clusters.ToValueList());

    private static string Policy(string spec) =>
        $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: p}}, spec: {{{spec}}}}}";

    private static string Peer(string spec) =>
        $"{{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {{name: p}}, spec: {{{spec}}}}}";
}
