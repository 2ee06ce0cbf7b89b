using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Scoping;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Compilation;

/// <summary>What stays in force where what is written now has errors.</summary>
public sealed class LastGoodTests
{
    private const string Broken = "{apiVersion: v1, kind: Service, metadata: {name: broken}, spec: {ports: [{port: eighty}]}}";
    private const string Everything = "global \"everything\" when true";
    private const string NoPolicy = "global \"everything\" when";

    [Fact]
    public void A_cluster_with_an_error_keeps_its_state_and_the_others_follow()
    {
        var before = Compile(Cluster("east", Service("cart")), Cluster("west", Service("cart")));
        var after = Compile(
            null, null, [Cluster("east", Service("cart"), Service("new"), Broken), Cluster("west", Service("new"))], before);
        Assert.True(after.HasErrors);
        Assert.Equal(before.Mesh.Find("east"), after.Mesh.Find("east"));
        Assert.Equal(["default/new"], after.Mesh.Find("west")!.Services());
    }

    [Fact]
    public void A_cluster_follows_again_when_the_error_is_gone()
    {
        var good = Compile(Cluster("east", Service("cart")));
        var bad = Compile(null, null, [Cluster("east", Broken)], good);
        var mended = Compile(null, null, [Cluster("east", Service("new"))], bad);
        Assert.False(mended.HasErrors);
        Assert.Equal(["default/new"], mended.Mesh.Find("east")!.Services());
    }

    [Fact]
    public void At_a_first_start_what_is_valid_of_a_cluster_runs()
    {
        var compilation = Compile(Cluster("east", Service("cart"), Broken, Pod("web")));
        Assert.True(compilation.HasErrors);
        var east = Assert.Single(compilation.Mesh.Clusters);
        Assert.Equal(["default/cart"], east.Services());
        Assert.Equal(["default/web"], east.Pods());
    }

    [Fact]
    public void At_a_first_start_the_first_of_two_objects_of_one_name_counts()
    {
        var east = Compile(Cluster("east", Service("cart", "ports: [{port: 80}]"), Service("cart", "ports: [{port: 81}]")))
            .Mesh.Find("east")!;
        Assert.Equal(80, Assert.Single(Assert.Single(east.Services).Ports).ServicePort);
    }

    /// <summary>A policy that cannot be read may have been there to keep somebody out.</summary>
    [Theory]
    [InlineData("namespace: shop", "shop/cart")]
    [InlineData("namespace: istio-system", "default/web shop/cart")]
    [InlineData("namespace: [shop]", "default/web shop/cart")]
    [InlineData("annotations: {}", "default/web")]
    public void At_a_first_start_an_authorization_policy_that_cannot_be_read_keeps_closed_what_it_may_be_about(
        string metadata, string closed)
    {
        var east = Compile(Cluster(
            "east",
            Namespace("shop"),
            Pod("web"),
            Pod("cart", metadata: "namespace: shop"),
            "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: everybody, namespace: shop}, spec: {rules: [{}]}}",
            $"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: p, {metadata}}}, spec: {{action: DENI}}}}"))
            .Mesh.Find("east")!;
        var connection = new InboundConnection(IPAddress.Loopback, new("cluster.local", "default", "default"), IPAddress.Loopback, 80);
        var denied = east.Pods.Where(pod => Authorizer.Decide(
            PolicyIndex.Create(east.Authorizations), pod.Workload.Namespace, pod.Workload.AuthorizationPolicies, connection) is AuthorizationDecision.Denied);
        Assert.Equal(closed, string.Join(' ', denied.Select(pod => pod.Name)));
    }

    [Fact]
    public void A_policy_with_an_error_leaves_the_one_before_in_force()
    {
        var before = Compile(Scope(Everything), null, [Cluster("east", Service("cart"))]);
        var after = Compile(Scope(NoPolicy), null, [Cluster("east", Service("cart"), Service("new"))], before);
        Assert.Equal(["default/cart", "default/new"], Global(after, "east"));
    }

    [Fact]
    public void At_a_first_start_a_policy_with_an_error_makes_nothing_global()
    {
        const string asks = "labels: {istio.io/global: \"true\"}";
        Assert.Equal(["default/cart"], Global(Compile(Cluster("east", Service("cart", metadata: asks))), "east"));
        Assert.Empty(Global(Compile(Scope(NoPolicy), null, [Cluster("east", Service("cart", metadata: asks))]), "east"));
    }

    [Fact]
    public void A_policy_with_an_error_in_one_cluster_leaves_the_others_alone()
    {
        var east = Cluster("east", Service("cart"));
        var before = Compile(Scope(Everything), null, [east, Cluster("west", Service("cart"))]);
        var own = east with { Scope = new("clusters/east/mesh.scope", NoPolicy) };
        var after = Compile(Scope("global \"nothing\" when false"), null, [own, Cluster("west", Service("cart"))], before);
        Assert.Equal(["default/cart"], Global(after, "east"));
        Assert.Empty(Global(after, "west"));
    }

    [Fact]
    public void At_a_first_start_a_cluster_whose_own_policy_has_an_error_shares_nothing()
    {
        var own = Cluster("east", Service("cart")) with { Scope = new("clusters/east/mesh.scope", NoPolicy) };
        Assert.Empty(Global(Compile(Scope(Everything), null, [own]), "east"));
    }

    [Fact]
    public void A_policy_of_a_clusters_own_stands_in_the_place_of_the_common_one()
    {
        var own = Cluster("east", Service("cart")) with
        {
            Scope = new("clusters/east/mesh.scope", "global \"none\" when false"),
        };
        var compilation = Compile(Scope(Everything), null, [own, Cluster("west", Service("cart"))]);
        Assert.Empty(Global(compilation, "east"));
        Assert.Equal(["default/cart"], Global(compilation, "west"));
    }

    [Fact]
    public void Rules_of_a_MeshConfig_are_a_policy()
    {
        const string config = "serviceScopeConfigs: [{servicesSelector: {matchLabels: {tier: front}}, scope: GLOBAL}]";
        var compilation = Compile(
            null, Config(config), [Cluster("east", Service("cart", metadata: "labels: {tier: front}"), Service("vault"))]);
        Assert.Equal(["default/cart"], Global(compilation, "east"));
    }

    [Fact]
    public void A_trust_domain_is_the_clusters_own_or_the_meshs()
    {
        var own = Cluster("east", Pod("web")) with { Config = new("clusters/east/mesh.yaml", "trustDomain: east.example") };
        var compilation = Compile(null, Config("trustDomain: mesh.example"), [own, Cluster("west", Pod("web"))]);
        Assert.Equal("spiffe://east.example/ns/default/sa/default", Identity(compilation, "east"));
        Assert.Equal("spiffe://mesh.example/ns/default/sa/default", Identity(compilation, "west"));
        Assert.Equal("spiffe://cluster.local/ns/default/sa/default", Identity(Compile(Cluster("west", Pod("web"))), "west"));
    }

    [Fact]
    public void A_MeshConfig_with_an_error_leaves_the_trust_domain_in_force()
    {
        var before = Compile(null, Config("trustDomain: mesh.example"), [Cluster("east", Pod("web"))]);
        var after = Compile(null, Config("trustDomain: a/b"), [Cluster("east", Pod("web")), Cluster("west", Pod("web"))], before);
        Assert.True(after.HasErrors);
        Assert.Equal("spiffe://mesh.example/ns/default/sa/default", Identity(after, "east"));
        Assert.Equal("spiffe://mesh.example/ns/default/sa/default", Identity(after, "west"));
    }

    [Fact]
    public void Of_folders_that_differ_in_case_only_the_one_that_ran_goes_on()
    {
        var before = Compile(Cluster("east", Service("cart")));
        var after = Compile(null, null, [Cluster("East", Service("other")), Cluster("east", Service("cart"))], before);
        Assert.Equal(["east"], after.Mesh.Clusters.Select(cluster => cluster.Id));
        var first = Compile(Cluster("east", Service("cart")), Cluster("East", Service("other")));
        Assert.Equal(["East"], first.Mesh.Clusters.Select(cluster => cluster.Id));
    }

    private static string[] Global(MeshCompilation compilation, string cluster)
    {
        var found = compilation.Mesh.Find(cluster)!;
        return
        [
            .. found.Services
                .Where(service => ScopeResolver.Decide(found, service).Scope == ScopeMesh.ScopeLang.Scope.Global)
                .Select(service => service.Name.ToString()),
        ];
    }

    private static string Identity(MeshCompilation compilation, string cluster) =>
        compilation.Mesh.Find(cluster)!.Pods[0].Workload.Identity.ToString();
}
