using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using static ScopeMesh.Tests.Unit.Hosts.Certificates.Authorities;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

public sealed class AuthorityFilesSituations : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_authority_reads_back_as_it_was_written_and_signs_under_the_same_root()
    {
        var authority = NewAuthority();
        authority.Files.Write(_folder);
        authority.Files.Write(_folder);
        var read = AuthorityFiles.Read(_folder);
        Assert.Equal(authority.Files, read);

        using var key = NewKey();
        var chain = read.Open("cluster.local", Limits, RandomNumberGenerator.Fill).Issue(Request(key), Curl);
        using var leaf = X509Certificate2.CreateFromPem(chain[0]);
        Assert.True(Holds(leaf, Pem.ReadCertificates(chain[1]), authority.Roots, Now));
    }

    [Fact]
    public void Only_its_owner_may_read_the_key()
    {
        NewAuthority().Files.Write(_folder);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_folder, "ca-key.pem")));
    }

    [Fact]
    public void Files_that_do_not_belong_together_are_refused()
    {
        var one = NewAuthority().Files;
        var other = NewAuthority().Files;
        Assert.Throws<ArgumentException>(() => Open(one with { Key = other.Key }));
        Assert.Equal(
            "`cert-chain.pem` does not begin with the certificate of `ca-cert.pem`",
            Assert.Throws<CryptographicException>(() => Open(one with { Chain = other.Chain })).Message);
        Assert.Equal(
            "`root-cert.pem` holds no certificate",
            Assert.Throws<CryptographicException>(() => Open(one with { Roots = "" })).Message);
    }

    [Fact]
    public void A_root_reads_back_and_signs_what_the_old_one_vouches_for()
    {
        var root = NewRoot();
        var read = MeshRoot.FromPem(root.CertificatePem, root.KeyPem, Limits, RandomNumberGenerator.Fill);
        Assert.Equal(root.CertificatePem, read.CertificatePem);
        using var key = NewKey();
        var chain = NewAuthority(read).Issue(Request(key), Curl);
        using var leaf = X509Certificate2.CreateFromPem(chain[0]);
        Assert.True(Holds(leaf, Pem.ReadCertificates(chain[1]), Pem.ReadCertificates(root.CertificatePem), Now));
    }

    private static CertificateAuthority Open(AuthorityFiles files) => files.Open("cluster.local", Limits, RandomNumberGenerator.Fill);
}
