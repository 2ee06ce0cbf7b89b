using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Hosts.Xds.Protos.WorkloadApi;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>Our client against our server, over TLS.</summary>
public sealed class DiscoverySituations
{
    private static readonly XdsNode Node = new()
    {
        Kind = XdsNodeKind.Ztunnel,
        Address = "10.0.0.1",
        Name = "ztunnel-abc",
        Namespace = "istio-system",
        NodeName = "node-1",
        Cluster = "east",
    };

    [Fact]
    public async Task A_client_follows_what_is_published()
    {
        await using var plane = await TestControlPlane.StartAsync();
        await using var client = new RunningClient(plane, Node);
        plane.Snapshots.Publish(Addresses("a", "b"));
        await client.HoldsAsync("a", "b");

        plane.Snapshots.Publish(Addresses("b", "c"));
        await client.HoldsAsync("b", "c");

        Assert.True(client.Connection.Current.Value is { Connected: true, LastError: null });
        Assert.Equal(Node.Id, Assert.Single(plane.Clients).Node.Id);
    }

    [Fact]
    public async Task A_node_proxy_gets_certificates_of_itself_and_of_its_pods_only()
    {
        await using var plane = await TestControlPlane.StartAsync();
        using var channel = plane.OpenChannel();
        var self = new SpiffeId(TestControlPlane.TrustDomain, "istio-system", "ztunnel");
        var client = new CertificateClient(channel, new CertificateClientOptions { Self = self, Token = () => plane.NodeToken });

        Assert.Equal(self, (await client.FetchAsync(self, TestContext.Current.CancellationToken)).Identity);
        var pod = new SpiffeId(TestControlPlane.TrustDomain, "sample", "curl");
        Assert.True((await client.FetchAsync(pod, TestContext.Current.CancellationToken)).Leaf.HasPrivateKey);
    }

    internal static XdsSnapshot Addresses(params string[] names) =>
        XdsSnapshot.Empty.With(XdsTypes.Address, XdsResourceSet.Create(names.Select(name =>
            XdsResource.Of(name, new Address { Workload = new Workload { Uid = name, Name = name } }))));

    private sealed class RunningClient : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly SortedDictionary<string, string> _held = new(StringComparer.Ordinal);
        private readonly Hosts.Grpc.GrpcChannel _channel;
        private readonly DeltaXdsClient _client;
        private readonly Task _run;

        public RunningClient(TestControlPlane plane, XdsNode node)
        {
            _channel = plane.OpenChannel();
            _client = new DeltaXdsClient(
                _channel,
                new XdsClientOptions { Node = node, Token = () => plane.NodeToken },
                Apply,
                TimeProvider.System,
                NullLogger<DeltaXdsClient>.Instance);
            _run = _client.RunAsync(_stop.Token);
        }

        public SnapshotSource<XdsConnection> Connection => _client.Connection;

        private SnapshotSource<string> Held { get; } = new("");

        public Task HoldsAsync(params string[] names) => Eventually.BecomesAsync(Held, held => held == string.Join(',', names));

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
            _channel.Dispose();
        }

        private XdsVerdict Apply(XdsUpdate update)
        {
            foreach (var name in update.Removed)
                _held.Remove(name);
            foreach (var resource in update.Upserts)
                _held[resource.Name] = resource.Version;
            Held.Publish(string.Join(',', _held.Keys));
            return new XdsVerdict.Accepted();
        }
    }
}
