using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>The client's side of SOCKS 5: how the command line calls as a pod.</summary>
internal static class Socks5Client
{
    /// <summary>Connects to a name through a proxy.</summary>
    /// <param name="proxy">The proxy: a pod's SOCKS port.</param>
    /// <param name="host">Where to, by name or address.</param>
    /// <param name="port">Where to.</param>
    /// <param name="user">The user name to give, which names the connection's trace.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <exception cref="Socks5Exception">The proxy refused.</exception>
    /// <exception cref="SocketException">The proxy cannot be reached.</exception>
    /// <exception cref="IOException">The proxy went away.</exception>
    public static async Task<NetworkStream> ConnectAsync(
        IPEndPoint proxy, string host, int port, string user, CancellationToken cancellationToken)
    {
        var socket = new Socket(proxy.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(proxy, cancellationToken);
            var stream = new NetworkStream(socket, ownsSocket: true);
            await AskAsync(stream, host, port, user, cancellationToken);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task AskAsync(
        NetworkStream stream, string host, int port, string user, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(new byte[] { 5, 1, 2 }, cancellationToken);
        await ReadAsync(stream, 2, cancellationToken);
        await stream.WriteAsync((byte[])[1, .. Text(user), .. Text("x")], cancellationToken);
        await ReadAsync(stream, 2, cancellationToken);
        await stream.WriteAsync((byte[])[5, 1, 0, 3, .. Text(host), (byte)(port >> 8), (byte)port], cancellationToken);
        var reply = await ReadAsync(stream, 10, cancellationToken);
        if (reply[1] != (byte)Socks5Reply.Succeeded)
            throw new Socks5Exception((Socks5Reply)reply[1]);
    }

    private static byte[] Text(string text) => [checked((byte)text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static async Task<byte[]> ReadAsync(NetworkStream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}

/// <summary>A SOCKS proxy refused a request.</summary>
internal sealed class Socks5Exception(Socks5Reply reply) : Exception($"the proxy answered {reply}")
{
    public Socks5Reply Reply => reply;
}
