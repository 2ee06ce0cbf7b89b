using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Naming;

/// <summary>What names mean to a pod of namespace shop in network n0, line by line as ztunnel's own tests have it, and what that lacks.</summary>
public sealed class NameAnswersTests
{
    private const string Suffix = "svc.cluster.local";

    private static readonly Workload Caller = new()
    {
        Uid = "c0//Pod/shop/caller",
        Name = "caller",
        Namespace = "shop",
        Network = "n0",
        Cluster = "c0",
        Addresses = [IPAddress.Parse("10.1.0.1")],
    };

    private static readonly RouteTable Table = RouteTable.Create(
        new Viewpoint("c0", "n0", ViewpointRole.Node),
        [
            Service("cart", "shop", "n0/10.96.0.1"),
            Service("web", "infra", "n0/10.96.0.2"),
            Service("dual", "shop", "n0/10.96.0.3", "n0/2001:db8::3"),
            Service("v4", "shop", "n0/10.96.0.4", "n0/2001:db8::4") with { IpFamilies = IpFamilies.IPv4Only },
            Service("far", "shop", "n1/10.96.0.5"),
            Service("several", "shop", "n0/10.96.0.6", "n1/10.96.0.7"),
            Service("many", "infra", "n0/10.96.1.1", "n0/10.96.1.2", "n0/10.96.1.3", "n0/10.96.1.4") with { Hostname = "many.infra.svc.remote.test" },
            Service("private", "infra", "n0/10.96.0.8") with { Visibility = ServiceVisibility.Namespace },
            Service("own", "shop", "n0/10.96.0.9") with { Visibility = ServiceVisibility.Namespace },
            Service("db", "shop"),
            Pod("db-0", "c1", "240.240.0.1"),
            Pod("db-1", "c1", "240.240.0.2"),
            Entry("www.example.test", "shop", "n0/192.0.2.1"),
            Entry("*.example.test", "shop", "n0/192.0.2.2"),
            Entry("*.a.example.test", "shop", "n0/192.0.2.3"),
            Entry("headless.example.org", "shop"),
            Entry("blessed.test", "b", "n0/192.0.2.4"),
            Entry("blessed.test", "c", "n0/192.0.2.5") with { IsCanonical = true },
            Entry("plain.test", "b", "n0/192.0.2.6"),
            Entry("plain.test", "c", "n0/192.0.2.7"),
            Entry("ours.test", "a", "n0/192.0.2.8") with { IsCanonical = true },
            Entry("ours.test", "shop", "n0/192.0.2.9"),
        ],
        [
            Caller,
            Endpoint("db-0", "n0", HealthStatus.Healthy, "10.1.0.2", "2001:db8:1::2"),
            Endpoint("db-1", "n0", HealthStatus.Unhealthy, "10.1.0.3"),
            Endpoint("db-2", "n1", HealthStatus.Healthy, "10.1.0.4"),
            Endpoint("beyond", "n1", HealthStatus.Healthy) with { Services = [new ServiceMembership(Pod("db-0", "c1", "240.240.0.1").Key, [])] },
        ],
        []);

    [Theory]
    [InlineData("cart.shop.svc.cluster.local", "10.96.0.1")]
    [InlineData("cart.shop.svc", "10.96.0.1")]
    [InlineData("cart.shop", "10.96.0.1")]
    [InlineData("cart", "10.96.0.1")]
    [InlineData("CART.Shop", "10.96.0.1")]
    [InlineData("web.infra", "10.96.0.2")]
    [InlineData("web.infra.svc", "10.96.0.2")]
    [InlineData("cart.shop.svc.clusterset.local", "10.96.0.1")]
    [InlineData("several", "10.96.0.6")]
    [InlineData("own", "10.96.0.9")]
    [InlineData("many.infra.svc.remote.test", "10.96.1.1 10.96.1.2 10.96.1.3 10.96.1.4")]
    [InlineData("www.example.test", "192.0.2.1")]
    [InlineData("x.example.test", "192.0.2.2")]
    [InlineData("x.a.example.test", "192.0.2.3")]
    [InlineData("y.x.a.example.test", "192.0.2.3")]
    [InlineData("a.example.test", "192.0.2.2")]
    [InlineData("*.example.test", "192.0.2.2")]
    [InlineData("blessed.test", "192.0.2.5")]
    [InlineData("plain.test", "192.0.2.6")]
    [InlineData("ours.test", "192.0.2.9")]
    [InlineData("db", "10.1.0.2 240.240.0.1")]
    [InlineData("db-0.c1.db", "240.240.0.1")]
    [InlineData("db-0.c1.db.shop", "240.240.0.1")]
    [InlineData("db-0.c1.db.shop.svc", "240.240.0.1")]
    [InlineData("db-0.c1.db.shop.svc.cluster.local", "240.240.0.1")]
    [InlineData("db-0.c1.db.shop.svc.clusterset.local", "240.240.0.1")]
    public void A_name_has_addresses(string name, string addresses)
    {
        var answer = Assert.IsType<NameAnswer.Addresses>(Ask(name));
        Assert.Equal(addresses, string.Join(' ', answer.Found));
        Assert.Null(answer.Alias);
    }

    [Theory]
    [InlineData("dual", "2001:db8::3")]
    [InlineData("db.shop", "2001:db8:1::2")]
    public void A_name_has_addresses_of_the_other_family(string name, string addresses) =>
        Assert.Equal(addresses, string.Join(' ', Assert.IsType<NameAnswer.Addresses>(Ask(name, AddressFamily.InterNetworkV6)).Found));

    [Theory]
    [InlineData("far", AddressFamily.InterNetwork)]
    [InlineData("cart", AddressFamily.InterNetworkV6)]
    [InlineData("v4", AddressFamily.InterNetworkV6)]
    public void A_name_is_known_and_has_no_address(string name, AddressFamily family) =>
        Assert.IsType<NameAnswer.Empty>(Ask(name, family));

    [Theory]
    [InlineData("nobody")]
    [InlineData("web")]
    [InlineData("many.infra")]
    [InlineData("private.infra")]
    [InlineData("private.infra.svc.cluster.local")]
    [InlineData("headless.example.org")]
    [InlineData("example.test")]
    [InlineData("db-0.db")]
    [InlineData("")]
    [InlineData("registry-only.scopemesh.io")]
    public void A_name_is_not_the_meshs(string name) => Assert.IsType<NameAnswer.NotOurs>(Ask(name));

    [Theory]
    [InlineData("www.example.test.shop.svc.cluster.local", "192.0.2.1", "www.example.test")]
    [InlineData("Web.Infra.shop.SVC.cluster.local", "10.96.0.2", "Web.Infra")]
    [InlineData("www.example.test.cluster.local", "192.0.2.1", "www.example.test")]
    [InlineData("cart.shop.svc.clusterset.local.svc.cluster.local", "10.96.0.1", "cart.shop.svc.clusterset.local")]
    [InlineData("x.example.test.shop.svc.cluster.local", "192.0.2.2", null)]
    [InlineData("cart.shop.svc.cluster.local", "10.96.0.1", null)]
    public void With_a_search_domain_behind_it_a_name_is_another_for_what_it_is_without(string name, string addresses, string? alias)
    {
        var question = new NameQuestion(name, AddressFamily.InterNetwork) { SearchDomains = NameSettings.Default.SearchDomainsOf("shop") };
        var answer = Assert.IsType<NameAnswer.Addresses>(NameAnswers.Of(Table, Caller, question, NameSettings.Default));
        Assert.Equal((addresses, alias), (string.Join(' ', answer.Found), answer.Alias));
    }

    [Fact]
    public void A_search_domain_by_itself_is_a_name_like_any_other()
    {
        var question = new NameQuestion("svc.cluster.local", AddressFamily.InterNetwork) { SearchDomains = ["svc.cluster.local", "local"] };
        Assert.IsType<NameAnswer.NotOurs>(NameAnswers.Of(Table, Caller, question, NameSettings.Default));
    }

    [Fact]
    public void A_preferred_namespace_counts_where_neither_the_callers_nor_a_canonical_one_does()
    {
        var settings = NameSettings.Default with { PreferredNamespace = "c" };
        Assert.Equal("192.0.2.7", First("plain.test", settings));
        Assert.Equal("192.0.2.9", First("ours.test", NameSettings.Default with { PreferredNamespace = "a" }));
        Assert.Equal("192.0.2.5", First("blessed.test", NameSettings.Default with { PreferredNamespace = "b" }));

        static string First(string name, NameSettings settings) => Assert.IsType<NameAnswer.Addresses>(
            NameAnswers.Of(Table, Caller, new NameQuestion(name, AddressFamily.InterNetwork), settings)).Found[0].ToString();
    }

    [Fact]
    public void Without_IPv6_names_have_none() => Assert.IsType<NameAnswer.Empty>(NameAnswers.Of(
        Table, Caller, new NameQuestion("dual", AddressFamily.InterNetworkV6), NameSettings.Default with { HasIPv6 = false }));

    [Fact]
    public void Names_of_more_labels_than_the_bound_are_not_looked_for()
    {
        var most = string.Join('.', Enumerable.Repeat("x", NameAnswers.MaxLabels - 2)) + ".example.test";
        Assert.IsType<NameAnswer.Addresses>(Ask(most));
        Assert.IsType<NameAnswer.NotOurs>(Ask($"x.{most}"));
    }

    private static NameAnswer Ask(string name, AddressFamily family = AddressFamily.InterNetwork) =>
        NameAnswers.Of(Table, Caller, new NameQuestion(name, family), NameSettings.Default);

    private static MeshService Service(string name, string ns, params string[] addresses) => new()
    {
        Name = name,
        Namespace = ns,
        Hostname = $"{name}.{ns}.{Suffix}",
        Addresses = addresses.Select(address => address.Split('/')).Select(at => new NetworkAddress(at[0], IPAddress.Parse(at[1]))).ToValueList(),
    };

    private static MeshService Entry(string host, string ns, params string[] addresses) =>
        Service("entry", ns, addresses) with { Hostname = host, IsCanonical = false };

    private static MeshService Pod(string pod, string cluster, string address) =>
        Service($"{pod}.{cluster}.db", "shop", $"n0/{address}");

    private static Workload Endpoint(string name, string network, HealthStatus status, params string[] addresses) => Caller with
    {
        Uid = $"c0//Pod/shop/{name}",
        Name = name,
        Network = network,
        Status = status,
        Addresses = addresses.Select(IPAddress.Parse).ToValueList(),
        Services = [new ServiceMembership(Service("db", "shop").Key, [])],
    };
}
