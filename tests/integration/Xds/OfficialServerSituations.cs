using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Model;
using ScopeMesh.Tests.Integration.Grpc;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>Our clients with an official server.</summary>
public sealed class OfficialServerSituations : IAsyncLifetime
{
    private readonly CertificateAuthority _authority = TestControlPlane.NewAuthority();
    private TextFile _chain = null!;
    private TextFile _key = null!;
    private OfficialPeer _server = null!;

    public async ValueTask InitializeAsync()
    {
        var certificate = _authority.IssueServer([TestControlPlane.Name], TimeSpan.FromHours(1), DateTimeOffset.UtcNow);
        _chain = new TextFile(Pem.Of(certificate.Leaf) + Pem.Of(certificate.Intermediates));
        _key = new TextFile(Pem.OfKey(certificate.Leaf));
        _server = await OfficialPeer.StartAsync("server.mjs", _chain.Path, _key.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _chain.Dispose();
        _key.Dispose();
    }

    [Fact]
    public async Task A_client_says_who_it_is_and_asks_for_every_type()
    {
        await using var client = new RunningClient(OpenChannel(), () => "a token");
        var stream = await _server.HearAsync("stream");
        Assert.Equal("Bearer a token", (string)stream["headers"]!["authorization"]!);
        Assert.Equal("east", (string)stream["headers"]!["clusterid"]!);

        var addresses = await _server.HearAsync("request");
        Assert.Equal(XdsTypes.Address, (string)addresses["type_url"]!);
        Assert.Equal(RunningClient.Node.Id, (string)addresses["node"]!["id"]!);
        Assert.Null(addresses["resource_names_subscribe"]);
        var policies = await _server.HearAsync("request");
        Assert.Equal(XdsTypes.Authorization, (string)policies["type_url"]!);
        Assert.Null(policies["node"]);
    }

    [Fact]
    public async Task A_client_acknowledges_what_it_takes_refuses_what_it_cannot_and_claims_what_it_holds_when_it_comes_again()
    {
        await using var client = new RunningClient(OpenChannel(), () => "a token");
        await SubscribedAsync();
        await _server.TellAsync(Respond("n1", "a", "b"));
        var answer = await _server.HearAsync("request");
        Assert.Equal("n1", (string)answer["response_nonce"]!);
        Assert.Null(answer["error_detail"]);
        await client.HoldsAsync("a", "b");

        await _server.TellAsync(Respond("n2", "bad", "c"));
        answer = await _server.HearAsync("request");
        Assert.Equal("n2", (string)answer["response_nonce"]!);
        Assert.Equal("bad: is bad", (string)answer["error_detail"]!["message"]!);
        await client.HoldsAsync("a", "b");

        await _server.TellAsync(new { op = "fail", code = (int)StatusCode.Unavailable, details = "draining – bye" });
        await client.BecomesAsync(connection => connection.LastError == "Unavailable: draining – bye");
        await _server.HearAsync("stream");
        var again = await _server.HearAsync("request");
        Assert.Equal(["a", "b"], again["initial_resource_versions"]!.AsObject().Select(entry => entry.Key).Order());
    }

    [Fact]
    public async Task A_certificate_is_asked_for_with_a_new_key_and_on_behalf_of_a_pod()
    {
        using var channel = OpenChannel();
        var fetched = Client(channel).FetchAsync(Curl, TestContext.Current.CancellationToken);
        var asked = await _server.HearAsync("certificate");
        Assert.Equal("Bearer a token", (string)asked["headers"]!["authorization"]!);
        Assert.Equal(86400, (int)asked["validity_duration"]!);
        Assert.Equal(Curl.ToString(), (string)asked["metadata"]!["fields"]!["ImpersonatedIdentity"]!["stringValue"]!);

        var issued = Assert.IsType<SigningResult.Issued>(_authority.Sign((string)asked["csr"]!, Curl, TimeSpan.Zero, DateTimeOffset.UtcNow));
        await _server.TellAsync(new { op = "certify", response = new { cert_chain = issued.Chain.Items } });
        var certificate = await fetched;
        Assert.Equal(Curl, certificate.Identity);
        Assert.True(certificate.Leaf.HasPrivateKey);
    }

    [Fact]
    public async Task A_refusal_of_a_certificate_comes_through()
    {
        using var channel = OpenChannel();
        var fetched = Client(channel).FetchAsync(Curl, TestContext.Current.CancellationToken);
        await _server.HearAsync("certificate");
        await _server.TellAsync(new { op = "refuse", code = (int)StatusCode.Unauthenticated, details = "100 % no" });
        Assert.Equal(
            new Status(StatusCode.Unauthenticated, "100 % no"),
            (await Assert.ThrowsAsync<RpcException>(() => fetched)).Status);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_given_up()
    {
        using var channel = OpenChannel();
        var client = Client(channel, CertificateLimits.Default with { FetchTimeoutSeconds = 1 });
        var e = await Assert.ThrowsAsync<RpcException>(() => client.FetchAsync(Curl, TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.DeadlineExceeded, e.StatusCode);
    }

    private static SpiffeId Curl => new(TestControlPlane.TrustDomain, "sample", "curl");

    private static CertificateClient Client(GrpcChannel channel, CertificateLimits? limits = null) => new(channel, new CertificateClientOptions
    {
        Self = new SpiffeId(TestControlPlane.TrustDomain, "istio-system", "ztunnel"),
        Token = () => "a token",
        Cluster = "east",
        Limits = limits ?? CertificateLimits.Default,
    });

    private static object Respond(string nonce, params string[] names) => new
    {
        op = "respond",
        response = new
        {
            nonce,
            type_url = XdsTypes.Address,
            resources = names.Select(name => new
            {
                name,
                version = "1",
                resource = new { type_url = XdsTypes.Address, value = "" },
            }),
        },
    };

    private async Task SubscribedAsync()
    {
        await _server.HearAsync("stream");
        await _server.HearAsync("request");
        await _server.HearAsync("request");
    }

    private GrpcChannel OpenChannel()
    {
        var port = (int)_server.Ready["port"]!;
        return TestServer.OpenChannel(port, TestControlPlane.Name, _authority.Roots, GrpcLimits.Default);
    }
}
