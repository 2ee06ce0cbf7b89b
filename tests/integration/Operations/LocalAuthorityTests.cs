using System.Security.Cryptography;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>Whom node proxies without a control plane trust.</summary>
[Collection(MeshCollection.Name)]
public sealed class LocalAuthorityTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-authority-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_whose_authorities_have_one_root_reach_each_other()
    {
        var root = Root();
        await using var nodes = await LocalNode.StartBothAsync(AuthorityOf(root, "one"), AuthorityOf(root, "two"));
        await using var connection = await nodes.ConnectAsync();
        await NodeAlone.ExchangeAsync(connection);
    }

    [Fact]
    public async Task Two_whose_authorities_have_different_roots_do_not()
    {
        await using var nodes = await LocalNode.StartBothAsync(AuthorityOf(Root(), "one"), AuthorityOf(Root(), "two"));
        await Assert.ThrowsAsync<Socks5Exception>(() => nodes.ConnectAsync());
        await nodes.ShowsAsync("the peer's certificate (");
    }

    private static MeshRoot Root() => MeshRoot.Create(DateTimeOffset.UtcNow, CertificateLimits.Default, RandomNumberGenerator.Fill);

    /// <summary>Writes the folder of an authority.</summary>
    private string AuthorityOf(MeshRoot root, string name)
    {
        var folder = Path.Combine(_folder, name);
        root.CreateIntermediate(name, "cluster.local", DateTimeOffset.UtcNow).Files.Write(folder);
        return folder;
    }
}
