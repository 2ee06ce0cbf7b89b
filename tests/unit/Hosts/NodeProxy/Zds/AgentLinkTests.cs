using Microsoft.Win32.SafeHandles;
using ScopeMesh.Hosts.NodeProxy.Zds;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Zds;

/// <summary>What of the connection to the agent needs no agent; the rest is in the integration tests.</summary>
public sealed class AgentLinkTests
{
    [Theory]
    [InlineData(0ul, 800)]
    [InlineData(ulong.MaxValue / 2, 1000)]
    [InlineData(ulong.MaxValue, 1200)]
    public void Waits_differ_by_a_fifth(ulong roll, int milliseconds) =>
        Assert.Equal(milliseconds, AgentLink.Vary(TimeSpan.FromSeconds(1), roll).TotalMilliseconds, tolerance: 0.1);

    [Fact]
    public void Descriptors_are_closed_with_their_packet_unless_they_were_taken()
    {
        var (left, taken) = (Descriptor(), Descriptor());
        using (new AgentPacket([], [left, Descriptor()], isCut: false, lacksDescriptors: false))
            Assert.False(left.IsClosed);
        Assert.True(left.IsClosed);

        using (var packet = new AgentPacket([], [taken], isCut: false, lacksDescriptors: false))
            Assert.Same(taken, packet.TakeDescriptor());
        Assert.False(taken.IsClosed);
        taken.Dispose();
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused_with_the_reason()
    {
        Assert.Null(PodAgentOptions.WhyNot(PodAgentOptions.DefaultSocket));
        Assert.Null(PodAgentOptions.WhyNot(new string('a', 107)));
        Assert.Contains("longer than the 107 bytes", PodAgentOptions.WhyNot(new string('a', 108)));
        Assert.Contains("empty", PodAgentOptions.WhyNot(""));
        _ = new PodAgentOptions { Socket = new string('a', 107) }.Address;
    }

    private static SafeFileHandle Descriptor() => File.OpenHandle("/dev/null");
}
