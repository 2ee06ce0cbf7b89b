using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Integration.Up;

[Collection(MeshCollection.Name)]
public sealed class GatewayPrivacyTests
{
    private const byte TlsHandshakeRecord = 22;

    [Fact]
    public async Task A_gateway_relays_tls_and_no_plaintext()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var network = mesh.Runtime.Clusters["west"].Network;
        var vault = mesh.Pod("west/sample/vault").Workload.Addresses[0];
        await using var tap = Tap.Before(network, vault, IPAddress.Parse("127.99.0.1"), [WellKnown.HbonePort, 8080]);

        const string secret = "/a-path-that-only-the-two-ends-may-read";
        var response = await mesh.Pod("east/sample/curl").Client.GetAsync(new Uri($"http://vault.sample{secret}"), CancellationToken.None);

        Assert.Equal(200, response.Status);
        Assert.Contains(secret, response.Body);
        var relayed = tap.Captured(WellKnown.HbonePort);
        Assert.NotEmpty(relayed);
        Assert.All(relayed, connection =>
        {
            Assert.Equal(TlsHandshakeRecord, connection.ToCallee[0]);
            Assert.Equal(TlsHandshakeRecord, connection.ToCaller[0]);
            Assert.DoesNotContain(secret, Encoding.Latin1.GetString(connection.ToCallee));
            Assert.DoesNotContain(secret, Encoding.Latin1.GetString(connection.ToCaller));
            Assert.DoesNotContain("vault.sample", Encoding.Latin1.GetString(connection.ToCallee));
        });

        // The tap does see plaintext where there is some: between the callee's node proxy and its application.
        Assert.Contains(tap.Captured(8080), connection => Encoding.Latin1.GetString(connection.ToCallee).Contains(secret));
    }

    /// <summary>Stands before a pod's address and keeps what passes.</summary>
    private sealed class Tap : IAsyncDisposable
    {
        private readonly List<Socket> _listeners = [];
        private readonly ConcurrentBag<(int Port, Connection Connection)> _connections = [];

        public static Tap Before(UnderlayNetwork network, IPAddress pod, IPAddress tapAddress, int[] ports)
        {
            var tap = new Tap();
            var behind = network.Map.ToLoopback(pod)!;
            foreach (var port in ports)
            {
                var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                listener.Bind(new IPEndPoint(tapAddress, port));
                listener.Listen();
                tap._listeners.Add(listener);
                _ = tap.AcceptAsync(listener, new IPEndPoint(behind, port));
            }

            network.Map = new UnderlayMap(
                [.. network.Map.Rules, new UnderlayRule(new IPNetwork(pod, 32), new IPNetwork(tapAddress, 32))]);
            return tap;
        }

        public IReadOnlyList<(byte[] ToCallee, byte[] ToCaller)> Captured(int port) =>
            [.. _connections.Where(entry => entry.Port == port)
                .Select(entry => (entry.Connection.ToCallee.ToArray(), entry.Connection.ToCaller.ToArray()))
                .Where(bytes => bytes.Item1.Length > 0 && bytes.Item2.Length > 0)];

        public ValueTask DisposeAsync()
        {
            foreach (var listener in _listeners)
                listener.Dispose();
            return ValueTask.CompletedTask;
        }

        private async Task AcceptAsync(Socket listener, IPEndPoint behind)
        {
            while (true)
            {
                Socket caller;
                try
                {
                    caller = await listener.AcceptAsync();
                }
                catch (SocketException)
                {
                    return;
                }

                var callee = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await callee.ConnectAsync(behind);
                var connection = new Connection();
                _connections.Add((behind.Port, connection));
                _ = CopyAsync(caller, callee, connection.ToCallee);
                _ = CopyAsync(callee, caller, connection.ToCaller);
            }
        }

        private static async Task CopyAsync(Socket from, Socket to, ConcurrentQueue<byte> kept)
        {
            var buffer = new byte[16_384];
            try
            {
                int count;
                while ((count = await from.ReceiveAsync(buffer)) > 0)
                {
                    foreach (var value in buffer.AsSpan(0, count))
                        kept.Enqueue(value);
                    await to.SendAsync(buffer.AsMemory(0, count));
                }

                to.Shutdown(SocketShutdown.Send);
            }
            catch (SocketException)
            {
                to.Dispose();
            }
        }

        private sealed class Connection
        {
            public ConcurrentQueue<byte> ToCallee { get; } = new();

            public ConcurrentQueue<byte> ToCaller { get; } = new();
        }
    }
}
