using ScopeMesh.Hosts.Cli;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Hosts.Cli;

public sealed class ReachTextTests
{
    private const string Gateway = "west/istio-system/eastwest";

    private static readonly ReachCell Direct = Cell(JourneyVerdict.Reached, Path(ReachMeans.Tunnel, Answered("east"), 1));

    private static readonly ReachCell Both = Cell(
        JourneyVerdict.Partly,
        Path(ReachMeans.Tunnel, Answered("east"), 0.25),
        Path(ReachMeans.DoubleTunnel, Answered("west"), 0.746),
        Path(ReachMeans.DoubleTunnel, new ReachEnd.Refused(Stage.Authorization, "policy-denied", null, []), 0.004));

    private static readonly ReachCell Refused = Cell(
        JourneyVerdict.Refused, Path(ReachMeans.None, new ReachEnd.Refused(Stage.Route, "unknown-host", null, []), 1));

    private static readonly ReachMatrix Matrix = new(
        [Client("a"), Client("b"), Client("c")],
        [Service("x"), Service("y"), Service("z")],
        [Direct, Both, Refused],
        [[0, 1, 1], [0, 1, 1], [2, 2, 2]]);

    [Fact]
    public void What_is_equal_is_one_and_named_below() =>
        Assert.Equal(
            """
            3 clients against 3 services

                            x.shop:80       y.shop:80 +1
            east/shop/a +1  east            »west 75% east 25% ✗ policy-denied <1%
            east/shop/c     ✗ unknown-host  ✗ unknown-host

            clients that are alike
              east/shop/a +1: east/shop/b

            services that are alike
              y.shop:80 +1: z.shop:80

            CLUSTER   pods of that cluster answer, through a tunnel within the network
            »CLUSTER  through a double tunnel by an east-west gateway
            ✗ REASON  refused; --list says by whom, and by which policies

            """,
            Table(200, 10));

    [Fact]
    public void Columns_that_do_not_fit_come_below()
    {
        var lines = Table(50, 10).Split('\n');
        Assert.Equal(2, lines.Count(line => line.StartsWith("east/shop/a +1  ", StringComparison.Ordinal)));
        Assert.Contains("                x.shop:80", lines);
        Assert.Contains("                y.shop:80 +1", lines);
    }

    [Fact]
    public void Of_more_than_the_limit_it_is_said_how_many_there_are()
    {
        Assert.Contains("and 1 group more; --limit shows more", Table(200, 1));
        Assert.DoesNotContain("east/shop/c", Table(200, 1));
        var list = List(_ => true, 2);
        Assert.Equal(3, list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("and 7 lines more", list);
    }

    [Fact]
    public void A_list_has_the_cells_that_are_wanted()
    {
        var lines = List(cell => cell.Verdict == JourneyVerdict.Refused, 10).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [.. "xyz".Select(service => $"refused  east/shop/c  {service}.shop:80  unknown-host, refused before anything is sent")], lines);
    }

    [Fact]
    public void Colours_are_those_of_the_verdicts()
    {
        using var writer = new StringWriter();
        ReachText.WriteTable(writer, FoldedMatrix.Of(Matrix), 200, 10, colour: true);
        Assert.Contains("\u001b[32meast          \u001b[0m", writer.ToString());
        Assert.Contains("\u001b[31m✗ unknown-host\u001b[0m", writer.ToString());
    }

    private static string Table(int width, int limit)
    {
        using var writer = new StringWriter();
        ReachText.WriteTable(writer, FoldedMatrix.Of(Matrix), width, limit, colour: false);
        return writer.ToString();
    }

    private static string List(Func<ReachCell, bool> isWanted, int limit)
    {
        using var writer = new StringWriter();
        ReachText.WriteList(writer, Matrix, isWanted, limit, colour: false);
        return writer.ToString();
    }

    private static ReachClient Client(string name) => new(new WorkloadName("east", "shop", name), [name], true, true);

    private static ReachService Service(string name) => new($"{name}.shop.svc.cluster.local", 80, $"{name}.shop");

    private static ReachEnd Answered(string cluster) => new ReachEnd.Answered(new WorkloadName(cluster, "shop", "web"), true, []);

    private static ReachPath Path(ReachMeans means, ReachEnd end, double part) =>
        new(means, means == ReachMeans.DoubleTunnel ? Gateway : null, false, end, part);

    private static ReachCell Cell(JourneyVerdict verdict, params ValueList<ReachPath> paths) => new(verdict, paths);
}
