using System.Text.Json.Nodes;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>Our server with an official client.</summary>
public sealed class OfficialClientSituations : IAsyncLifetime
{
    private const string NodeId = "ztunnel~10.0.0.1~ztunnel-abc.istio-system~istio-system.svc.cluster.local";

    private TestControlPlane _plane = null!;
    private TextFile _roots = null!;

    public async ValueTask InitializeAsync()
    {
        _plane = await TestControlPlane.StartAsync();
        _roots = new TextFile(Pem.Of(_plane.Authority.Roots));
    }

    public async ValueTask DisposeAsync()
    {
        await _plane.DisposeAsync();
        _roots.Dispose();
    }

    [Fact]
    public async Task It_subscribes_acknowledges_is_pushed_to_and_refuses()
    {
        _plane.Snapshots.Publish(DiscoverySituations.Addresses("a", "b"));
        await using var client = await StartAsync();
        await client.TellAsync(new { op = "open", headers = Headers(_plane.NodeToken) });
        await client.TellAsync(Send(new { node = new { id = NodeId }, type_url = XdsTypes.Address }));
        var everything = await client.HearAsync("response");
        Assert.Equal(["a", "b"], Names(everything));
        Assert.Equal("a", Address.Parser.ParseFrom(Convert.FromBase64String((string)everything["resources"]![0]!["resource"]!["value"]!)).Workload.Uid);

        await client.TellAsync(Send(new { type_url = XdsTypes.Address, response_nonce = (string)everything["nonce"]! }));
        _plane.Snapshots.Publish(DiscoverySituations.Addresses("b", "c"));
        var pushed = await client.HearAsync("response");
        Assert.Equal(["c"], Names(pushed));
        Assert.Equal("a", (string)pushed["removed_resources"]!.AsArray().Single()!);

        await client.TellAsync(Send(new
        {
            type_url = XdsTypes.Address,
            response_nonce = (string)pushed["nonce"]!,
            error_detail = new { code = 3, message = "c: has no address" },
        }));
        await Eventually.HoldsAsync(() => _plane.Refusals.Any(one => one.Reason == "c: has no address" && one.TypeUrl == XdsTypes.Address));

        await client.TellAsync(new { op = "end" });
        Assert.Equal((0, ""), StatusOf(await client.HearAsync("status")));
    }

    [Fact]
    public async Task It_subscribes_by_name()
    {
        _plane.Snapshots.Publish(DiscoverySituations.Addresses("a", "b"));
        await using var client = await StartAsync();
        await client.TellAsync(new { op = "open", headers = Headers(_plane.NodeToken) });
        await client.TellAsync(Send(new
        {
            node = new { id = NodeId },
            type_url = XdsTypes.Address,
            resource_names_subscribe = new[] { "*" },
            resource_names_unsubscribe = new[] { "*" },
        }));
        var nothing = await client.HearAsync("response");
        Assert.Empty(Names(nothing));
        await client.TellAsync(Send(new
        {
            type_url = XdsTypes.Address,
            response_nonce = (string)nothing["nonce"]!,
            resource_names_subscribe = new[] { "b", "x" },
        }));
        var named = await client.HearAsync("response");
        Assert.Equal(["b"], Names(named));
        Assert.Equal("x", (string)named["removed_resources"]!.AsArray().Single()!);
    }

    [Theory]
    [InlineData("none", NodeId, StatusCode.Unauthenticated, "authentication failure")]
    [InlineData("node", "", StatusCode.InvalidArgument, "the first request needs a node id")]
    [InlineData("node", "ztunnel~1.1.1.1~x.other~other.svc.cluster.local", StatusCode.PermissionDenied, "node id `ztunnel~1.1.1.1~x.other~other.svc.cluster.local` is not whom its token names")]
    [InlineData("gateway", NodeId, StatusCode.PermissionDenied, $"node id `{NodeId}` is not whom its token names")]
    internal async Task It_is_refused_where_it_is_not_who_it_says(string token, string id, StatusCode code, string details)
    {
        await using var client = await StartAsync();
        var shown = token switch
        {
            "node" => _plane.NodeToken,
            "gateway" => _plane.GatewayToken,
            _ => "wrong",
        };
        await client.TellAsync(new { op = "open", headers = Headers(shown) });
        await client.TellAsync(Send(new { node = new { id }, type_url = XdsTypes.Address }));
        Assert.Equal(((int)code, details), StatusOf(await client.HearAsync("status")));
    }

    [Fact]
    public async Task It_is_told_that_compression_is_not_supported()
    {
        await using var client = await StartAsync("""{"grpc.default_compression_algorithm":2}""");
        await client.TellAsync(new { op = "open", headers = Headers(_plane.NodeToken) });
        await client.TellAsync(Send(new { node = new { id = NodeId }, type_url = XdsTypes.Address }));
        Assert.Equal(
            ((int)StatusCode.Unimplemented, "encoding `gzip` is not supported, only `identity`"),
            StatusOf(await client.HearAsync("status")));
    }

    [Fact]
    public async Task It_is_told_that_its_message_is_too_large()
    {
        await using var client = await StartAsync();
        await client.TellAsync(new { op = "open", headers = Headers(_plane.NodeToken) });
        await client.TellAsync(Send(new { node = new { id = new string('x', 4 * 1024 * 1024) }, type_url = XdsTypes.Address }));
        Assert.Equal(
            ((int)StatusCode.ResourceExhausted, "the peer sent a message larger than 4194304 bytes"),
            StatusOf(await client.HearAsync("status")));
    }

    [Fact]
    public async Task It_is_told_that_a_method_does_not_exist()
    {
        await using var client = await StartAsync();
        await client.TellAsync(new { op = "unknown" });
        Assert.Equal((int)StatusCode.Unimplemented, StatusOf(await client.HearAsync("status")).Code);
    }

    [Fact]
    public async Task It_sees_the_stream_end_when_the_server_stops()
    {
        await using var client = await StartAsync();
        await client.TellAsync(new { op = "open", headers = Headers(_plane.NodeToken) });
        await client.TellAsync(Send(new { node = new { id = NodeId }, type_url = XdsTypes.Address }));
        await client.HearAsync("response");
        await _plane.DisposeAsync();
        Assert.Equal((int)StatusCode.Unavailable, StatusOf(await client.HearAsync("status")).Code);
    }

    private static object Send(object request) => new { op = "send", request };

    private static Dictionary<string, string> Headers(string token) => new() { ["authorization"] = $"Bearer {token}", ["clusterid"] = "east" };

    private static IEnumerable<string> Names(JsonNode response) =>
        (response["resources"]?.AsArray() ?? []).Select(resource => (string)resource!["name"]!);

    private static (int Code, string Details) StatusOf(JsonNode said) => ((int)said["code"]!, (string)said["details"]!);

    private Task<OfficialPeer> StartAsync(string options = "{}") =>
        OfficialPeer.StartAsync("client.mjs", $"127.0.0.1:{_plane.Port}", TestControlPlane.Name, _roots.Path, options);
}
