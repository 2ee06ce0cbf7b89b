using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Unit.Policy.Model;

/// <summary>The most specific setting decides whether a host name stays within its cluster.</summary>
public sealed class ClusterLocalHostsTests
{
    private static readonly ClusterLocalHosts Hosts = new(
    [
        new ClusterLocalHost("*.shop.svc.cluster.local", IsLocal: true),
        new ClusterLocalHost("cart.shop.svc.cluster.local", IsLocal: false),
        new ClusterLocalHost("*.svc.cluster.local", IsLocal: false),
        new ClusterLocalHost("*.kube-system.svc.cluster.local", IsLocal: true),
        new ClusterLocalHost("kubernetes.default.svc.cluster.local", IsLocal: true),
    ]);

    [Theory]
    [InlineData("web.shop.svc.cluster.local", true)]
    [InlineData("cart.shop.svc.cluster.local", false)]
    [InlineData("dns.kube-system.svc.cluster.local", true)]
    [InlineData("kubernetes.default.svc.cluster.local", true)]
    [InlineData("other.default.svc.cluster.local", false)]
    [InlineData("example.test", false)]
    public void The_most_specific_setting_decides_in_any_order(string hostname, bool isKept)
    {
        Assert.Equal(isKept, Hosts.Keeps(hostname));
        Assert.Equal(isKept, new ClusterLocalHosts([.. Hosts.Settings.Reverse()]).Keeps(hostname));
    }

    [Fact]
    public void No_setting_keeps_nothing() => Assert.False(ClusterLocalHosts.None.Keeps("cart.shop.svc.cluster.local"));
}
