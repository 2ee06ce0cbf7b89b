namespace ScopeMesh.Tests.Architecture;

/// <summary>ScopeLang, then Policy, then Tunnel, then Hosts: nobody looks up.</summary>
public sealed class EdgeTests
{
    [Fact]
    public void ScopeLang_knows_no_other_project() => Assert.Empty(CompiledProject.ScopeLang.OwnReferences);

    [Fact]
    public void Policy_knows_ScopeLang_alone() =>
        Assert.Equal(["ScopeMesh.ScopeLang"], CompiledProject.Policy.OwnReferences);

    [Fact]
    public void Tunnel_knows_nothing_of_Policy_but_its_model()
    {
        Assert.Subset(
            new HashSet<string> { "ScopeMesh.Policy", "ScopeMesh.ScopeLang" }, CompiledProject.Tunnel.OwnReferences.ToHashSet());
        var used = CompiledProject.Tunnel.UsedTypes.Where(type => type.Assembly == "ScopeMesh.Policy").ToArray();
        Assert.NotEmpty(used);
        Assert.All(used, type => Assert.Equal("ScopeMesh.Policy.Model", type.Namespace));
    }

    [Fact]
    public void Tunnel_knows_nothing_of_ScopeLang_but_its_list()
    {
        var used = CompiledProject.Tunnel.UsedTypes.Where(type => type.Assembly == "ScopeMesh.ScopeLang");
        Assert.All(used, type => Assert.StartsWith("ValueList", type.Name));
    }

    [Fact]
    public void Tunnel_does_not_log() =>
        Assert.DoesNotContain(
            CompiledProject.Tunnel.UsedTypes, type => type.Namespace.StartsWith("Microsoft.Extensions", StringComparison.Ordinal));

    /// <summary>The SDK makes the class of the top-level statements public.</summary>
    [Fact]
    public void Hosts_publishes_nothing() =>
        Assert.Equal(["Program"], CompiledProject.Hosts.Assembly.GetExportedTypes().Select(type => type.FullName));
}
