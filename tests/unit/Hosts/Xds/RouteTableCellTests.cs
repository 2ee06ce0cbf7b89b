using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

/// <summary>Addresses and policies come one after the other, and take effect together.</summary>
public sealed class RouteTableCellTests
{
    private static readonly Viewpoint Node = new("east", "", ViewpointRole.Node);
    private static readonly NamespacedName Callers = new("shop", "callers");

    private static readonly Workload Open = new()
    {
        Uid = "east//Pod/shop/cart", Name = "cart", Namespace = "shop", ServiceAccount = "cart", Cluster = "east",
    };

    private static readonly Workload Guarded = Open with { AuthorizationPolicies = [Callers] };

    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly RouteTableCell _cell;

    public RouteTableCellTests() => _cell = new RouteTableCell(Node, _time);

    private RouteTable Table => _cell.Tables.Current.Value;

    [Fact]
    public void Nothing_is_published_before_policies_have_come()
    {
        Apply(XdsTypes.Address, TableOf([Open], []));
        Assert.Empty(Table.Workloads);
        Apply(XdsTypes.Authorization, TableOf([], []));
        Assert.Equal([Open], Table.Workloads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_workload_and_a_new_policy_take_effect_together(bool addressFirst)
    {
        Start();
        var guarded = TableOf([Guarded], [Policy()]);
        string[] order = addressFirst ? [XdsTypes.Address, XdsTypes.Authorization] : [XdsTypes.Authorization, XdsTypes.Address];
        Apply(order[0], guarded);
        Assert.Equal([Open], Table.Workloads);
        Apply(order[1], guarded);
        Assert.Equal([Guarded], Table.Workloads);
        Assert.NotNull(Table.FindAuthorization(Callers));
    }

    [Fact]
    public void A_policy_that_is_gone_is_gone_with_its_last_mention()
    {
        Start();
        Apply(XdsTypes.Address, TableOf([Guarded], []));
        Apply(XdsTypes.Authorization, TableOf([], [Policy()]));

        Assert.IsType<XdsVerdict.Accepted>(_cell.Apply(new XdsUpdate(XdsTypes.Authorization, [], [Callers.ToString()])));
        Assert.NotNull(Table.FindAuthorization(Callers));
        Apply(XdsTypes.Address, TableOf([Open], []));
        Assert.Null(Table.FindAuthorization(Callers));
    }

    [Fact]
    public void What_stays_missing_is_published_after_a_second_and_denies()
    {
        Start();
        Apply(XdsTypes.Address, TableOf([Guarded], []));
        Assert.Equal([Open], Table.Workloads);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([Guarded], Table.Workloads);
    }

    [Fact]
    public void Updates_that_come_meanwhile_do_not_prolong_the_wait()
    {
        Start();
        Apply(XdsTypes.Address, TableOf([Guarded], []));
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Apply(XdsTypes.Address, TableOf([Guarded with { Node = "n" }], []));
        Assert.Equal([Open], Table.Workloads);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal([Guarded with { Node = "n" }], Table.Workloads);
    }

    [Fact]
    public void A_refused_update_changes_nothing()
    {
        Start();
        var update = new XdsUpdate(XdsTypes.Address, [new XdsResource("bad", "1", new(), [])], [Open.Uid]);
        Assert.Equal(
            [new XdsRejection("bad", "an address is neither a service nor a workload")],
            Assert.IsType<XdsVerdict.Rejected>(_cell.Apply(update)).Rejections);
        Assert.Equal([Open], Table.Workloads);
    }

    private void Start()
    {
        Apply(XdsTypes.Authorization, TableOf([], []));
        Apply(XdsTypes.Address, TableOf([Open], []));
    }

    private void Apply(string type, RouteTable table)
    {
        var resources = RouteTableResources.Of(table).Of(type).Resources;
        Assert.IsType<XdsVerdict.Accepted>(_cell.Apply(new XdsUpdate(type, new ValueList<XdsResource>(resources), [])));
    }

    private static RouteTable TableOf(Workload[] workloads, AuthorizationPolicy[] policies) =>
        RouteTable.Create(Node, [], workloads, policies);

    private static AuthorizationPolicy Policy() =>
        new(Callers, AuthorizationScope.WorkloadSelector, AuthorizationAction.Allow, []);
}
