using System.Net;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Unit.Policy.Compilation;

namespace ScopeMesh.Tests.Unit.Policy.Explaining;

/// <summary>Situations that users ask about: who refuses, why, and what would mend it.</summary>
public sealed class ConnectionExplainerTests
{
    private const string Shared = "global \"opt-in\" when service(istio.io/global=true)";
    private const string Enrolled = "istio.io/dataplane-mode: ambient";
    private const string Global = "labels: {istio.io/global: \"true\"}";

    private static readonly string Gateway = Documents.Gateway(
        "ew",
        "addresses: [{type: IPAddress, value: 203.0.113.9}], listeners: [{name: mesh, port: 15008, protocol: HBONE, tls: {mode: Terminate}}]",
        "namespace: istio-system, labels: {topology.istio.io/network: west-network}");

    [Fact]
    public void A_service_that_its_cluster_keeps_is_named_with_the_label_that_shares_it()
    {
        var explanation = Explain(Mesh(Shared, [Caller()], [Gateway, .. Cart(metadata: "")]), "cart.default:80");
        AssertRefused(explanation, Stage.Route, "unknown-host");
        Assert.Equal(["label `istio.io/global=true` on service `west/default/cart`"], explanation.Nearest!.Changes);
        Assert.Contains(explanation.Names, name => name.Why == "is a service of `west` that cluster `east` cannot see");
        Assert.Contains(explanation.Candidates, one => one.State == CandidateState.Lost && one.Cluster == "west");
    }

    [Fact]
    public void One_fault_behind_another_is_named_with_it()
    {
        var deny = "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: closed, namespace: default}, spec: {action: DENY, rules: [{from: [{source: {namespaces: [default]}}]}]}}";
        var explanation = Explain(Mesh(Shared, [Caller()], [Gateway, deny, .. Cart(metadata: "")]), "cart.default:80");
        AssertRefused(explanation, Stage.Route, "unknown-host");
        Assert.Equal(
            [
                "label `istio.io/global=true` on service `west/default/cart`",
                "no DENY policy `default/closed` in cluster `west`, or one that does not match this caller",
            ],
            explanation.Nearest!.Changes);
        Assert.Equal(JourneyVerdict.Reached, explanation.Nearest.Outcome.Verdict);
    }

    [Fact]
    public void A_gateway_that_is_missing_is_named()
    {
        var explanation = Explain(Mesh(Shared, [Caller()], Cart(Global)), "cart.default:80");
        AssertRefused(explanation, Stage.Route, "no-healthy-endpoint");
        Assert.Equal(["an east-west gateway for network `west-network` in cluster `west`"], explanation.Nearest!.Changes);
        Assert.Contains(explanation.Candidates, one => one.Why == "no gateway leads to network `west-network` from here");
    }

    [Fact]
    public void A_pod_that_is_not_ready_is_named()
    {
        var explanation = Explain(
            Mesh(Shared, [Caller(), .. Cart("", "conditions: [{type: Ready, status: \"False\"}]")], []), "cart:80");
        AssertRefused(explanation, Stage.Route, "no-healthy-endpoint");
        Assert.Equal(["`east/default/cart-1` ready"], explanation.Nearest!.Changes);
        Assert.Contains(explanation.Candidates, one => one is { Name: "east/default/cart-1", Why: "it is not ready" });
    }

    [Fact]
    public void Who_is_not_in_the_mesh_is_told_so_and_is_nobody_to_others()
    {
        var strict = "{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: default}, spec: {mtls: {mode: STRICT}}}";
        var outside = Documents.Pod("client", metadata: "namespace: outside");
        var explanation = Explain(
            Mesh(Shared, [strict, Documents.Namespace("outside", "istio.io/dataplane-mode: none"), outside, .. Cart("")], []), "cart.default:80", "client");
        AssertRefused(explanation, Stage.Authorization, "policy-denied");
        Assert.Equal(
            ["`east/outside/client` in the mesh: label `istio.io/dataplane-mode=ambient` on its namespace"], explanation.Nearest!.Changes);
        Assert.Contains("it is not in the mesh", ConnectionExplanationText.Render(explanation));
    }

    [Fact]
    public void Trust_domains_that_do_not_believe_each_other_are_named()
    {
        var mesh = Compiling.Compile(
            Compiling.Scope(Shared),
            null,
            [
                Compiling.Cluster("east", Enroll(), Caller()),
                Compiling.Cluster("west", [Enroll(), Gateway, .. Cart(Global)]) with
                {
                    Config = new("clusters/west/mesh.yaml", "trustDomain: other.test\n"),
                },
            ]);
        var explanation = Explain(mesh, "cart.default:80");
        AssertRefused(explanation, Stage.Route, "unknown-host");
        Assert.Contains("trust domain `other.test` of `west` and `cluster.local` of `east` do not believe each other", explanation.Copies.Single().Why);
        Assert.StartsWith("trust domains `cluster.local` of `east` and `other.test` of `west` believing each other", explanation.Nearest!.Changes.Single());
    }

    [Fact]
    public void A_name_in_another_namespace_is_named()
    {
        var explanation = Explain(Mesh(Shared, [Caller(), .. Cart("")], []), "cart.shop:80");
        AssertRefused(explanation, Stage.Route, "unknown-host");
        Assert.Equal(["`cart.default` called rather than `cart.shop`"], explanation.Nearest!.Changes);
        Assert.Equal("cart.default:80", explanation.Nearest.Outcome.Destination.ToString());
    }

    [Fact]
    public void An_address_that_means_something_in_another_network_alone_is_told()
    {
        var mesh = Mesh(Shared, [Caller()], [Gateway, .. Cart(Global)]);
        var pod = mesh.Mesh.Find("west")!.Pods.Single(pod => pod.Workload.Name == "cart-1").Workload.Addresses[0];
        var explanation = Explain(mesh, new Destination.Addressed(new IPEndPoint(pod, 80)));
        Assert.Equal(JourneyVerdict.Reached, explanation.Journey.Verdict);
        var arrival = Assert.Single(explanation.Journey.Ends).End.Arrival;
        if (mesh.Mesh.Find("east")!.Pods.All(own => own.Workload.Addresses[0].ToString() != pod.ToString()))
            Assert.IsType<Arrival.Unchecked>(arrival);
        Assert.Contains(explanation.Names, name => name.Why.Contains("in network `west-network` it is `west/default/cart-1`", StringComparison.Ordinal)
            || name.IsFound);
    }

    [Fact]
    public void A_copy_of_its_own_that_a_cluster_keeps_hides_what_others_share()
    {
        var explanation = Explain(
            Mesh(Shared, [Caller(), .. Cart("")], [Gateway, .. Cart(Global)]), "cart.default:80");
        Assert.Equal(JourneyVerdict.Reached, explanation.Journey.Verdict);
        Assert.Equal([true, false], explanation.Copies.Select(copy => copy.IsSeen));
        Assert.Equal(
            "`west` shares it, and `east` keeps its own copy for itself, which hides all others", explanation.Copies[1].Why);
    }

    [Fact]
    public void What_waits_is_told_with_what_it_waits_for()
    {
        var near = $"{Global}, annotations: {{networking.istio.io/traffic-distribution: PreferClose}}";
        var explanation = Explain(Mesh(Shared, [Caller(), .. Cart(near)], [Gateway, .. Cart(near)]), "cart.default:80");
        Assert.Equal([CandidateState.Chosen, CandidateState.Waits], explanation.Candidates.Select(one => one.State));
        Assert.Equal(1, explanation.Candidates[1].Tier);
        Assert.Contains("another network", explanation.Candidates[1].Why);
        Assert.Contains("then 1  1 pod in west behind gateway", ConnectionExplanationText.Render(explanation));
    }

    private static void AssertRefused(ConnectionExplanation explanation, Stage stage, string reason)
    {
        Assert.Equal(JourneyVerdict.Refused, explanation.Journey.Verdict);
        var stopped = Assert.IsType<Arrival.Stopped>(explanation.Journey.Ends.First().End.Arrival);
        Assert.Equal((stage, reason), (stopped.Stage, stopped.Reason));
        Assert.NotNull(explanation.Nearest);
    }

    private static MeshCompilation Mesh(string scope, string[] east, string[] west) => Compiling.Compile(
        Compiling.Scope(scope),
        null,
        [Compiling.Cluster("east", [Enroll(), .. east]), Compiling.Cluster("west", [Enroll(), .. west])]);

    private static string Enroll() => Documents.Namespace("default", Enrolled);

    private static string Caller() => Documents.Pod("curl");

    private static string[] Cart(string metadata, string status = "") =>
    [
        Documents.Service("cart", metadata: metadata),
        Documents.Pod("cart-1", metadata: "labels: {app: cart}", status: status),
    ];

    private static ConnectionExplanation Explain(MeshCompilation mesh, string to, string caller = "curl")
    {
        var colon = to.LastIndexOf(':');
        return Explain(mesh, Destination.Of(to[..colon], int.Parse(to[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture)), caller);
    }

    private static ConnectionExplanation Explain(MeshCompilation mesh, Destination to, string caller = "curl") => ConnectionExplainer.Explain(
        MeshView.Of(mesh.Mesh), mesh.Mesh.Find("east")!.Pods.Single(pod => pod.Workload.Name == caller).Workload, to);
}
