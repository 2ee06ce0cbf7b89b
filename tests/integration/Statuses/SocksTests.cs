using System.Net.Sockets;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>What a pod's SOCKS port says to requests that it does not take.</summary>
[Collection(MeshCollection.Name)]
public sealed class SocksTests
{
    [Theory]
    [InlineData(2, 1, Socks5Reply.CommandNotSupported)]
    [InlineData(3, 1, Socks5Reply.CommandNotSupported)]
    [InlineData(1, 9, Socks5Reply.AddressTypeNotSupported)]
    internal async Task Another_command_or_kind_of_address_is_refused(byte command, byte kind, Socks5Reply reply)
    {
        await using var bench = new ProxyBench(Bench.Table([], [Bench.Caller]));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(bench.Serve(Bench.Caller));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(new byte[] { 5, 1, 0 });
        await stream.ReadExactlyAsync(new byte[2]);
        await stream.WriteAsync(new byte[] { 5, command, 0, kind, 10, 0, 0, 2, 0, 80 });

        var answer = new byte[10];
        await stream.ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([5, (byte)reply], answer[..2]);
    }
}
