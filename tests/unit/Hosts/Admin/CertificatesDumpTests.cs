using System.Text;
using System.Text.RegularExpressions;
using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Support.Tunnel;

namespace ScopeMesh.Tests.Unit.Hosts.Admin;

/// <summary>What <c>/config_dump</c> tells of certificates in each state.</summary>
public sealed partial class CertificatesDumpTests
{
    private static readonly SpiffeId Curl = new("cluster.local", "sample", "curl");
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly CertificateState _start = CertificateState.Start(CertificateLimits.Default);

    [Fact]
    public void Before_the_first_fetch_it_is_initializing()
    {
        var dump = CertificatesDump.Of(Curl, _start);
        Assert.Equal(("spiffe://cluster.local/ns/sample/sa/curl", "Initializing"), (dump.Identity, dump.State));
        Assert.Empty(dump.CertChain);
        Assert.Empty(dump.RootCerts);
    }

    [Fact]
    public void What_could_not_be_fetched_is_unavailable_and_says_why() =>
        Assert.Equal("Unavailable: nobody is there", CertificatesDump.Of(Curl, _start.AfterFailure("nobody is there", Now)).State);

    [Fact]
    public void What_is_held_is_available_with_its_chain_and_roots_and_without_its_key()
    {
        var certificate = new TestPki().Issue(Curl);
        var dump = CertificatesDump.Of(Curl, _start.AfterSuccess(certificate, Now));
        Assert.Equal("Available", dump.State);
        Assert.Equal(1 + certificate.Intermediates.Count, dump.CertChain.Count());
        var leaf = dump.CertChain.First();
        var pem = Encoding.ASCII.GetString(Convert.FromBase64String(leaf.Pem));
        Assert.Equal($"{certificate.Leaf.ExportCertificatePem()}\n", pem);
        Assert.DoesNotContain("PRIVATE", pem, StringComparison.Ordinal);
        Assert.Matches(Decimal(), leaf.SerialNumber);
        Assert.Matches(Rfc3339(), leaf.ValidFrom);
        Assert.Equal($"{certificate.Leaf.NotAfter.ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss}Z", leaf.ExpirationTime);
        Assert.Single(dump.RootCerts);
    }

    [Fact]
    public void One_that_failed_to_be_renewed_is_available_while_it_is_valid() =>
        Assert.Equal(
            "Available",
            CertificatesDump.Of(Curl, _start.AfterSuccess(new TestPki().Issue(Curl), Now).AfterFailure("nobody is there", Now)).State);

    [GeneratedRegex(@"^\d+$")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    private static partial Regex Rfc3339();
}
