using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.NodeProxy;

/// <summary>
/// The header of the PROXY protocol, version 2, that is sent ahead of a connection to an application that takes at one port
/// what is meant for others: who called, what was called, and as ztunnel has it the caller's identity in TLV 0xD0.
/// </summary>
internal static class ProxyHeader
{
    private const byte Version2Proxy = 0x21;
    private const byte StreamOverIPv4 = 0x11;
    private const byte StreamOverIPv6 = 0x21;
    private const byte IdentityTlv = 0xD0;

    private static readonly byte[] Signature = "\r\n\r\n\0\r\nQUIT\n"u8.ToArray();

    /// <summary>The bytes. Where the addresses are of different families both are written in IPv6 form.</summary>
    /// <param name="source">Who called.</param>
    /// <param name="destination">What was called.</param>
    /// <param name="identity">The identity that the caller proved; nobody for none.</param>
    public static byte[] Of(IPEndPoint source, IPEndPoint destination, SpiffeId identity)
    {
        var isV4 = source.AddressFamily == AddressFamily.InterNetwork && destination.AddressFamily == AddressFamily.InterNetwork;
        using var body = new MemoryStream();
        body.Write(Bytes(source.Address, isV4));
        body.Write(Bytes(destination.Address, isV4));
        body.Write(BigEndian(source.Port));
        body.Write(BigEndian(destination.Port));
        if (!identity.IsNone)
        {
            var text = Encoding.ASCII.GetBytes(identity.ToString());
            body.WriteByte(IdentityTlv);
            body.Write(BigEndian(text.Length));
            body.Write(text);
        }

        return [.. Signature, Version2Proxy, isV4 ? StreamOverIPv4 : StreamOverIPv6, .. BigEndian((int)body.Length), .. body.ToArray()];
    }

    private static byte[] Bytes(IPAddress address, bool isV4) => (isV4 ? address : address.MapToIPv6()).GetAddressBytes();

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)number);
        return bytes;
    }
}
