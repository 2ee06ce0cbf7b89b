using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

public sealed class RevocationFileTests : IDisposable
{
    private readonly TestPki _mesh = new();
    private readonly RevocationWatch _watch = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("crl").FullName;

    private string Path => System.IO.Path.Combine(_folder, "ca-crl.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_that_is_not_there_yet_is_taken_when_it_comes()
    {
        using var file = Follow();
        LookTwice(file);
        Assert.Equal(0, _watch.Current.Lists);

        Write(List(1));
        LookTwice(file);

        Assert.Equal(1, _watch.Current.Count);
    }

    [Fact]
    public void What_cannot_be_used_leaves_in_force_what_was()
    {
        Write(List(1, 2));
        using var file = Follow();
        LookTwice(file);

        foreach (var bad in new[] { [1, 2, 3], new byte[1000] })
        {
            Write(bad);
            LookTwice(file);
            Assert.Equal(2, _watch.Current.Count);
        }
        File.Delete(Path);
        LookTwice(file);
        Assert.Equal(2, _watch.Current.Count);
        Write([]);
        LookTwice(file);
        Assert.Equal(0, _watch.Current.Count);
    }

    [Fact]
    public void A_file_that_is_too_large_is_not_read()
    {
        Write(List(1));
        using var file = Follow(new CertificateLimits { RevocationBytes = (int)new FileInfo(Path).Length - 1 });
        LookTwice(file);
        Assert.Equal(0, _watch.Current.Lists);
    }

    [Fact]
    public void A_file_that_is_being_written_waits_until_two_looks_have_seen_the_same()
    {
        using var file = Follow();
        Write(List(1));
        file.Look();
        Assert.Equal(0, _watch.Current.Lists);
        Write(List(1, 2));
        file.Look();
        Assert.Equal(0, _watch.Current.Lists);
        file.Look();
        Assert.Equal(2, _watch.Current.Count);
    }

    [Fact]
    public void Kubernetes_swaps_the_link_of_a_folder()
    {
        foreach (var (version, serials) in new[] { ("..v1", new byte[] { 1 }), ("..v2", [1, 2, 3]) })
        {
            Directory.CreateDirectory(At(version));
            File.WriteAllBytes(System.IO.Path.Combine(At(version), "ca-crl.pem"), List(serials));
        }
        Directory.CreateSymbolicLink(At("..data"), "..v1");
        File.CreateSymbolicLink(Path, "..data/ca-crl.pem");
        using var file = Follow();
        LookTwice(file);
        Assert.Equal(1, _watch.Current.Count);

        Directory.CreateSymbolicLink(At("..next"), "..v2");
        Directory.Delete(At("..data"));
        Directory.Move(At("..next"), At("..data"));
        LookTwice(file);

        Assert.Equal(3, _watch.Current.Count);
    }

    private static void LookTwice(RevocationFile file)
    {
        file.Look();
        file.Look();
    }

    private string At(string name) => System.IO.Path.Combine(_folder, name);

    private byte[] List(params byte[] serials) => _mesh.RevokeSerials(serials.Select(serial => new[] { serial }));

    private void Write(byte[] bytes)
    {
        // Another time each time, however coarse the file system's clock is.
        var before = File.Exists(Path) ? File.GetLastWriteTimeUtc(Path) : DateTime.UnixEpoch;
        File.WriteAllBytes(Path, bytes);
        File.SetLastWriteTimeUtc(Path, before.AddSeconds(1));
    }

    private RevocationFile Follow(CertificateLimits? limits = null) =>
        new(Path, _watch, limits ?? CertificateLimits.Default, TimeProvider.System, NullLogger<RevocationFile>.Instance);
}
