using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

public sealed class BootstrapTokensSituations
{
    private static readonly CallerIdentity Node = new(CallerKind.Node, "istio-system", "ztunnel", "node-1");
    private static readonly CallerIdentity Gateway = new(CallerKind.Gateway, "istio-gateways", "eastwest", null);

    [Fact]
    public void Each_token_names_its_caller()
    {
        var (tokens, node, gateway) = Issued();
        Assert.Equal(Node, CallerOf(tokens, $"Bearer {node}"));
        Assert.Equal(Gateway, CallerOf(tokens, $"bearer {gateway} "));
    }

    [Theory]
    [InlineData(null, "it shows no token")]
    [InlineData("Basic abc", "it shows something else than a bearer token")]
    [InlineData("Bearer ", "its token is unknown")]
    [InlineData("Bearer 00", "its token is unknown")]
    public void Anything_else_names_nobody(string? header, string expected)
    {
        var headers = new Metadata();
        if (header is not null)
            headers.Add("authorization", header);
        Assert.False(Issued().Tokens.TryAuthenticate(headers, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Tokens_read_back_as_they_were_written_and_the_text_does_not_give_them_away()
    {
        var (tokens, node, gateway) = Issued();
        var json = tokens.Print();
        Assert.DoesNotContain(node, json, StringComparison.OrdinalIgnoreCase);
        Assert.True(BootstrapTokens.TryParse(json, CertificateLimits.Default, out var read, out _));
        Assert.Equal(Node, CallerOf(read, $"Bearer {node}"));
        Assert.Equal(Gateway, CallerOf(read, $"Bearer {gateway}"));
        Assert.Equal(json, read.Print());
    }

    [Theory]
    [InlineData("{", "the tokens are not valid JSON of the expected form at `$`, line 1")]
    [InlineData("""[{"sha256":"00","kind":"node","namespace":"a","serviceAccount":"b"}]""", "`00` is not a SHA-256 hash in hexadecimal")]
    [InlineData("""[{"kind":"node","namespace":"a","serviceAccount":"b"}]""", "the tokens are not valid JSON of the expected form at `$[0]`, line 1")]
    [InlineData("""[{"sha256":"","kind":"nodes","namespace":"a","serviceAccount":"b"}]""", "the tokens are not valid JSON of the expected form at `$[0].kind`, line 1")]
    [InlineData("""[{"sha256":"","kind":"node","namespace":null,"serviceAccount":"b"}]""", "the tokens are not valid JSON of the expected form at `$[0].namespace`, line 1")]
    [InlineData("""[{"sha256":"","kind":"node","namespace":"a","serviceAccount":"b","admin":true}]""", "the tokens are not valid JSON of the expected form at `$[0].admin`, line 1")]
    public void A_file_that_is_wrong_is_refused_as_a_whole(string json, string expected)
    {
        Assert.False(BootstrapTokens.TryParse(json, CertificateLimits.Default, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void More_tokens_than_allowed_are_refused()
    {
        Assert.False(BootstrapTokens.TryParse(Issued().Tokens.Print(), CertificateLimits.Default with { Tokens = 1 }, out _, out var error));
        Assert.Equal("there are 2 tokens, and 1 are allowed", error);
    }

    private static (BootstrapTokens Tokens, string Node, string Gateway) Issued()
    {
        var (one, node) = BootstrapTokens.None.Issue(Node, bytes => bytes.Fill(1));
        var (both, gateway) = one.Issue(Gateway, bytes => bytes.Fill(2));
        return (both, node, gateway);
    }

    private static CallerIdentity? CallerOf(BootstrapTokens tokens, string header)
    {
        Assert.True(tokens.TryAuthenticate(new Metadata { { "authorization", header } }, out var caller, out _));
        return caller;
    }
}
