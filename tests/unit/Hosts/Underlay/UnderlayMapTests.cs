using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Tests.Support;

namespace ScopeMesh.Tests.Unit.Hosts.Underlay;

public sealed class UnderlayMapTests
{
    private static readonly UnderlayMap Map = new(
    [
        Rule("10.244.0.0/24", "127.16.1.0/24"),
        Rule("10.244.0.0/16", "127.17.0.0/16"),
        Rule("203.0.113.1/32", "127.16.0.1/32"),
        Rule("fd00:1::/112", "127.18.0.0/16"),
    ]);

    [Theory]
    [InlineData("10.244.0.7", 8080, "127.16.1.7:8080")]
    [InlineData("10.244.3.7", 8080, "127.17.3.7:8080")]
    [InlineData("203.0.113.1", 15008, "127.16.0.1:15008")]
    [InlineData("fd00:1::3:7", 8080, null)]
    [InlineData("fd00:1::a07", 8080, "127.18.10.7:8080")]
    [InlineData("198.51.100.1", 8080, null)]
    [InlineData("10.244.0.7", 0, "127.16.1.7:0")]
    [InlineData("10.244.0.7", 1, "127.16.1.7:61001")]
    [InlineData("10.244.0.7", 80, "127.16.1.7:61080")]
    [InlineData("10.244.0.7", 1023, "127.16.1.7:62023")]
    [InlineData("10.244.0.7", 1024, "127.16.1.7:1024")]
    [InlineData("10.244.0.7", 65535, "127.16.1.7:65535")]
    public void Moves_an_address_to_the_same_place_of_the_narrowest_range(string real, int port, string? loopback) =>
        Assert.Equal(loopback, Map.ToLoopback(new IPEndPoint(IPAddress.Parse(real), port))?.ToString());

    /// <summary>Ports that stand in the place of privileged ones are not an application's own here: Linux gives none of them away.</summary>
    [Fact]
    public void What_was_moved_comes_back() =>
        Law.Holds(
            from range in Gen.Elements("10.244.0.0", "10.244.7.0", "203.0.113.1", "fd00:1::")
            from offset in Gen.Choose(0, 255)
            from port in Gen.OneOf(Gen.Choose(0, UnderlayMap.PortShift), Gen.Choose(UnderlayMap.PortShift + 1024, 65_535))
            select new IPEndPoint(range == "203.0.113.1" ? IPAddress.Parse(range) : Plus(range, offset), port),
            real => Assert.Equal(real, Map.ToReal(Map.ToLoopback(real)!)));

    [Fact]
    public void Two_ends_never_meet_at_one() =>
        Law.Holds(
            from first in Reals
            from second in Reals
            select (first, second),
            at => Assert.Equal(at.first.Equals(at.second), Map.ToLoopback(at.first)!.Equals(Map.ToLoopback(at.second))));

    [Fact]
    public void An_address_that_no_rule_covers_stays_as_it_is_on_the_way_back() =>
        Assert.Equal("127.0.0.1:61080", Map.ToReal(IPEndPoint.Parse("127.0.0.1:61080")).ToString());

    [Fact]
    public void A_map_without_rules_changes_nothing()
    {
        var end = IPEndPoint.Parse("10.0.0.1:80");
        Assert.Equal(end, UnderlayMap.Identity.ToLoopback(end));
        Assert.Equal(end, UnderlayMap.Identity.ToReal(end));
    }

    [Fact]
    public void A_map_that_was_written_reads_back()
    {
        var read = UnderlayFile.Read(UnderlayFile.Write(Map));
        Assert.Equal(Map.Rules, read.Rules);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("[{\"real\": \"10.0.0.0/8\", \"loopback\": \"here\"}]")]
    [InlineData("not JSON")]
    public void What_is_no_map_is_refused(string text) => Assert.Throws<FormatException>(() => UnderlayFile.Read(text));

    private static Gen<IPEndPoint> Reals =>
        from range in Gen.Elements("10.244.0.0", "10.244.1.0")
        from offset in Gen.Choose(0, 3)
        from port in Gen.Elements(80, 443, 1024, 8080)
        select new IPEndPoint(Plus(range, offset), port);

    private static IPAddress Plus(string range, int offset)
    {
        var bytes = IPAddress.Parse(range).GetAddressBytes();
        bytes[^1] += (byte)offset;
        return new IPAddress(bytes);
    }

    private static UnderlayRule Rule(string real, string loopback) => new(IPNetwork.Parse(real), IPNetwork.Parse(loopback));
}
