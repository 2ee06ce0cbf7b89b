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
    public void An_edited_policy_and_the_pods_that_list_it_now_are_never_mixed_however_long_the_rest_takes()
    {
        var (before, after) = (TableOf([Open], [Policy()]), TableOf([Guarded], [Policy() with { IsDryRun = true }]));
        Told(XdsTypes.Address, before);
        Told(XdsTypes.Authorization, before);
        Told(XdsTypes.Address, after);
        Assert.Equal(before, Table);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(before, Table);
        Told(XdsTypes.Authorization, after);
        Assert.Equal(after, Table);
    }

    [Fact]
    public void A_table_that_is_out_of_date_does_not_come_back_while_the_rest_of_a_newer_one_is_awaited()
    {
        var (before, between, after) = (TableOf([Open], []), TableOf([], []), TableOf([Open], [Policy()]));
        Told(XdsTypes.Authorization, before);
        Told(XdsTypes.Address, before);
        Remove(XdsTypes.Address, Open.Uid, between);
        Assert.Equal(between, Table);
        Told(XdsTypes.Address, after);
        Assert.Equal(between, Table);
        Told(XdsTypes.Authorization, after);
        Assert.Equal(after, Table);
    }

    [Fact]
    public void What_other_control_planes_say_of_versions_is_passed_over()
    {
        Start();
        var table = TableOf([Open with { Node = "n" }], []);
        Apply(XdsTypes.Address, table, "2026-01-01T00:00:00Z/7");
        Assert.Equal(table, Table);
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

    private void Remove(string type, string name, RouteTable table) => Assert.IsType<XdsVerdict.Accepted>(
        _cell.Apply(new XdsUpdate(type, [], [name]) { Version = RouteTableResources.Of(table).Version }));

    private void Told(string type, RouteTable table) => Apply(type, table, RouteTableResources.Of(table).Version);

    private void Apply(string type, RouteTable table, string version = "")
    {
        var resources = RouteTableResources.Of(table).Of(type).Resources;
        var update = new XdsUpdate(type, new ValueList<XdsResource>(resources), []) { Version = version };
        Assert.IsType<XdsVerdict.Accepted>(_cell.Apply(update));
    }

    private static RouteTable TableOf(Workload[] workloads, AuthorizationPolicy[] policies) =>
        RouteTable.Create(Node, [], workloads, policies);

    private static AuthorizationPolicy Policy() =>
        new(Callers, AuthorizationScope.WorkloadSelector, AuthorizationAction.Allow, []);
}
