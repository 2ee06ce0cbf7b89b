using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Tests.Support.Namespaces;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Transports;

namespace ScopeMesh.Tests.Integration.NodeAgent;

/// <summary>Connections from addresses that are somebody else's.</summary>
public sealed class BorrowedAddressTests
{
    private static readonly IPAddress Caller = IPAddress.Parse("192.0.2.7");

    /// <summary>Each destination has all ports of an address, so that callers do not run out of them together, nor wait for a search.</summary>
    [NetnsFact]
    public async Task An_address_has_its_ports_for_each_destination()
    {
        await using var made = await NetworkNamespaces.AddAsync("ports");
        await made.RunAsync("ip", "link", "set", "lo", "up");
        await made.RunAsync("ip", "route", "add", "local", "192.0.2.0/24", "dev", "lo");
        var (code, _, error) = await made.RunAsync("sysctl", "-w", "net.ipv4.ip_local_port_range=50000 50001");
        Assert.True(code == 0, error);
        using var within = NetworkNamespace.Open(made.Path);
        var making = new SocketMaking { Place = within, MayBorrowAddress = true };
        using var first = within.Run(() => Listen("127.0.0.1"));
        using var second = within.Run(() => Listen("127.0.0.2"));

        await OnLoop.RunOnEachKindAsync(async () =>
        {
            var connections = new List<SocketTransport>();
            foreach (var destination in (Socket[])[first, second, first, second])
            {
                connections.Add(await SocketTransport.ConnectAsync(
                    (IPEndPoint)destination.LocalEndPoint!, Caller, TunnelLimits.Default, TimeProvider.System, CancellationToken.None, making: making));
            }

            foreach (var listener in (Socket[])[first, second, first, second])
            {
                using var accepted = await listener.AcceptAsync();
                Assert.Equal(Caller, ((IPEndPoint)accepted.RemoteEndPoint!).Address);
                // Whoever closes first keeps the port for a while.
                accepted.LingerState = new LingerOption(enable: true, seconds: 0);
            }
            foreach (var connection in connections)
                await connection.DisposeAsync();
        });
    }

    private static Socket Listen(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 8080));
        socket.Listen();
        return socket;
    }
}
