using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Linting;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

/// <summary>Certificates as lint is told of them.</summary>
public sealed class CertificateFilesTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-pem-").FullName;
    private readonly MeshRoot _root = MeshRoot.Create(Now, CertificateLimits.Default, bytes => bytes.Fill(7));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Those_of_a_folder_are_read_with_their_places_and_keys_are_passed_over()
    {
        _root.CreateIntermediate("east", "cluster.local", Now).Files.Write(Path.Combine(_folder, "east", "ca"));
        File.WriteAllText(Path.Combine(_folder, "two.crt"), "# two\n" + _root.CertificatePem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), _root.CertificatePem);

        var files = CertificateFiles.Read([_folder], ["east", "west"]);
        Assert.Equal(
            ["east/ca/ca-cert.pem 1", "east/ca/ca-key.pem 0", "east/ca/cert-chain.pem 1", "east/ca/root-cert.pem 1", "two.crt 2"],
            files.Select(file => $"{Path.GetRelativePath(_folder, file.File)} {file.Certificates.Count}"));

        var root = Assert.IsType<CertificateFacts.Readable>(files[3].Certificates[0]);
        Assert.Equal(("east", Now.AddDays(CertificateLimits.Default.RootLifetimeDays), (1, 1)), (root.RootOf, root.Until, (root.Span.Line, root.Span.Column)));
        var first = Assert.IsType<CertificateFacts.Readable>(files[4].Certificates[0]);
        Assert.Equal((null, root.Fingerprint, (2, 1)), (first.RootOf, first.Fingerprint, (first.Span.Line, first.Span.Column)));
        Assert.Equal("-----BEGIN CERTIFICATE", files[4].Text.Substring(first.Span.Offset, first.Span.Length));
        Assert.IsType<CertificateFacts.Unreadable>(files[4].Certificates[1]);
    }

    [Fact]
    public void Those_of_a_MeshConfig_have_its_place()
    {
        var at = new SourceSpan("mesh.yaml", 3, 5, 20, 7);
        Assert.All(CertificateFiles.Federated(new Located<string>(_root.CertificatePem, at)), fact => Assert.Equal(at, Assert.IsType<CertificateFacts.Readable>(fact).Span));
        Assert.IsType<CertificateFacts.Unreadable>(Assert.Single(CertificateFiles.Federated(new Located<string>("no certificate", at))));
    }
}
