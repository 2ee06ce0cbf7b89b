using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Capture;

/// <summary>What the sockets of a pod are told. They are not marked here, since that needs rights.</summary>
public sealed class PodSocketsTests
{
    private const int Level = 1;
    private const int ReusePort = 15;

    private static readonly PodSockets Sockets =
        new(null, CaptureSettings.Default with { PacketMark = 0 }, TunnelLimits.Default, TimeProvider.System);

    [Fact]
    public void A_listener_shares_its_port_with_its_successor()
    {
        using var first = Sockets.Listen(new IPEndPoint(IPAddress.Loopback, 0), SocketType.Stream);
        using var second = Sockets.Listen((IPEndPoint)first.LocalEndPoint!, SocketType.Stream);
        Span<byte> value = stackalloc byte[sizeof(int)];
        Assert.Equal(sizeof(int), second.GetRawSocketOption(Level, ReusePort, value));
        Assert.Equal(1, BitConverter.ToInt32(value));
    }

    [Fact]
    public void A_listener_keeps_its_port_where_ports_are_not_shared()
    {
        var alone = new PodSockets(null, CaptureSettings.Default with { PacketMark = 0, PortReuse = false }, TunnelLimits.Default, TimeProvider.System);
        using var first = alone.Listen(new IPEndPoint(IPAddress.Loopback, 0), SocketType.Stream);
        Assert.Throws<ListenException>(() => alone.Listen((IPEndPoint)first.LocalEndPoint!, SocketType.Stream).Dispose());
    }

    /// <summary>The kernel tells of the timer that it keeps for a connection on which nothing goes.</summary>
    [Fact]
    public Task A_connection_that_is_idle_is_asked_after() => OnLoop.RunAsync(async () =>
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var end = (IPEndPoint)listener.LocalEndpoint;
        await using var connection = await Sockets.ConnectOutAsync(end, CancellationToken.None);
        using var accepted = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        var remote = string.Create(CultureInfo.InvariantCulture, $"0100007F:{end.Port:X4}");
        var line = File.ReadLines("/proc/net/tcp")
            .Select(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Single(fields => fields[2] == remote);

        // tr:tm->when, proc(5): 02 is the timer of keep-alive.
        Assert.StartsWith("02:", line[5]);
    });
}
