using System.Buffers.Binary;
using System.Net.Sockets;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>Messages over TCP: each after its length in two bytes (RFC 1035 4.2.2).</summary>
internal static class DnsFraming
{
    private const int LengthBytes = sizeof(ushort);

    /// <summary>The next message, or null where none comes, or one of more bytes than are taken.</summary>
    /// <param name="socket">A connection.</param>
    /// <param name="maxBytes">How many bytes it may have.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    public static async ValueTask<byte[]?> ReadAsync(Socket socket, int maxBytes, CancellationToken cancellationToken)
    {
        var head = new byte[LengthBytes];
        if (!await FillAsync(socket, head, cancellationToken))
            return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(head);
        if (length > maxBytes)
            return null;
        var message = new byte[length];
        return await FillAsync(socket, message, cancellationToken) ? message : null;
    }

    /// <summary>Sends a message of at most 65,535 bytes.</summary>
    public static async ValueTask WriteAsync(Socket socket, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var framed = new byte[LengthBytes + message.Length];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)message.Length);
        message.CopyTo(framed.AsMemory(LengthBytes));
        ReadOnlyMemory<byte> left = framed;
        while (!left.IsEmpty)
            left = left[await socket.SendAsync(left, SocketFlags.None, cancellationToken)..];
    }

    private static async ValueTask<bool> FillAsync(Socket socket, Memory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var received = await socket.ReceiveAsync(bytes, SocketFlags.None, cancellationToken);
            if (received == 0)
                return false;
            bytes = bytes[received..];
        }

        return true;
    }
}
