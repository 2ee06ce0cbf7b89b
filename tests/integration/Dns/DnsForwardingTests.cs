using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Tests.Integration.Tunnel;

namespace ScopeMesh.Tests.Integration.Dns;

/// <summary>What becomes of names that others are asked for, when those are slow, wrong, elsewhere or not there.</summary>
public sealed class DnsForwardingTests
{
    private static readonly DnsLimits Short = DnsLimits.Default with { ForwardMilliseconds = 300 };

    [Fact]
    public async Task Where_nobody_answers_there_is_no_answer()
    {
        await using var silent = TestUpstream.Start(_ => null);
        await using var dns = RunningDns.Start([silent.Address], Short);
        var dig = await Dig.AskAsync(dns.Address, "www.other.test");
        Assert.Equal(("SERVFAIL", "qr rd ra"), (dig.Status, dig.Flags));
    }

    [Fact]
    public async Task Where_nobody_listens_the_next_is_asked()
    {
        var (udp, tcp) = RunningDns.Bind();
        var nowhere = (IPEndPoint)udp.LocalEndPoint!;
        udp.Dispose();
        tcp.Dispose();
        await using var upstream = TestUpstream.Start(question => question.Answer(records: question.Record(DnsType.A, 198, 51, 100, 1)));
        await using var dns = RunningDns.Start([nowhere, upstream.Address]);
        Assert.Equal(["www.other.test. 60 A 198.51.100.1"], (await Dig.AskAsync(dns.Address, "www.other.test")).Answers);
    }

    [Theory]
    [InlineData((int)DnsResponseCode.ServFail)]
    [InlineData((int)DnsResponseCode.Refused)]
    [InlineData((int)DnsResponseCode.NotImp)]
    public async Task Where_one_cannot_say_the_next_is_asked_and_what_the_last_says_counts(int code)
    {
        await using var first = TestUpstream.Start(question => question.Answer((DnsResponseCode)code));
        await using var second = TestUpstream.Start(question => question.Name == "www.other.test."
            ? question.Answer(records: question.Record(DnsType.A, 198, 51, 100, 1))
            : question.Answer(DnsResponseCode.Refused));
        await using var dns = RunningDns.Start([first.Address, second.Address]);
        Assert.Single((await Dig.AskAsync(dns.Address, "www.other.test")).Answers);
        Assert.Equal("REFUSED", (await Dig.AskAsync(dns.Address, "refused.other.test")).Status);
    }

    [Fact]
    public async Task What_is_truncated_is_had_by_tcp()
    {
        await using var upstream = TestUpstream.Start(question => question.Transport == DnsTransport.Udp
            ? question.Answer() with { IsTruncated = true }
            : question.Answer(records: [.. Enumerable.Range(0, 200).Select(number => question.Record(DnsType.A, 10, 0, 0, (byte)number))]));
        await using var dns = RunningDns.Start([upstream.Address]);
        var udp = await Dig.AskAsync(dns.Address, "+ignore", "+bufsize=1232", "www.other.test");
        Assert.Equal("qr tc rd ra", udp.Flags);
        Assert.InRange(udp.Answers.Length, 70, 75);
        Assert.Equal(200, (await Dig.AskAsync(dns.Address, "+tcp", "www.other.test")).Answers.Length);
        Assert.Equal(200, (await Dig.AskAsync(dns.Address, "+bufsize=4096", "www.other.test")).Answers.Length);
    }

    [Fact]
    public async Task What_is_no_answer_to_the_question_is_passed_over()
    {
        await using var upstream = TestUpstream.Raw(question =>
        {
            var answer = question.Answer(records: question.Record(DnsType.A, 198, 51, 100, 1));
            var wrong = question.Answer(records: question.Record(DnsType.A, 203, 0, 113, 66));
            Assert.True(DnsName.TryParse("bank.test", out var other));
            DnsMessage[] strays =
            [
                wrong with { Id = (ushort)(wrong.Id + 1) },
                wrong with { IsResponse = false },
                wrong with { Questions = [wrong.Questions[0] with { Name = other }] },
                wrong with { Questions = [] },
            ];
            return strays.Append(answer).Select(message => DnsWriter.Write(message, 4096)).Prepend([1, 2, 3]);
        });
        await using var dns = RunningDns.Start([upstream.Address]);
        Assert.Equal(["www.other.test. 60 A 198.51.100.1"], (await Dig.AskAsync(dns.Address, "www.other.test")).Answers);
    }

    [Fact]
    public async Task After_more_of_that_than_the_limit_there_is_no_answer()
    {
        await using var upstream = TestUpstream.Raw(question => Enumerable.Repeat(DnsWriter.Write(question.Answer() with { Questions = [] }, 4096), 5));
        await using var dns = RunningDns.Start([upstream.Address], DnsLimits.Default with { StrayDatagrams = 4 });
        Assert.Equal("SERVFAIL", (await Dig.AskAsync(dns.Address, "www.other.test")).Status);
    }

    [Fact]
    public async Task An_answer_of_somebody_else_is_none()
    {
        await using var silent = TestUpstream.Start(_ => null);
        await using var dns = RunningDns.Start([silent.Address], Short);
        using var client = await dns.ClientAsync();
        await client.SendAsync(RunningDns.Question("www.other.test", 5));
        var asked = await silent.Asked.ReadAsync(Patience.Token);

        // It knows the number and the port, and yet comes from another one.
        using var stranger = DnsForwarder.PlainSocket(AddressFamily.InterNetwork, SocketType.Dgram);
        await stranger.SendToAsync(DnsWriter.Write(asked.Answer(records: asked.Record(DnsType.A, 203, 0, 113, 66)), 4096), asked.From);
        Assert.Equal(DnsResponseCode.ServFail, (await RunningDns.AnswerAsync(client)).ResponseCode);
    }

    [Fact]
    public async Task Each_question_goes_out_with_a_number_of_its_own_that_is_given_back()
    {
        await using var upstream = TestUpstream.Start(question => question.Answer(DnsResponseCode.NxDomain));
        await using var dns = RunningDns.Start([upstream.Address]);
        using var client = await dns.ClientAsync();
        var ids = new HashSet<int>();
        for (var number = 0; number < 20; number++)
        {
            await client.SendAsync(RunningDns.Question("www.other.test", 5));
            Assert.Equal(5, (await RunningDns.AnswerAsync(client)).Id);
            ids.Add((await upstream.Asked.ReadAsync(Patience.Token)).Message.Id);
        }

        Assert.InRange(ids.Count, 15, 20);
    }
}
