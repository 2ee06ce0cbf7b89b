using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Hosts.Certificates.Authorities;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

public sealed class CertificateAuthoritySituations
{
    [Fact]
    public void A_signed_certificate_leads_to_the_root_and_to_no_other()
    {
        using var key = NewKey();
        var chain = NewAuthority().Issue(Request(key), Curl);
        Assert.Equal(3, chain.Count);
        using var leaf = X509Certificate2.CreateFromPem(chain[0]);
        var intermediates = Pem.ReadCertificates(chain[1]);

        Assert.True(Holds(leaf, intermediates, Pem.ReadCertificates(chain[2]), Now));
        Assert.False(Holds(leaf, intermediates, NewAuthority().Roots, Now));
        Assert.False(Holds(leaf, [], Pem.ReadCertificates(chain[2]), Now));
    }

    [Fact]
    public void Of_a_request_only_the_key_counts()
    {
        using var key = NewKey();
        var chain = NewAuthority().Issue(Request(key, "CN=admin", new SpiffeId("evil", "x", "y")), Curl);
        using var leaf = X509Certificate2.CreateFromPem(chain[0]);

        Assert.Equal("", leaf.Subject);
        Assert.True(SpiffeSan.TryRead(leaf, out var identity));
        Assert.Equal(Curl, identity);
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), leaf.PublicKey.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void A_leaf_says_what_it_is_for()
    {
        using var key = NewKey();
        using var leaf = X509Certificate2.CreateFromPem(NewAuthority().Issue(Request(key), Curl)[0]);

        Assert.True(leaf.Extensions.Single(one => one.Oid!.Value == "2.5.29.17").Critical);
        Assert.False(leaf.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(
            ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"],
            leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value));
    }

    [Fact]
    public void Serial_numbers_come_from_the_source_of_chance_and_are_positive()
    {
        var authority = MeshRoot.Create(Now, Limits, bytes => bytes.Fill(0xFF)).CreateIntermediate("east", "cluster.local", Now);
        using var key = NewKey();
        using var leaf = X509Certificate2.CreateFromPem(authority.Issue(Request(key), Curl)[0]);
        Assert.Equal("7F" + new string('F', 30), leaf.SerialNumber);
    }

    [Theory]
    [InlineData(0, 24)]
    [InlineData(-5, 24)]
    [InlineData(1, 1)]
    [InlineData(90 * 24, 90 * 24)]
    public void A_lifetime_is_what_is_asked_for_or_the_default_and_begins_a_little_earlier(int hours, int expected)
    {
        using var key = NewKey();
        using var leaf = X509Certificate2.CreateFromPem(NewAuthority().Issue(Request(key), Curl, TimeSpan.FromHours(hours))[0]);
        Assert.Equal(new Validity(Now.AddSeconds(-Limits.BackdatingSeconds), Now.AddHours(expected)), Validity.Of(leaf));
    }

    [Fact]
    public void A_lifetime_beyond_the_maximum_is_refused()
    {
        using var key = NewKey();
        Assert.Equal(
            "a lifetime of 2160.5 h is asked for, and 90 days are allowed",
            NewAuthority().Refusal(Request(key), Curl, TimeSpan.FromHours((90 * 24) + 0.5)));
    }

    [Fact]
    public void Nothing_outlives_its_issuer()
    {
        var authority = NewAuthority();
        using var key = NewKey();
        var late = authority.NotAfter.AddHours(-1);
        var issued = Assert.IsType<SigningResult.Issued>(authority.Sign(Request(key), Curl, TimeSpan.Zero, late));
        using var leaf = X509Certificate2.CreateFromPem(issued.Chain[0]);
        Assert.Equal(authority.NotAfter, Validity.Of(leaf).End);
        Assert.StartsWith("the authority itself ended at", authority.Refusal(Request(key), Curl, now: authority.NotAfter), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_trust_domain_is_refused()
    {
        using var key = NewKey();
        Assert.Equal(
            "`spiffe://elsewhere/ns/a/sa/b` is not of the trust domain `cluster.local`",
            NewAuthority().Refusal(Request(key), new SpiffeId("elsewhere", "a", "b")));
        Assert.Equal("`(none)` is not of the trust domain `cluster.local`", NewAuthority().Refusal(Request(key), default));
    }

    [Fact]
    public void A_request_that_its_key_did_not_sign_is_refused()
    {
        using var key = NewKey();
        var der = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        der[^1] ^= 1;
        var csr = PemEncoding.WriteString("CERTIFICATE REQUEST", der);
        Assert.StartsWith("the request is not a valid PKCS #10 request: ", NewAuthority().Refusal(csr, Curl), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----")]
    public void A_request_that_is_none_is_refused(string csr) =>
        Assert.StartsWith("the request is not a valid PKCS #10 request: ", NewAuthority().Refusal(csr, Curl), StringComparison.Ordinal);

    [Fact]
    public void A_request_of_more_than_the_limit_is_not_read() =>
        Assert.Equal("the request is longer than 16384 characters", NewAuthority().Refusal(new string('x', 16385), Curl));

    [Fact]
    public void A_weak_key_is_refused_and_a_strong_RSA_key_is_not()
    {
        using var weak = RSA.Create(1024);
        using var strong = RSA.Create(2048);
        Assert.Equal("an RSA key of 1024 bits is too short; 2048 are needed", NewAuthority().Refusal(Request(weak), Curl));
        NewAuthority().Issue(Request(strong), Curl);
    }

    [Fact]
    public void A_server_certificate_is_for_its_names()
    {
        var authority = NewAuthority();
        var server = authority.IssueServer(["control.east.test", "localhost"], TimeSpan.FromHours(1), Now);
        Assert.True(server.Leaf.HasPrivateKey);
        Assert.True(server.Leaf.MatchesHostname("control.east.test"));
        Assert.False(server.Leaf.MatchesHostname("control.west.test"));
        Assert.All(server.Intermediates, one => Assert.False(one.HasPrivateKey));
        Assert.True(Holds(server.Leaf, server.Intermediates, authority.Roots, Now));
    }

    [Fact]
    public void An_authority_signs_no_authorities()
    {
        var authority = NewAuthority();
        Assert.Equal(0, Pem.ReadCertificates(authority.Files.Certificate)[0].Extensions.OfType<X509BasicConstraintsExtension>().Single().PathLengthConstraint);
    }

    [Fact]
    public void A_control_plane_renews_its_certificate_at_half_of_its_time()
    {
        var time = new ManualTime(Now);
        var certificate = new ControlPlaneCertificate(NewAuthority(), ["x"], Limits, time);
        var first = certificate.Current();
        time.Advance(TimeSpan.FromHours(11.9));
        Assert.Same(first, certificate.Current());
        time.Advance(TimeSpan.FromHours(0.2));
        Assert.NotSame(first, certificate.Current());
    }
}
