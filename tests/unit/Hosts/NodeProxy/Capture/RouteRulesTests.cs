using ScopeMesh.Hosts.NodeProxy.Capture;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Capture;

public sealed class RouteRulesTests
{
    private static readonly CaptureSettings Odd = new() { OutboundPort = 1, PlaintextPort = 2, HbonePort = 3, DnsPort = 4, PacketMark = 0x5 };

    [Fact]
    public void Ports_and_marks_are_those_of_the_settings()
    {
        var rules = RouteRules.Nftables(Odd);
        Assert.Contains("meta mark & 0xfff == 0x5 accept\n", rules);
        Assert.Contains("    tcp dport 53 tproxy to :4 accept\n    meta l4proto tcp tproxy to :1 accept\n", rules);
        Assert.Contains("meta l4proto tcp redirect to :2\n", rules);
        Assert.Contains("tcp dport 3 accept\n", rules);
        Assert.Contains("udp dport 53 redirect to :4\n", rules);
    }

    [Fact]
    public void Questions_that_nobody_would_answer_are_left_alone() =>
        Assert.DoesNotContain("dport 53", RouteRules.Nftables(Odd with { AnswersDns = false }));

    [Fact]
    public void Others_come_as_where_addresses_are_translated() =>
        Assert.Contains(RedirectRules.Inbound(Odd), RouteRules.Nftables(Odd));

    [Fact]
    public void What_goes_its_way_is_asked_before_what_comes_back()
    {
        var rules = RouteRules.Rules(Odd, "-4");
        Assert.Equal(
            [
                "to 169.254.7.127 lookup main", "ipproto tcp sport 3 lookup main", "ipproto tcp sport 2 lookup main",
                "fwmark 0x5/0xfff lookup main", "fwmark 0x111/0xfff lookup main", "ipproto tcp lookup 101",
            ],
            rules.Select(rule => rule.Rule));
        Assert.Equal(RouteRules.Preferences, rules.Select(rule => rule.Preference));
        Assert.Equal(rules.Skip(1).Select(rule => rule.Rule), RouteRules.Rules(Odd, "-6").Select(rule => rule.Rule));
        Assert.DoesNotContain(RedirectRules.RulePreference, RouteRules.Preferences);
    }

    [Theory]
    [InlineData("2: eth0    inet 10.1.0.10/8 brd 10.255.255.255 scope global eth0\\       valid_lft forever\n3: eth1    inet 10.2.0.1/8 scope global eth1\n", "10.1.0.10")]
    [InlineData("2: eth0    inet6 fd00:79::1/64 scope global nodad \\       valid_lft forever preferred_lft forever\n", "fd00:79::1")]
    [InlineData("", null)]
    [InlineData("\n", null)]
    public void Connections_come_from_the_first_address_that_is_there(string shown, string? address) =>
        Assert.Equal(address, RouteRules.FirstAddress(shown));

    [Fact]
    public void A_script_does_nothing_for_a_family_without_addresses_or_that_is_not_taken()
    {
        var script = RouteRules.Script(CaptureSettings.Default);
        Assert.StartsWith("sysctl -q -w net.ipv4.conf.all.src_valid_mark=1\naddress=$(ip -4 -o addr show scope global | awk ", script);
        Assert.Equal(2, script.Split("if [ -n \"$address\" ]; then\n").Length - 1);
        Assert.Contains("  ip -6 route replace local default dev lo src \"$address\" table 101\n", script);
        Assert.DoesNotContain("ip -6 route", RouteRules.Script(CaptureSettings.Default with { IPv6 = false }));
        Assert.DoesNotContain("ip -6 rule add", RouteRules.Script(CaptureSettings.Default with { IPv6 = false }));
    }

    [Fact]
    public void Each_way_takes_the_rules_of_the_other_away()
    {
        Assert.EndsWith(
            "for place in 32755 32756 32757 32758 32759 32760; do ip -4 rule del pref $place || :; ip -6 rule del pref $place || :; done 2>/dev/null\n",
            RedirectRules.Script(CaptureSettings.Default, AnswerRouting.Packet));
        Assert.EndsWith(
            "for place in 32764; do ip -4 rule del pref $place || :; ip -6 rule del pref $place || :; done 2>/dev/null\n",
            RouteRules.Script(CaptureSettings.Default));
    }
}
