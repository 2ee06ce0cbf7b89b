using ScopeMesh.Tunnel.Loops;

namespace ScopeMesh.Tests.Unit.Tunnel.Loops;

public sealed class DescriptorsTests
{
    [Fact]
    public void What_comes_stops_before_what_is_made_for_it_and_that_before_the_last() =>
        Assert.True(
            Descriptors.AcceptBelow > 0 && Descriptors.AcceptBelow < Descriptors.ConnectBelow && Descriptors.ConnectBelow < Descriptors.Most,
            $"{Descriptors.AcceptBelow} {Descriptors.ConnectBelow} {Descriptors.Most}");
}
