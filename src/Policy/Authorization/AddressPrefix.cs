using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace ScopeMesh.Policy.Authorization;

/// <summary>The first bits of addresses as a number, those after them zero; IPv4 stands in the upper 32 bits.</summary>
/// <param name="IsV6">Whether addresses have 128 bits.</param>
/// <param name="Bits">The bits.</param>
/// <param name="Length">How many of them count.</param>
internal readonly record struct AddressPrefix(bool IsV6, UInt128 Bits, int Length)
{
    private const int Width = 128;

    /// <summary>The whole of a connection's address. IPv4 in IPv6 counts as IPv4.</summary>
    public static AddressPrefix Of(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new AddressPrefix(false, BitsOf(address), 32);
        return address.IsIPv4MappedToIPv6
            ? new AddressPrefix(false, BitsOf(address) << 96, 32)
            : new AddressPrefix(true, BitsOf(address), Width);
    }

    /// <summary>A range as it is written: one of IPv4 in IPv6 holds no connection's address.</summary>
    public static AddressPrefix Of(AddressBlock block) =>
        new AddressPrefix(block.Address.AddressFamily != AddressFamily.InterNetwork, BitsOf(block.Address), Width)
            .Shortened(block.Length);

    /// <summary>The first bits of these.</summary>
    public AddressPrefix Shortened(int length) => new(IsV6, Bits & Mask(length), length);

    /// <summary>Whether a whole address begins with these bits.</summary>
    public bool Contains(in AddressPrefix address) =>
        IsV6 == address.IsV6 && (Bits ^ (address.Bits & Mask(Length))) == 0;

    private static UInt128 Mask(int length) => length == 0 ? 0 : UInt128.MaxValue << (Width - length);

    private static UInt128 BitsOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Width / 8];
        bytes.Clear();
        address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
