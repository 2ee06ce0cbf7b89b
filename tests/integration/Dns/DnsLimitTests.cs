using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy.Dns;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Integration.Tunnel;

namespace ScopeMesh.Tests.Integration.Dns;

/// <summary>The DNS of a pod at each of its limits, and beyond.</summary>
public sealed class DnsLimitTests
{
    [Fact]
    public async Task More_questions_than_may_wait_are_refused_and_names_of_the_mesh_are_answered_still()
    {
        await using var silent = TestUpstream.Start(_ => null);
        await using var dns = RunningDns.Start([silent.Address], DnsLimits.Default with { QueriesInFlight = 2 });
        using var client = await dns.ClientAsync();
        await client.SendAsync(RunningDns.Question("one.other.test", 1));
        await client.SendAsync(RunningDns.Question("two.other.test", 2));
        var one = await silent.Asked.ReadAsync(Patience.Token);
        await silent.Asked.ReadAsync(Patience.Token);
        await client.SendAsync(RunningDns.Question("three.other.test", 3));
        var refused = await RunningDns.AnswerAsync(client);
        Assert.Equal((3, DnsResponseCode.Refused), (refused.Id, refused.ResponseCode));
        Assert.Equal("REFUSED", (await Dig.AskAsync(dns.Address, "+tcp", "four.other.test")).Status);
        Assert.Equal("NOERROR", (await Dig.AskAsync(dns.Address, "cart")).Status);

        // One that has been answered makes room for another.
        await silent.AnswerLaterAsync(one);
        Assert.Equal(DnsResponseCode.NxDomain, (await RunningDns.AnswerAsync(client)).ResponseCode);
        await client.SendAsync(RunningDns.Question("five.other.test", 5));
        Assert.Equal("five.other.test.", (await silent.Asked.ReadAsync(Patience.Token)).Name);
    }

    [Fact]
    public async Task More_connections_than_the_limit_wait_until_others_end()
    {
        await using var dns = RunningDns.Start([], DnsLimits.Default with { TcpConnections = 2, TcpRequestTimeoutSeconds = 3600 });
        using var first = await dns.ClientAsync(SocketType.Stream);
        using var second = await dns.ClientAsync(SocketType.Stream);
        foreach (var client in new[] { first, second })
        {
            await DnsFraming.WriteAsync(client, RunningDns.Question("cart", 1), Patience.Token);
            Assert.NotNull(await DnsFraming.ReadAsync(client, DnsWire.MaxBytes, Patience.Token));
        }

        using var third = await dns.ClientAsync(SocketType.Stream);
        await DnsFraming.WriteAsync(third, RunningDns.Question("cart", 3), Patience.Token);
        var waiting = DnsFraming.ReadAsync(third, DnsWire.MaxBytes, Patience.Token).AsTask();

        // Those that are served are so meanwhile, as often as they ask.
        await DnsFraming.WriteAsync(first, RunningDns.Question("web.infra", 2), Patience.Token);
        Assert.NotNull(await DnsFraming.ReadAsync(first, DnsWire.MaxBytes, Patience.Token));
        Assert.False(waiting.IsCompleted);
        second.Close();
        Assert.Equal(3, DnsReader.Read(await waiting)!.Id);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("00200001")]
    public async Task A_connection_on_which_no_question_comes_in_time_is_closed(string begun)
    {
        await using var dns = RunningDns.Start([], DnsLimits.Default with { TcpRequestTimeoutSeconds = 1 });
        using var client = await dns.ClientAsync(SocketType.Stream);
        await DnsFraming.WriteAsync(client, RunningDns.Question("cart", 1), Patience.Token);
        Assert.NotNull(await DnsFraming.ReadAsync(client, DnsWire.MaxBytes, Patience.Token));
        if (begun.Length > 0)
            await client.SendAsync(Convert.FromHexString(begun), SocketFlags.None, Patience.Token);
        Assert.Null(await DnsFraming.ReadAsync(client, DnsWire.MaxBytes, Patience.Token));
    }

    [Fact]
    public async Task A_question_that_is_too_long_is_not_understood()
    {
        await using var dns = RunningDns.Start([], DnsLimits.Default with { QueryBytes = 40 });
        using var client = await dns.ClientAsync();
        await client.SendAsync(RunningDns.Question("cart.shop.svc.cluster.local.that-is-too-long", 1));
        Assert.Equal(DnsResponseCode.FormErr, (await RunningDns.AnswerAsync(client)).ResponseCode);
        await client.SendAsync(RunningDns.Question("cart.shop", 2));
        Assert.Equal(DnsResponseCode.NoError, (await RunningDns.AnswerAsync(client)).ResponseCode);

        using var connection = await dns.ClientAsync(SocketType.Stream);
        await DnsFraming.WriteAsync(connection, RunningDns.Question("cart.shop.svc.cluster.local.that-is-too-long", 1), Patience.Token);
        Assert.True(await IsClosedAsync(connection));
    }

    [Fact]
    public async Task An_answer_over_udp_is_no_longer_than_the_limit_whatever_its_receiver_takes()
    {
        await using var dns = RunningDns.Start([], DnsLimits.Default with { UdpAnswerBytes = 600 });
        var dig = await Dig.AskAsync(dns.Address, "+ignore", "+bufsize=8000", "many.shop.svc.cluster.local");
        Assert.Equal(("qr aa tc rd ra", 34), (dig.Flags, dig.Answers.Length));
    }

    [Fact]
    public async Task A_question_of_a_pod_that_is_not_known_waits_for_it()
    {
        await using var upstream = TestUpstream.Start(question => question.Answer(DnsResponseCode.NxDomain));
        var nothing = RouteTable.Empty(RunningDns.Table.Viewpoint);
        await using var dns = RunningDns.Start([upstream.Address], DnsLimits.Default with { WorkloadWaitSeconds = 3600, QueriesInFlight = 1 }, nothing);
        using var client = await dns.ClientAsync();
        await client.SendAsync(RunningDns.Question("cart", 1));
        await client.SendAsync(RunningDns.Question("cart", 2));

        // The first waits, and so there is no room for the second.
        var refused = await RunningDns.AnswerAsync(client);
        Assert.Equal((2, DnsResponseCode.Refused), (refused.Id, refused.ResponseCode));
        dns.Tables.Publish(RunningDns.Table);
        var answer = await RunningDns.AnswerAsync(client);
        Assert.Equal((1, 1), (answer.Id, answer.Answers.Count));
    }

    [Fact]
    public async Task A_pod_that_is_never_known_has_no_answers()
    {
        await using var upstream = TestUpstream.Start(question => question.Answer(DnsResponseCode.NxDomain));
        var nothing = RouteTable.Empty(RunningDns.Table.Viewpoint);
        await using var dns = RunningDns.Start([upstream.Address], DnsLimits.Default with { WorkloadWaitSeconds = 1 }, nothing);
        Assert.Equal("SERVFAIL", (await Dig.AskAsync(dns.Address, "cart")).Status);
        Assert.False(upstream.Asked.TryRead(out _));
    }

    [Fact]
    public async Task A_flood_leaves_it_at_work()
    {
        const int questions = 5_000;
        await using var silent = TestUpstream.Start(_ => null);
        await using var dns = RunningDns.Start([silent.Address], DnsLimits.Default with { QueriesInFlight = 50 });
        using var client = await dns.ClientAsync();
        byte[] rubbish = [.. Enumerable.Range(0, 400).Select(number => (byte)(number * 7))];
        var connections = new List<Socket>();
        for (var number = 0; number < questions; number++)
        {
            await client.SendAsync(RunningDns.Question($"n{number}.other.test", (ushort)number));
            await client.SendAsync(rubbish.AsMemory(number % 400), SocketFlags.None);
            if (number % 50 == 0)
                connections.Add(await dns.ClientAsync(SocketType.Stream));
        }

        foreach (var transport in new[] { "+notcp", "+tcp" })
            Assert.Equal(["cart.shop. 30 A 10.96.0.1"], (await Dig.AskAsync(dns.Address, transport, "+retry=10", "cart.shop")).Answers);
        connections.ForEach(connection => connection.Dispose());
    }

    [Fact]
    public async Task When_it_ends_its_sockets_are_free_and_questions_that_wait_are_given_up()
    {
        await using var silent = TestUpstream.Start(_ => null);
        var dns = RunningDns.Start([silent.Address]);
        using var client = await dns.ClientAsync();
        using var idle = await dns.ClientAsync(SocketType.Stream);
        await client.SendAsync(RunningDns.Question("www.other.test", 1));
        await silent.Asked.ReadAsync(Patience.Token);
        await dns.DisposeAsync();
        using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        udp.Bind(dns.Address);
        using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        tcp.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        tcp.Bind(dns.Address);
    }

    /// <summary>Whether a connection ends without an answer; it is reset where what was sent was not read.</summary>
    private static async Task<bool> IsClosedAsync(Socket connection)
    {
        try
        {
            return await DnsFraming.ReadAsync(connection, DnsWire.MaxBytes, Patience.Token) is null;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionReset;
        }
    }
}
