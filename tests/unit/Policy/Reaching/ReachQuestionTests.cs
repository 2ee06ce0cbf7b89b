using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Policy.Reaching;

public sealed class ReachQuestionTests
{
    [Theory]
    [InlineData("*", true)]
    [InlineData("east", true)]
    [InlineData("e*t", true)]
    [InlineData("east/shop", true)]
    [InlineData("east/shop/web", true)]
    [InlineData("east/shop/web-1", true)]
    [InlineData("*/*/w?b", true)]
    [InlineData("*/*/*-1", true)]
    [InlineData("*/*/web-?*", true)]
    [InlineData("west", false)]
    [InlineData("east/sho", false)]
    [InlineData("east/shop/we", false)]
    [InlineData("*/*/?", false)]
    [InlineData("EAST", false)]
    public void Clients_are_named_by_cluster_namespace_and_pod_or_owner(string pattern, bool matches)
    {
        var pod = new Workload { Uid = "east//Pod/shop/web-1", Cluster = "east", Namespace = "shop", Name = "web-1", Owner = "web" };
        Assert.Equal(matches, ClientPattern.Parse(pattern)!.Matches(pod));
    }

    [Theory]
    [InlineData("web.shop", true)]
    [InlineData("web.shop:80", true)]
    [InlineData("WEB.shop:*", true)]
    [InlineData("web.shop.svc", true)]
    [InlineData("web.shop.svc.cluster.local", true)]
    [InlineData("*.shop", true)]
    [InlineData("w*b*:80", true)]
    [InlineData("web.shop:81", false)]
    [InlineData("web", false)]
    [InlineData("*.sho", false)]
    public void Services_are_named_by_host_and_port(string pattern, bool matches) =>
        Assert.Equal(matches, ServicePattern.Parse(pattern)!.Matches(new ReachService("web.shop.svc.cluster.local", 80, "web.shop")));

    [Theory]
    [InlineData("")]
    [InlineData("a/b/c/d")]
    [InlineData("a//c")]
    public void What_is_no_pattern_of_clients_is_none(string text) => Assert.Null(ClientPattern.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData("web:0")]
    [InlineData("web:http")]
    [InlineData("web:1:2")]
    public void What_is_no_pattern_of_services_is_none(string text) => Assert.Null(ServicePattern.Parse(text));

    [Fact]
    public void A_matrix_that_is_too_large_says_so_and_what_to_do()
    {
        var survey = ReachSurvey.Of(MeshView.Of(OneCluster()), ReachQuestion.All);
        Assert.Null(survey.Exceeds(ReachLimits.Default));
        Assert.Null(survey.Exceeds(new ReachLimits(2)));
        Assert.Equal(
            "2 clients against 1 services are more than 1 cells: narrow them with `--from CLUSTER/NAMESPACE/NAME` or `--to HOST`, such as `--from 'east/*'`",
            survey.Exceeds(new ReachLimits(1)));
    }

    private static Mesh OneCluster() => new(
    [
        new Cluster
        {
            Id = "east",
            Services =
            [
                new ClusterService
                {
                    Name = new NamespacedName("shop", "web"),
                    Hostname = "web.shop.svc.cluster.local",
                    Labels = LabelSet.Empty,
                    Ports = [new PortMapping(80, 8080, AppProtocol.Unknown)],
                },
            ],
            Pods = [Pod("a"), Pod("b")],
        },
    ]);

    private static Pod Pod(string name) => new(
        new Workload { Uid = $"east//Pod/shop/{name}", Cluster = "east", Namespace = "shop", Name = name }, LabelSet.Empty, []);
}
