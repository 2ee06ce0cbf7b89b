using ScopeMesh.Hosts.NodeProxy.Capture;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Capture;

public sealed class RedirectRulesTests
{
    [Fact]
    public void Rules_stand_in_the_place_of_those_before()
    {
        var rules = RedirectRules.Nftables(CaptureSettings.Default);
        Assert.StartsWith("add table inet scopemesh\ndelete table inet scopemesh\ntable inet scopemesh {\n", rules);
        Assert.EndsWith("}\n", rules);
    }

    [Fact]
    public void Ports_and_marks_are_those_of_the_settings()
    {
        var settings = new CaptureSettings { OutboundPort = 1, PlaintextPort = 2, HbonePort = 3, DnsPort = 4, PacketMark = 0x5 };
        var rules = RedirectRules.Nftables(settings);
        Assert.Contains("meta l4proto tcp redirect to :1\n", rules);
        Assert.Contains("meta l4proto tcp redirect to :2\n", rules);
        Assert.Contains("tcp dport 3 accept\n", rules);
        Assert.Contains("udp dport 53 redirect to :4\n", rules);
        Assert.Contains("meta mark & 0xfff == 0x5 accept\n", rules);
    }

    [Fact]
    public void Questions_that_nobody_would_answer_are_left_alone()
    {
        Assert.Contains("    tcp dport 53 redirect to :15053\n    meta l4proto tcp redirect to :15001\n", RedirectRules.Nftables(CaptureSettings.Default));
        Assert.DoesNotContain("dport 53", RedirectRules.Nftables(CaptureSettings.Default with { AnswersDns = false }));
    }

    [Fact]
    public void Sockets_are_marked_where_that_is_wanted_and_the_system_can()
    {
        Assert.Contains("if sysctl -q -e -w net.ipv4.tcp_fwmark_accept=1 net.ipv4.fwmark_reflect=1 net.ipv6.fwmark_reflect=1; then\n", RedirectRules.Script(CaptureSettings.Default, AnswerRouting.Socket));
        Assert.DoesNotContain("sysctl", RedirectRules.Script(CaptureSettings.Default, AnswerRouting.Packet));
        Assert.Contains(" == 0x5 notrack\n", RedirectRules.NftablesOfMarkedSockets(new CaptureSettings { PacketMark = 0x5 }));
    }

    [Fact]
    public void Without_IPv6_there_are_no_routes_for_it_and_it_is_led_nowhere()
    {
        const string Exempted = "policy accept;\n    meta nfproto ipv6 accept\n";
        Assert.Equal(3, RedirectRules.Nftables(CaptureSettings.Default with { IPv6 = false }).Split(Exempted).Length);
        Assert.DoesNotContain(Exempted, RedirectRules.Nftables(CaptureSettings.Default));
        Assert.Contains("ip -6 route replace", RedirectRules.Script(CaptureSettings.Default, AnswerRouting.Socket));
        Assert.DoesNotContain("ip -6 route", RedirectRules.Script(CaptureSettings.Default with { IPv6 = false }, AnswerRouting.Socket));
        Assert.DoesNotContain("ip -6 rule add", RedirectRules.Script(CaptureSettings.Default with { IPv6 = false }, AnswerRouting.Socket));
    }
}
