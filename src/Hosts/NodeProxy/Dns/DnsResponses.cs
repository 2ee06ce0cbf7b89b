using System.Net;
using System.Net.Sockets;
using ScopeMesh.Policy.Naming;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.NodeProxy.Dns;

/// <summary>Makes responses.</summary>
internal static class DnsResponses
{
    /// <summary>How long what the mesh answers may be kept, in seconds (ztunnel's).</summary>
    public const uint TtlSeconds = 30;

    /// <summary>What the mesh knows of a name, in an order that chance gives.</summary>
    /// <param name="query">The question.</param>
    /// <param name="asked">What it asks: a name of the mesh.</param>
    /// <param name="found">What is known.</param>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public static DnsMessage Found(DnsMessage query, DnsQuestion asked, NameAnswer.Addresses found, ulong roll)
    {
        var (owner, answers) = (asked.Name, new List<DnsRecord>());
        if (found.Alias is { } alias && DnsName.TryParse(alias, out var target))
        {
            answers.Add(Record(asked.Name, DnsType.CNAME, target.Wire.Span));
            owner = target;
        }

        answers.AddRange(Shuffled(found.Found, roll).Select(address => Record(owner, TypeOf(address), address.GetAddressBytes())));
        return Own(query) with { Answers = answers.ToValueList() };
    }

    /// <summary>A name is the mesh's own and has nothing of what is asked for.</summary>
    /// <param name="query">The question.</param>
    public static DnsMessage Empty(DnsMessage query) => Own(query);

    /// <summary>There is no answer.</summary>
    /// <param name="query">The question, or its header alone.</param>
    /// <param name="code">Why not.</param>
    public static DnsMessage Failure(DnsMessage query, DnsResponseCode code) => Reply(query) with { ResponseCode = code };

    /// <summary>How long a response over UDP may be that whoever asked takes (RFC 6891 6.2.3), up to a bound of ours.</summary>
    /// <param name="query">The question.</param>
    /// <param name="maxBytes">The bound.</param>
    public static int UdpBytes(DnsMessage query, int maxBytes) =>
        Math.Clamp(query.Edns?.PayloadBytes ?? 0, DnsWire.PlainUdpBytes, Math.Max(maxBytes, DnsWire.PlainUdpBytes));

    /// <summary>The items in an order of all that there are, each with the same chance as far as one number goes.</summary>
    /// <param name="items">The items.</param>
    /// <param name="roll">Chance: every value is equally likely.</param>
    public static T[] Shuffled<T>(ValueList<T> items, ulong roll)
    {
        T[] order = [.. items.AsSpan()];
        for (var left = order.Length; left > 1; left--)
        {
            var place = (int)Math.BigMul(roll = Next(roll), (ulong)left, out _);
            (order[left - 1], order[place]) = (order[place], order[left - 1]);
        }

        return order;
    }

    private static DnsMessage Own(DnsMessage query) => Reply(query) with { IsAuthoritative = true };

    private static DnsMessage Reply(DnsMessage query) => new()
    {
        Id = query.Id,
        IsResponse = true,
        Opcode = query.Opcode,
        WantsRecursion = query.WantsRecursion,
        HasRecursion = true,
        IsCheckingDisabled = query.IsCheckingDisabled,
        Questions = query.Questions,
        Edns = query.Edns is { } edns
            ? new DnsEdns(Math.Max(edns.PayloadBytes, (ushort)DnsWire.PlainUdpBytes), 0, edns.WantsDnssec, [])
            : null,
    };

    private static DnsRecord Record(DnsName name, DnsType type, ReadOnlySpan<byte> data) =>
        new(name, type, DnsWire.Internet, TtlSeconds, new ValueList<byte>([.. data]));

    private static DnsType TypeOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? DnsType.AAAA : DnsType.A;

    /// <summary>The next of a sequence of numbers that looks like chance (SplitMix64).</summary>
    private static ulong Next(ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
        return state ^ (state >> 31);
    }
}
