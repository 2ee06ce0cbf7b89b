using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;

namespace ScopeMesh.Hosts.Underlay;

/// <summary>One range of real addresses and the loopback range that stands in its place on one machine.</summary>
/// <param name="Real">The range as manifests, tables and logs have it.</param>
/// <param name="Loopback">A range of the same size within 127.0.0.0/8.</param>
internal sealed record UnderlayRule(IPNetwork Real, IPNetwork Loopback);

/// <summary>
/// Rewrites real addresses to loopback ones, and back, so that clusters whose addresses overlap run on one machine
/// without privileges. Used where a socket is bound, connected or accepted, and nowhere else. A map without rules
/// changes nothing.
/// </summary>
internal sealed class UnderlayMap
{
    /// <summary>What is added to ports below 1024, which need privileges. Above every ephemeral port of Linux.</summary>
    public const int PortShift = 61_000;

    private const int PrivilegedPorts = 1_024;

    private readonly ImmutableArray<UnderlayRule> _rules;
    private readonly ImmutableArray<UnderlayRule> _peers;

    /// <param name="rules">What is rewritten, both ways. Of several that cover an address the narrowest counts, then the first.</param>
    /// <param name="peers">
    /// What is only recognised: the ranges of other networks, from which connections come, and whose real addresses may
    /// mean something else here.
    /// </param>
    public UnderlayMap(IEnumerable<UnderlayRule> rules, IEnumerable<UnderlayRule>? peers = null)
    {
        _rules = [.. rules.OrderByDescending(rule => rule.Real.PrefixLength)];
        _peers = [.. peers ?? []];
    }

    /// <summary>The real network: nothing is rewritten.</summary>
    public static UnderlayMap Identity { get; } = new([]);

    public ImmutableArray<UnderlayRule> Rules => _rules;

    public ImmutableArray<UnderlayRule> Peers => _peers;

    /// <summary>Whether nothing is rewritten: the network is real.</summary>
    public bool IsIdentity => _rules.IsEmpty;

    /// <summary>The loopback end of a real one, or null where no rule covers it: it cannot be reached from here.</summary>
    public IPEndPoint? ToLoopback(IPEndPoint real)
    {
        if (IsIdentity)
            return real;
        return ToLoopback(real.Address) is { } address ? new IPEndPoint(address, Shift(real.Port)) : null;
    }

    /// <summary>The loopback address of a real one, or null where no rule covers it.</summary>
    public IPAddress? ToLoopback(IPAddress real)
    {
        if (IsIdentity)
            return real;
        foreach (var rule in _rules)
        {
            if (rule.Real.Contains(real))
                return Move(real, rule.Real, rule.Loopback);
        }

        return null;
    }

    /// <summary>The real end of a loopback one; what no rule covers stays as it is.</summary>
    public IPEndPoint ToReal(IPEndPoint loopback)
    {
        foreach (var rule in _rules.Concat(_peers))
        {
            if (rule.Loopback.Contains(loopback.Address))
                return new IPEndPoint(Move(loopback.Address, rule.Loopback, rule.Real), Unshift(loopback.Port));
        }

        return loopback;
    }

    private static int Shift(int port) => port is > 0 and < PrivilegedPorts ? port + PortShift : port;

    private static int Unshift(int port) =>
        port is > PortShift and < PortShift + PrivilegedPorts ? port - PortShift : port;

    /// <summary>The address at the same place of another range. Real ranges may be IPv6; loopback ones are IPv4.</summary>
    private static IPAddress Move(IPAddress address, IPNetwork from, IPNetwork to)
    {
        var offset = Tail(address) - Tail(from.BaseAddress);
        var bytes = to.BaseAddress.GetAddressBytes();
        var tail = bytes.AsSpan(bytes.Length - sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(tail, Tail(to.BaseAddress) + offset);
        return new IPAddress(bytes);
    }

    private static uint Tail(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(bytes.Length - sizeof(uint)));
    }
}
