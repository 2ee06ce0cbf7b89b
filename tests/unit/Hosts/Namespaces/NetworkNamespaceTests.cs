using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Tests.Unit.Hosts.Namespaces;

/// <summary>What needs no privileges; entering a namespace does, and is in the integration tests.</summary>
public sealed class NetworkNamespaceTests
{
    private const string Own = "/proc/self/ns/net";

    [Fact]
    public void Two_descriptors_of_one_namespace_are_known_as_the_same()
    {
        using var one = NetworkNamespace.Open(Own);
        using var other = NetworkNamespace.Adopt(File.OpenHandle(Own));
        Assert.Equal(one.Id, other.Id);
        Assert.Equal(new FileInfo(Own).LinkTarget, one.Id.ToString());
        Assert.Equal((Own, one.Id.ToString()), (one.Display, other.Display));
    }

    [Fact]
    public void What_is_not_there_is_refused_with_the_reason() =>
        Assert.Equal(
            "the network namespace `/var/run/netns/no such` cannot be opened: there is no such file; is the pod gone?",
            Assert.Throws<NamespaceException>(() => NetworkNamespace.Open("/var/run/netns/no such")).Message);

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/ns/uts")]
    public void What_is_no_network_namespace_is_refused_and_closed(string path)
    {
        Assert.StartsWith(
            $"`{path}` is of no network namespace", Assert.Throws<NamespaceException>(() => NetworkNamespace.Open(path)).Message);
        var descriptor = File.OpenHandle(path);
        Assert.StartsWith(
            "the file descriptor is of no network namespace",
            Assert.Throws<NamespaceException>(() => NetworkNamespace.Adopt(descriptor)).Message);
        Assert.True(descriptor.IsClosed);
    }

    [Fact]
    public void It_is_closed_in_the_end()
    {
        var own = NetworkNamespace.Open(Own);
        Assert.False(own.IsClosed);
        own.Dispose();
        Assert.True(own.IsClosed);
    }
}
