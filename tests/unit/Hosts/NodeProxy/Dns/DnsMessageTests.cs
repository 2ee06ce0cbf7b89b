using System.Net;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Dns;

/// <summary>What becomes of messages, and what answers look like.</summary>
public sealed class DnsMessageTests
{
    private static readonly MeshService Cart = new() { Name = "cart", Namespace = "shop", Hostname = "cart.shop.svc.cluster.local" };

    [Fact]
    public void A_question_is_received()
    {
        var query = Query("Cart.shop");
        var received = Assert.IsType<DnsReception.Query>(DnsReception.Of(Bytes(query)));
        Assert.Equal((query, query.Questions[0]), (received.Message, received.Asked));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0001")]
    [InlineData("0001000000010000000000")]
    [InlineData("000180010000000000000000")]
    public void Nothing_is_said_to_what_is_no_message_or_a_complaint(string bytes) =>
        Assert.IsType<DnsReception.Dropped>(DnsReception.Of(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData("000100000000000000000000", (int)DnsResponseCode.FormErr)]
    [InlineData("000100000002000000000000000001000100000100" + "01", (int)DnsResponseCode.FormErr)]
    [InlineData("0001000000010000000000000000010001" + "00", (int)DnsResponseCode.FormErr)]
    [InlineData("0001000000010000000000000161", (int)DnsResponseCode.FormErr)]
    [InlineData("000180000001000000000000" + "0000010001", (int)DnsResponseCode.FormErr)]
    [InlineData("000128000001000000000000" + "0000060001", (int)DnsResponseCode.NotImp)]
    [InlineData("000120000000000000000000", (int)DnsResponseCode.NotImp)]
    public void What_is_no_question_is_refused(string bytes, int code)
    {
        var refused = Assert.IsType<DnsReception.Refused>(DnsReception.Of(Convert.FromHexString(bytes)));
        Assert.Equal((1, true, (DnsResponseCode)code), (refused.Answer.Id, refused.Answer.IsResponse, refused.Answer.ResponseCode));
    }

    [Fact]
    public void A_version_of_the_extension_that_nobody_knows_is_refused_in_the_words_of_the_known_one()
    {
        var query = Query("cart") with { Edns = new DnsEdns(1232, 1, false, []) };
        var refused = Assert.IsType<DnsReception.Refused>(DnsReception.Of(Bytes(query)));
        Assert.Equal((DnsResponseCode.BadVers, 0), (refused.Answer.ResponseCode, (int)refused.Answer.Edns!.Version));
    }

    [Fact]
    public void What_the_mesh_knows_is_said_with_authority_and_the_name_as_it_was_asked()
    {
        var query = Query("Cart.shop.svc.cluster.local") with { Edns = new DnsEdns(100, 0, true, [0, 3, 0, 0]) };
        var found = new NameAnswer.Addresses(Cart, [IPAddress.Parse("10.96.0.1"), IPAddress.Parse("2001:db8::1")], null);
        var answer = DnsResponses.Found(query, query.Questions[0], found, 0);
        Assert.Equal((7, true, true, true, true, DnsResponseCode.NoError), (
            answer.Id, answer.IsResponse, answer.IsAuthoritative, answer.WantsRecursion, answer.HasRecursion, answer.ResponseCode));
        Assert.Equal(new DnsEdns(512, 0, true, []), answer.Edns);
        Assert.Equal(query.Questions, answer.Questions);
        Assert.Equal([DnsType.A, DnsType.AAAA], answer.Answers.Select(record => record.Type).Order());
        Assert.All(answer.Answers, record => Assert.Equal(
            ("Cart.shop.svc.cluster.local.", DnsWire.Internet, DnsResponses.TtlSeconds), (record.Name.ToString(), record.Class, record.Ttl)));
    }

    [Fact]
    public void What_was_found_without_its_search_domain_is_another_name()
    {
        var query = Query("Web.infra.shop.svc.cluster.local");
        var answer = DnsResponses.Found(query, query.Questions[0], new NameAnswer.Addresses(Cart, [IPAddress.Parse("10.96.0.1")], "Web.infra"), 0);
        Assert.Equal(
            [(DnsType.CNAME, "Web.infra.shop.svc.cluster.local."), (DnsType.A, "Web.infra.")],
            answer.Answers.Select(record => (record.Type, record.Name.ToString())));
        Assert.Equal("Web.infra.", DnsName.TryOfWire(answer.Answers[0].Data.AsSpan(), out var target) ? target.ToString() : "");
    }

    [Fact]
    public void Of_256_addresses_as_many_are_said_over_udp_as_fit()
    {
        var query = Query("many.ns.svc.cluster.local") with { Edns = new DnsEdns(1232, 0, false, []) };
        var addresses = Enumerable.Range(0, 256).Select(number => new IPAddress([10, 0, 0, (byte)number])).ToValueList();
        var answer = DnsResponses.Found(query, query.Questions[0], new NameAnswer.Addresses(Cart, addresses, null), 1);
        var udp = DnsReader.Read(DnsWriter.Write(answer, DnsResponses.UdpBytes(query, DnsLimits.Default.UdpAnswerBytes)))!;
        Assert.Equal((73, true), (udp.Answers.Count, udp.IsTruncated));
        var tcp = DnsReader.Read(DnsWriter.Write(answer, DnsWire.MaxBytes))!;
        Assert.Equal((256, false), (tcp.Answers.Count, tcp.IsTruncated));
    }

    [Theory]
    [InlineData(null, 512)]
    [InlineData(0, 512)]
    [InlineData(1232, 1232)]
    [InlineData(65535, 4096)]
    public void An_answer_over_udp_is_as_long_as_its_receiver_takes_and_the_limit(int? payload, int expected)
    {
        var query = Query("cart") with { Edns = payload is { } bytes ? new DnsEdns((ushort)bytes, 0, false, []) : null };
        Assert.Equal(expected, DnsResponses.UdpBytes(query, DnsLimits.Default.UdpAnswerBytes));
    }

    [Fact]
    public void Every_address_may_come_first()
    {
        ValueList<int> items = [1, 2, 3];
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 100).Select(roll => DnsResponses.Shuffled(items, (ulong)roll)[0]).Distinct().Order());
        Assert.Equal(6, Enumerable.Range(0, 100).Select(roll => string.Join(' ', DnsResponses.Shuffled(items, (ulong)roll))).Distinct().Count());
    }

    [Fact]
    public void A_name_that_stands_already_costs_two_bytes()
    {
        var query = Query("cart.shop.svc.cluster.local");
        var one = DnsResponses.Found(query, query.Questions[0], new NameAnswer.Addresses(Cart, [IPAddress.Parse("10.96.0.1")], null), 0);
        const int record = 2 + 2 + 2 + 4 + 2 + 4;
        Assert.Equal(Bytes(query).Length + record, Bytes(one).Length);
    }

    [Theory]
    [InlineData("a.b", "a.b")]
    [InlineData("A.b.", "A.b")]
    [InlineData(".", null)]
    [InlineData("a\\.b.c", null)]
    [InlineData("a\\032b", null)]
    [InlineData("_sip.*.x", "_sip.*.x")]
    public void Some_names_are_those_of_hosts(string text, string? host)
    {
        Assert.True(DnsName.TryParse(text, out var name));
        Assert.Equal(host, name.Host);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a\\")]
    [InlineData("a\\25")]
    [InlineData("a\\256")]
    [InlineData("é")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Some_texts_are_no_names(string text) => Assert.False(DnsName.TryParse(text, out _));

    [Fact]
    public void Names_have_255_bytes_at_most()
    {
        var longest = string.Join('.', Enumerable.Repeat("a", 127));
        Assert.True(DnsName.TryParse(longest, out var name));
        Assert.Equal(DnsName.MaxBytes, name.Wire.Length);
        Assert.False(DnsName.TryParse($"{longest}a", out _));
    }

    private static DnsMessage Query(string name)
    {
        Assert.True(DnsName.TryParse(name, out var asked));
        return new DnsMessage { Id = 7, WantsRecursion = true, Questions = [new DnsQuestion(asked, DnsType.A, DnsWire.Internet)] };
    }

    private static byte[] Bytes(DnsMessage message) => DnsWriter.Write(message, DnsWire.MaxBytes);
}
