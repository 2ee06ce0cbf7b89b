using ScopeMesh.Hosts.Connections;

namespace ScopeMesh.Tests.Unit.Hosts.Connections;

/// <summary>ztunnel's rule, line by line.</summary>
public sealed class DrainDeadlineTests
{
    [Theory]
    [InlineData(null, null, 5)]
    [InlineData(7, null, 7)]
    [InlineData(0, null, 0)]
    [InlineData(7, 30, 7)]
    [InlineData(null, 30, 25)]
    [InlineData(null, 11, 6)]
    [InlineData(null, 10, 9)]
    [InlineData(null, 5, 4)]
    [InlineData(null, 2, 1)]
    [InlineData(null, 1, 1)]
    [InlineData(null, 0, 1)]
    public void The_deadline_follows_from_what_is_set(int? deadline, int? grace, int seconds) =>
        Assert.Equal(
            TimeSpan.FromSeconds(seconds), DrainDeadline.Of(deadline is { } exactly ? TimeSpan.FromSeconds(exactly) : null, grace));
}
