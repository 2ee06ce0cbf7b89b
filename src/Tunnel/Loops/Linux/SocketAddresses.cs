using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ScopeMesh.Tunnel.Loops.Linux;

/// <summary>Addresses as the system calls have them: <c>sockaddr_in</c> and <c>sockaddr_in6</c>.</summary>
internal static class SocketAddresses
{
    /// <summary>Enough for either family.</summary>
    public const int MaxBytes = 28;

    private const int V4Bytes = 16;

    public static int FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? Libc.InterNetworkV6 : Libc.InterNetwork;

    /// <summary>Writes an address.</summary>
    /// <returns>Its length in bytes.</returns>
    public static int Write(IPEndPoint end, Span<byte> bytes)
    {
        bytes.Clear();
        var family = (ushort)FamilyOf(end.Address);
        MemoryMarshal.Write(bytes, family);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[2..], (ushort)end.Port);
        if (family == Libc.InterNetwork)
        {
            end.Address.TryWriteBytes(bytes[4..], out _);
            return V4Bytes;
        }
        end.Address.TryWriteBytes(bytes[8..], out _);
        MemoryMarshal.Write(bytes[24..], (uint)end.Address.ScopeId);
        return MaxBytes;
    }

    /// <summary>Reads an address; null for one of another family. IPv4 in IPv6 comes as what it is, IPv4.</summary>
    public static IPEndPoint? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < V4Bytes)
            return null;
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        switch ((int)MemoryMarshal.Read<ushort>(bytes))
        {
            case Libc.InterNetwork:
                return new IPEndPoint(new IPAddress(bytes.Slice(4, 4)), port);
            case Libc.InterNetworkV6 when bytes.Length >= MaxBytes:
                var address = new IPAddress(bytes.Slice(8, 16), MemoryMarshal.Read<uint>(bytes[24..]));
                return new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, port);
            default:
                return null;
        }
    }
}
