using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Tests.Unit.Hosts.Connections;

/// <summary>Both ends of connections on this machine.</summary>
internal static class LoopbackSockets
{
    /// <summary>A socket that listens, and where.</summary>
    public static (Socket Socket, IPEndPoint End) Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return (socket, (IPEndPoint)socket.LocalEndPoint!);
    }

    /// <summary>Connects.</summary>
    public static async Task<Socket> DialAsync(IPEndPoint end)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(end);
        return socket;
    }
}
