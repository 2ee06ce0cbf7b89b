using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Protos.WorkloadApi;
using static ScopeMesh.Tests.Unit.Hosts.Xds.Discovery;

namespace ScopeMesh.Tests.Unit.Hosts.Xds;

public sealed class XdsResourceSituations
{
    [Fact]
    public void Equal_messages_have_equal_versions_whatever_the_order_of_their_maps()
    {
        var one = new Workload { Uid = "u", Services = { ["a/x"] = new PortList(), ["b/y"] = new PortList() } };
        var other = new Workload { Uid = "u", Services = { ["b/y"] = new PortList(), ["a/x"] = new PortList() } };
        Assert.Equal(
            XdsResource.Of("u", new Address { Workload = one }),
            XdsResource.Of("u", new Address { Workload = other }));
    }

    [Fact]
    public void A_version_is_sixteen_hexadecimal_digits_that_change_with_the_message()
    {
        var one = Resource("a@1");
        Assert.Matches("^[0-9a-f]{16}$", one.Version);
        Assert.NotEqual(one.Version, Resource("a@2").Version);
        Assert.Equal("type.googleapis.com/istio.workload.Address", one.Payload.TypeUrl);
    }

    [Fact]
    public void A_set_is_sorted_and_holds_no_name_twice()
    {
        Assert.Equal(["a", "b", "c"], Set("c", "a", "b").Resources.Select(one => one.Name));
        var e = Assert.Throws<ArgumentException>(() => Set("a@1", "a@2"));
        Assert.StartsWith("two resources are named `a`", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_means_the_resource_of_that_name_and_all_with_that_alias()
    {
        var set = Set("a x a", "b x", "x");
        Assert.Equal(["x", "a", "b"], set.Resolve("x").Select(one => one.Name));
        Assert.Equal(["a"], set.Resolve("a").Select(one => one.Name));
        Assert.False(set.Resolves("y"));
    }

    [Fact]
    public void A_snapshot_has_nothing_of_a_type_that_nobody_provides() =>
        Assert.Empty(XdsSnapshot.Empty.With("x", Set("a")).Of("y").Resources);

    [Fact]
    public async Task Who_waits_for_a_newer_value_sees_the_newest()
    {
        var source = new SnapshotSource<int>(1);
        var first = source.Current;
        Assert.False(first.Superseded.IsCompleted);
        source.Publish(2);
        source.Publish(3);
        await first.Superseded;
        Assert.Equal(3, source.Current.Value);
        Assert.False(source.Current.Superseded.IsCompleted);
    }
}
