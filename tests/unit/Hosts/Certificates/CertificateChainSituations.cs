using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using static ScopeMesh.Tests.Unit.Hosts.Certificates.Authorities;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

/// <summary>What a client makes of what an authority answers.</summary>
public sealed class CertificateChainSituations
{
    [Fact]
    public void A_chain_becomes_a_certificate_with_its_key()
    {
        using var key = NewKey();
        var authority = NewAuthority();
        var certificate = CertificateChain.Read(Curl, authority.Issue(Request(key), Curl), key);
        Assert.Equal(Curl, certificate.Identity);
        Assert.True(certificate.Leaf.HasPrivateKey);
        Assert.Equal(authority.Files.Chain, Pem.Of(certificate.Intermediates));
        Assert.Equal(authority.Files.Roots, Pem.Of(certificate.Roots));
    }

    [Fact]
    public void A_chain_without_a_leaf_or_without_roots_is_refused()
    {
        using var key = NewKey();
        var leaf = NewAuthority().Issue(Request(key), Curl)[0];
        Assert.Equal($"the chain returned for `{Curl}` is empty", Refusal([], key));
        Assert.Equal($"the chain returned for `{Curl}` has no root certificate", Refusal([leaf], key));
    }

    [Fact]
    public void A_certificate_of_another_identity_is_refused()
    {
        using var key = NewKey();
        var other = new SpiffeId("cluster.local", "sample", "other");
        Assert.Equal(
            $"a certificate of `{Curl}` was asked for, and one of `{other}` came",
            Refusal(NewAuthority().Issue(Request(key), other), key));
    }

    [Fact]
    public void A_chain_that_does_not_lead_to_its_roots_is_refused()
    {
        using var key = NewKey();
        var chain = NewAuthority().Issue(Request(key), Curl);
        Assert.StartsWith(
            $"the chain returned for `{Curl}` does not lead to its roots: ",
            Refusal([chain[0], chain[1], Pem.Of(NewAuthority().Roots)], key),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_of_another_key_is_refused()
    {
        using var key = NewKey();
        using var other = NewKey();
        Assert.StartsWith(
            $"the chain returned for `{Curl}` cannot be used: ",
            Refusal(NewAuthority().Issue(Request(other), Curl), key),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_certificate_is_refused()
    {
        using var key = NewKey();
        Assert.StartsWith($"the chain returned for `{Curl}` cannot be used: ", Refusal(["hello", "world"], key), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DNS:a", false)]
    [InlineData("URI:spiffe://td/ns/a/sa/b", true)]
    [InlineData("URI:spiffe://td/ns/a/sa/b DNS:a", true)]
    [InlineData("URI:https://td/ns/a/sa/b", false)]
    [InlineData("URI:spiffe://td/ns/a/sa/b URI:spiffe://td/ns/a/sa/c", false)]
    public void An_identity_is_the_one_URI_of_a_certificate(string names, bool expected)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.Split(' '))
        {
            if (name.StartsWith("DNS:", StringComparison.Ordinal))
                builder.AddDnsName(name[4..]);
            else
                builder.AddUri(new Uri(name[4..]));
        }
        using var key = NewKey();
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(builder.Build());
        using var certificate = request.CreateSelfSigned(Now, Now.AddDays(1));
        Assert.Equal(expected, SpiffeSan.TryRead(certificate, out var identity));
        Assert.Equal(expected ? new SpiffeId("td", "a", "b") : default, identity);
    }

    private static string Refusal(IReadOnlyList<string> chain, ECDsa key) =>
        Assert.Throws<CertificateException>(() => CertificateChain.Read(Curl, chain, key)).Message;
}
