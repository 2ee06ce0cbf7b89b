using System.Net;
using System.Text.Json;
using ScopeMesh.Hosts.Up;
using ScopeMesh.Policy.Manifests;

namespace ScopeMesh.Tests.Integration.Up;

[Collection(MeshCollection.Name)]
public sealed class ExampleTests
{
    [Theory]
    [InlineData("two-clusters")]
    [InlineData("boutique")]
    public async Task What_the_example_expects_happens(string example)
    {
        await using var mesh = await RunningMesh.StartAsync(example: example);
        var file = Path.Combine(mesh.Folder, "expect.yaml");
        var read = ExpectationReader.Read(new SourceText(file, await File.ReadAllTextAsync(file)));
        Assert.Empty(read.Diagnostics);
        Assert.NotEmpty(read.Expectations);
        foreach (var expectation in read.Expectations)
        {
            var result = await ExpectationCheck.RunAsync(mesh.Runtime, expectation, CancellationToken.None);
            Assert.True(result.Holds, $"{expectation.From.Value} to {expectation.Host.Value}: {result.Why}");
        }
    }

    [Theory]
    [InlineData("two-clusters")]
    [InlineData("boutique")]
    public async Task The_call_that_is_suggested_is_answered(string example)
    {
        await using var mesh = await RunningMesh.StartAsync(example: example);

        var call = SuggestedCall.Among(mesh.Runtime.Compilation.Mesh, PodDirectory.Pods(mesh.Runtime))!;
        var response = await call.Caller.Client.GetAsync(new UriBuilder("http", call.Host, call.Port).Uri, CancellationToken.None);

        Assert.Equal(200, response.Status);
    }

    [Fact]
    public async Task Caller_and_callee_of_one_address_reach_each_other()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var east = mesh.Pod("east/sample/twin");
        var west = mesh.Pod("west/sample/twin");
        Assert.Equal(east.Workload.Addresses, west.Workload.Addresses);

        var response = await east.Client.GetAsync(new Uri("http://twin.sample/"), CancellationToken.None);

        Assert.Equal(200, response.Status);
        var answer = JsonSerializer.Deserialize<PodAnswer>(response.Body, JsonSerializerOptions.Web)!;
        Assert.Equal(("west", "twin"), (answer.Cluster, answer.Pod));
        Assert.Equal("double-tunnel", response.Trace!.Decision);
        Assert.Equal(
            ["spiffe://cluster.local/ns/istio-system/sa/istio-eastwestgateway", "spiffe://cluster.local/ns/sample/sa/default"],
            response.Trace.Hops.Select(hop => hop.Identity));
    }

    [Fact]
    public async Task The_application_sees_the_callers_real_address_or_the_gateways()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var caller = mesh.Pod("west/sample/curl");

        var local = await caller.Client.GetAsync(new Uri("http://vault.sample/"), CancellationToken.None);
        var remote = await mesh.Pod("east/sample/curl").Client.GetAsync(new Uri("http://vault.sample/"), CancellationToken.None);

        Assert.Equal(caller.Workload.Addresses[0], Peer(local));
        Assert.Equal(IPAddress.Parse("203.0.113.20"), Peer(remote));
    }

    private static IPAddress Peer(PodResponse response) =>
        IPEndPoint.Parse(JsonSerializer.Deserialize<PodAnswer>(response.Body, JsonSerializerOptions.Web)!.Peer).Address;
}
