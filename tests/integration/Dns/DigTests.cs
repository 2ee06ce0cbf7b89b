using System.Globalization;
using ScopeMesh.Hosts.NodeProxy.Dns;

namespace ScopeMesh.Tests.Integration.Dns;

/// <summary>What programs are answered that ask as <c>dig</c> does, over UDP and TCP.</summary>
public sealed class DigTests
{
    [Theory]
    [InlineData("cart.shop.svc.cluster.local", "A", "cart.shop.svc.cluster.local. 30 A 10.96.0.1")]
    [InlineData("CART.shop.svc.cluster.local", "AAAA", "CART.shop.svc.cluster.local. 30 AAAA 2001:db8::1")]
    [InlineData("cart", "A", "cart. 30 A 10.96.0.1")]
    [InlineData("web.infra", "A", "web.infra. 30 A 10.96.0.2")]
    [InlineData("vault.sample.svc.cluster.local", "A", "vault.sample.svc.cluster.local. 30 A 240.240.0.7")]
    [InlineData("vault.sample.svc.clusterset.local", "A", "vault.sample.svc.clusterset.local. 30 A 240.240.0.7")]
    [InlineData("db-0.c1.db.shop.svc.cluster.local", "A", "db-0.c1.db.shop.svc.cluster.local. 30 A 240.240.0.8")]
    [InlineData("db.shop.svc.cluster.local", "A", "db.shop.svc.cluster.local. 30 A 10.1.0.2", "db.shop.svc.cluster.local. 30 A 240.240.0.8")]
    [InlineData("any.thing.example.test", "A", "any.thing.example.test. 30 A 192.0.2.2")]
    [InlineData("web.infra.shop.svc.cluster.local", "A", "web.infra. 30 A 10.96.0.2", "web.infra.shop.svc.cluster.local. 30 CNAME web.infra.")]
    [InlineData("x.example.test.svc.cluster.local", "A", "x.example.test.svc.cluster.local. 30 A 192.0.2.2")]
    [InlineData("web.infra.svc.cluster.local", "AAAA")]
    public async Task Names_of_the_mesh_are_answered_with_authority(string name, string type, params string[] records)
    {
        await using var dns = RunningDns.Start([]);
        foreach (var transport in new[] { "+notcp", "+tcp" })
        {
            var dig = await Dig.AskAsync(dns.Address, transport, name, type);
            Assert.Equal(("NOERROR", "qr aa rd ra"), (dig.Status, dig.Flags));
            Assert.Equal(records, dig.Answers.Order());
        }
    }

    [Fact]
    public async Task A_name_is_found_as_a_pods_resolver_asks_for_it()
    {
        await using var dns = RunningDns.Start([]);
        var dig = await Dig.AskAsync(dns.Address, "+search", "+ndots=5", "+domain=shop.svc.cluster.local", "web.infra");
        Assert.Equal(["web.infra.shop.svc.cluster.local. 30 CNAME web.infra.", "web.infra. 30 A 10.96.0.2"], dig.Answers);
    }

    [Fact]
    public async Task What_udp_does_not_hold_is_had_by_tcp()
    {
        await using var dns = RunningDns.Start([]);
        var udp = await Dig.AskAsync(dns.Address, "+ignore", "+bufsize=1232", "many.shop.svc.cluster.local");
        Assert.Equal("qr aa tc rd ra", udp.Flags);
        Assert.Equal(73, udp.Answers.Length);
        var plain = await Dig.AskAsync(dns.Address, "+ignore", "+noedns", "many.shop.svc.cluster.local");
        Assert.Equal(("qr aa tc rd ra", 29), (plain.Flags, plain.Answers.Length));
        var whole = await Dig.AskAsync(dns.Address, "many.shop.svc.cluster.local");
        Assert.Equal("qr aa rd ra", whole.Flags);
        Assert.Equal(256, whole.Answers.Distinct().Count());

        // Chance says in which order, so that callers spread.
        Assert.NotEqual(whole.Answers, (await Dig.AskAsync(dns.Address, "many.shop.svc.cluster.local")).Answers);
    }

    [Fact]
    public async Task Other_names_and_other_types_are_asked_of_others()
    {
        await using var upstream = TestUpstream.Start(question => question.Message.Questions[0] switch
        {
            { Type: DnsType.MX } => question.Answer(records: question.Record(DnsType.MX, [0, 10, 2, (byte)'m', (byte)'x', 0])),
            { Type: DnsType.A } when question.Name == "www.other.test." => question.Answer(records: question.Record(DnsType.A, 198, 51, 100, 1)),
            _ => question.Answer(DnsResponseCode.NxDomain),
        });
        await using var dns = RunningDns.Start([upstream.Address]);
        foreach (var transport in new[] { "+notcp", "+tcp" })
        {
            var found = await Dig.AskAsync(dns.Address, transport, "www.other.test");
            Assert.Equal(("NOERROR", "qr rd ra"), (found.Status, found.Flags));
            Assert.Equal(["www.other.test. 60 A 198.51.100.1"], found.Answers);
            Assert.Equal(["cart.shop.svc.cluster.local. 60 MX 10 mx."], (await Dig.AskAsync(dns.Address, transport, "cart.shop.svc.cluster.local", "MX")).Answers);
            var missing = await Dig.AskAsync(dns.Address, transport, "nobody.shop.svc.cluster.local");
            Assert.Equal(("NXDOMAIN", "qr rd ra"), (missing.Status, missing.Flags));
        }
    }

    [Fact]
    public async Task Nobody_is_told_that_a_name_of_the_mesh_is_not_there()
    {
        await using var upstream = TestUpstream.Start(question => question.Answer(DnsResponseCode.NxDomain));
        await using var dns = RunningDns.Start([upstream.Address]);
        var dig = await Dig.AskAsync(dns.Address, "vault.sample.svc.cluster.local", "HTTPS");
        Assert.Equal("NOERROR", dig.Status);
        Assert.Empty(dig.Answers);
        Assert.Equal("NXDOMAIN", (await Dig.AskAsync(dns.Address, "nobody.sample.svc.cluster.local", "HTTPS")).Status);
    }

    [Theory]
    [InlineData("+opcode=status", "NOTIMP")]
    [InlineData("+opcode=update", "NOTIMP")]
    [InlineData("+edns=1", "BADVERS")]
    public async Task What_is_not_done_is_refused(string how, string status)
    {
        await using var dns = RunningDns.Start([]);
        foreach (var transport in new[] { "+notcp", "+tcp" })
            Assert.Equal(status, (await Dig.AskAsync(dns.Address, transport, "+noednsnegotiation", how, "cart")).Status);
    }

    [Fact]
    public async Task What_is_asked_is_counted()
    {
        await using var upstream = TestUpstream.Start(question => question.Answer(DnsResponseCode.NxDomain));
        await using var dns = RunningDns.Start([upstream.Address]);
        await Dig.AskAsync(dns.Address, "+tcp", "cart");
        await Dig.AskAsync(dns.Address, "nobody");
        var text = new ScopeMesh.Hosts.Telemetry.MetricsText();
        dns.Metrics.Write(text);
        var lines = text.ToString().Split('\n');
        Assert.Contains(Line("requests_total", "tcp"), lines);
        Assert.Contains(Line("requests_total", "udp"), lines);
        Assert.Contains(Line("upstream_requests_total", "udp"), lines);

        static string Line(string name, string transport) => string.Create(
            CultureInfo.InvariantCulture,
            $"istio_dns_{name}{{request_query_type=\"A\",request_protocol=\"{transport}\",source_canonical_service=\"caller\",source_canonical_revision=\"unknown\"}} 1");
    }
}
