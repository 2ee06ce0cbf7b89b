using ScopeMesh.Hosts.NodeProxy.Dns;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Dns;

public sealed class ResolverSettingsTests
{
    [Fact]
    public void Servers_domains_and_options_are_read()
    {
        var settings = ResolverSettings.Parse(
            """
            # written by somebody
            nameserver 10.96.0.10
            	nameserver   2001:db8::53
            nameserver nobody
            domain old.test
            search shop.svc.cluster.local. svc.cluster.local
            options ndots:5 timeout:3 attempts:4 rotate
            ; nameserver 192.0.2.1

            """);
        Assert.Equal(["10.96.0.10:53", "[2001:db8::53]:53"], settings.Servers.Select(server => server.ToString()));
        Assert.Equal(["shop.svc.cluster.local", "svc.cluster.local"], settings.SearchDomains);
        Assert.Equal((TimeSpan.FromSeconds(3), 4), (settings.Try, settings.Attempts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nameserver")]
    [InlineData("nameserver here")]
    [InlineData("options\noptions timeout: attempts:x timeout:-1 attempts:99999999999\nsearch\r\nfoo bar")]
    public void What_is_not_understood_does_not_count(string text) =>
        Assert.Equal(new ResolverSettings { Servers = [System.Net.IPEndPoint.Parse("127.0.0.1:53")] }, ResolverSettings.Parse(text));

    [Fact]
    public void There_are_bounds()
    {
        var many = string.Join('\n', Enumerable.Range(0, 10).Select(number => $"nameserver 192.0.2.{number}"));
        var settings = ResolverSettings.Parse($"{many}\nsearch {string.Join(' ', Enumerable.Repeat("a.test", 100))}\noptions timeout:1000 attempts:1000");
        Assert.Equal(ResolverSettings.MaxServers, settings.Servers.Count);
        Assert.Equal(ResolverSettings.MaxSearchDomains, settings.SearchDomains.Count);
        Assert.Equal((TimeSpan.FromSeconds(ResolverSettings.MaxTrySeconds), ResolverSettings.MaxAttempts), (settings.Try, settings.Attempts));
        Assert.Equal((TimeSpan.FromSeconds(1), 1), (ResolverSettings.Parse("options timeout:0").Try, ResolverSettings.Parse("options attempts:0").Attempts));
    }
}
