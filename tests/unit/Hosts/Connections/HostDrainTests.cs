using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.Connections;

public sealed class HostDrainTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(7);

    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private readonly OpenSockets _sockets = new();
    private readonly HostDrain _drain;

    public HostDrainTests() =>
        _drain = new HostDrain(new DrainOptions { Deadline = Deadline }, _time, NullLogger<HostDrain>.Instance);

    public void Dispose() => _drain.Dispose();

    [Fact]
    public void The_deadline_runs_from_the_first_time_that_the_host_is_told()
    {
        Assert.False(_drain.Begun.IsCancellationRequested);
        _drain.Begin();
        Assert.True(_drain.Begun.IsCancellationRequested);
        _time.Advance(Deadline / 2);
        _drain.Begin();
        Assert.False(_drain.Expired.IsCancellationRequested);
        _time.Advance(Deadline / 2);
        Assert.True(_drain.Expired.IsCancellationRequested);
    }

    [Fact]
    public void Tunnels_drain_as_long_as_the_host_does() =>
        Assert.Equal(8, new DrainOptions { Deadline = TimeSpan.FromSeconds(7.5) }.Within(TunnelLimits.Default).DrainTimeoutSeconds);

    [Fact]
    public async Task A_connection_may_go_on_after_its_host_was_told_to_stop_and_no_other_may_begin()
    {
        var (socket, end) = LoopbackSockets.Listen();
        await using var listener = Echo(socket);
        using var open = await LoopbackSockets.DialAsync(end);
        await ExchangeAsync(open);
        _drain.Begin();
        await ExchangeAsync(open);
        await Assert.ThrowsAsync<SocketException>(() => LoopbackSockets.DialAsync(end));
        open.Shutdown(SocketShutdown.Both);
        await listener.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.False(_drain.Expired.IsCancellationRequested);
    }

    [Fact]
    public async Task What_is_open_at_the_deadline_is_cut()
    {
        var (socket, end) = LoopbackSockets.Listen();
        await using var listener = Echo(socket);
        using var open = await LoopbackSockets.DialAsync(end);
        await ExchangeAsync(open);
        _drain.Begin();
        _time.Advance(Deadline);
        await listener.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.True(await HasEndedAsync(open));
    }

    [Fact]
    public async Task A_listener_can_be_cut_while_its_host_goes_on()
    {
        var (socket, end) = LoopbackSockets.Listen();
        await using var listener = Echo(socket);
        using var open = await LoopbackSockets.DialAsync(end);
        await ExchangeAsync(open);
        listener.Cut();
        await listener.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.True(await HasEndedAsync(open));
        Assert.False(_drain.Begun.IsCancellationRequested);
    }

    [Fact]
    public async Task Accepted_connections_are_counted_while_they_are_open()
    {
        var (socket, end) = LoopbackSockets.Listen();
        await using var listener = Echo(socket);
        using var open = await LoopbackSockets.DialAsync(end);
        await ExchangeAsync(open);
        Assert.Contains("istio_tcp_sockets_open{reporter=\"destination\"} 1\n", Written());
        Assert.Contains("istio_tcp_sockets_open{reporter=\"source\"} 0\n", Written());
        open.Shutdown(SocketShutdown.Both);
        await listener.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Contains("istio_tcp_sockets_open{reporter=\"destination\"} 0\n", Written());
    }

    private string Written()
    {
        var text = new MetricsText();
        _sockets.Write(text);
        return text.ToString();
    }

    private ConnectionListener Echo(Socket socket) => new ConnectionListeners(_drain, _sockets).Start(
        socket,
        ConnectionDirection.Inbound,
        async (transport, _) =>
        {
            var buffer = new byte[16];
            try
            {
                while (await transport.ReceiveAsync(buffer, CancellationToken.None) is > 0 and var count)
                    await transport.SendAsync(buffer.AsMemory(0, count), CancellationToken.None);
            }
            catch (TunnelException)
            {
                // It was cut.
            }
        },
        10,
        NullLogger.Instance);

    private static async Task ExchangeAsync(Socket socket)
    {
        var buffer = new byte[1];
        await socket.SendAsync(new byte[] { 42 });
        Assert.Equal(1, await socket.ReceiveAsync(buffer).WaitAsync(Patience));
        Assert.Equal(42, buffer[0]);
    }

    private static async Task<bool> HasEndedAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1]).WaitAsync(Patience) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
