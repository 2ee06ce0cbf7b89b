using System.Net;
using System.Net.Sockets;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>How a node proxy ends, with a connection open through it.</summary>
[Collection(MeshCollection.Name)]
public sealed class DrainTests
{
    private const string Stopping = "stopping: open connections have";

    [Fact]
    public async Task Told_to_end_it_lets_open_connections_end_and_takes_no_more()
    {
        await using var node = await NodeAlone.StartAsync();
        var open = await node.ConnectAsync();
        await NodeAlone.ExchangeAsync(open);
        var socks = IPEndPoint.Parse((await node.PodAsync("west/sample/curl-0")).Socks!);

        await node.Node.SignalAsync("TERM");
        await node.Node.ShowsAsync(Stopping);
        await NodeAlone.ExchangeAsync(open);
        using var another = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await Assert.ThrowsAsync<SocketException>(() => another.ConnectAsync(socks));
        await open.DisposeAsync();

        Assert.Equal(0, await node.Node.EndedAsync());
        Assert.Contains("connection complete", node.Node.Errors);
        Assert.DoesNotContain("connection drain", node.Node.Errors);
    }

    [Fact]
    public async Task What_is_open_at_the_deadline_is_cut()
    {
        await using var node = await NodeAlone.StartAsync();
        await using var open = await node.ConnectAsync();
        await NodeAlone.ExchangeAsync(open);

        await node.Node.SignalAsync("TERM");
        Assert.Equal(0, await node.Node.EndedAsync());
        var cut = node.Node.Errors.Split('\n').Where(line => line.Contains("connection closed due to connection drain", StringComparison.Ordinal)).ToArray();
        Assert.Contains(cut, line => line.Contains("direction=\"outbound\" bytes_sent=5 bytes_recv=5", StringComparison.Ordinal));
        Assert.Contains(cut, line => line.Contains("direction=\"inbound\" bytes_sent=5 bytes_recv=5", StringComparison.Ordinal));
        Assert.All(cut, line => Assert.Contains("\terror\taccess\tconnection complete\t", line));
        await Assert.ThrowsAnyAsync<IOException>(() => NodeAlone.ExchangeAsync(open));
    }

    [Fact]
    public async Task Asked_at_its_admin_address_it_ends_in_the_same_way()
    {
        await using var node = await NodeAlone.StartAsync();
        var open = await node.ConnectAsync();
        await NodeAlone.ExchangeAsync(open);
        using var http = new HttpClient();
        using var wrong = await http.GetAsync(new Uri($"http://{node.Admin}/quitquitquit"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
        await NodeAlone.ExchangeAsync(open);

        using var answer = await http.PostAsync(new Uri($"http://{node.Admin}/quitquitquit"), null);
        Assert.Equal("shutdown now\n", await answer.Content.ReadAsStringAsync());
        await node.Node.ShowsAsync(Stopping);
        await NodeAlone.ExchangeAsync(open);
        await open.DisposeAsync();
        Assert.Equal(0, await node.Node.EndedAsync());
    }

    [Fact]
    public async Task A_second_interrupt_ends_it_at_once()
    {
        await using var node = await NodeAlone.StartAsync();
        await using var open = await node.ConnectAsync();
        await NodeAlone.ExchangeAsync(open);
        await node.Node.SignalAsync("INT");
        await node.Node.ShowsAsync(Stopping);
        await node.Node.SignalAsync("INT");
        Assert.Equal(130, await node.Node.EndedAsync());
        Assert.DoesNotContain("connection drain", node.Node.Errors);
    }
}
