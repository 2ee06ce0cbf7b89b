using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Tests.Integration.Grpc;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>A control plane of one cluster on a port of its own, with one node proxy and one gateway that may come.</summary>
internal sealed class TestControlPlane : IAsyncDisposable
{
    public const string Name = "control.east.test";
    public const string TrustDomain = "cluster.local";

    private readonly TestServer _server;

    private TestControlPlane(TestServer server, CertificateAuthority authority, DeltaDiscoveryService discovery, string nodeToken, string gatewayToken)
    {
        _server = server;
        Authority = authority;
        Discovery = discovery;
        NodeToken = nodeToken;
        GatewayToken = gatewayToken;
    }

    public DeltaDiscoveryService Discovery { get; }

    /// <summary>Whether there is anything to serve.</summary>
    public bool IsReady { get; set; } = true;

    public CertificateAuthority Authority { get; }

    public string NodeToken { get; }

    public string GatewayToken { get; }

    public SnapshotSource<XdsSnapshot> Snapshots { get; } = new(XdsSnapshot.Empty);

    public ConcurrentQueue<XdsRefusal> Refusals { get; } = [];

    public ConcurrentQueue<XdsClient> Clients { get; } = [];

    public int Port => _server.Port;

    public static CertificateAuthority NewAuthority()
    {
        var root = MeshRoot.Create(DateTimeOffset.UtcNow, CertificateLimits.Default, RandomNumberGenerator.Fill);
        return root.CreateIntermediate("east", TrustDomain, DateTimeOffset.UtcNow);
    }

    public static async Task<TestControlPlane> StartAsync(
        CertificateAuthority? authority = null, GrpcLimits? limits = null, XdsLimits? xds = null, int port = 0)
    {
        authority ??= NewAuthority();
        var (withNode, nodeToken) = BootstrapTokens.None.Issue(
            new CallerIdentity(CallerKind.Node, "istio-system", "ztunnel", "node-1"), RandomNumberGenerator.Fill);
        var (tokens, gatewayToken) = withNode.Issue(
            new CallerIdentity(CallerKind.Gateway, "istio-system", "eastwest", null), RandomNumberGenerator.Fill);
        return await StartAsync(authority, tokens, nodeToken, gatewayToken, limits ?? GrpcLimits.Default, xds ?? XdsLimits.Default, port);
    }

    public GrpcChannel OpenChannel(string name = Name, CertificateAuthority? trusted = null, GrpcLimits? limits = null) =>
        _server.OpenChannel(name, (trusted ?? Authority).Roots, limits ?? GrpcLimits.Default);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<TestControlPlane> StartAsync(
        CertificateAuthority authority, BootstrapTokens tokens, string nodeToken, string gatewayToken, GrpcLimits limits, XdsLimits xds, int port)
    {
        TestControlPlane? plane = null;
        var discovery = new DeltaDiscoveryService(
            () => tokens,
            client =>
            {
                plane!.Clients.Enqueue(client);
                return plane.IsReady ? plane.Snapshots : null;
            },
            refusal => plane!.Refusals.Enqueue(refusal),
            xds,
            TimeProvider.System,
            NullLogger<DeltaDiscoveryService>.Instance);
        var certificates = new CertificateService(
            authority, () => tokens, (_, identity) => identity.Namespace == "sample", TimeProvider.System, NullLogger<CertificateService>.Instance);
        var server = await TestServer.StartAsync(authority, limits, port, discovery.Map, certificates.Map);
        plane = new TestControlPlane(server, authority, discovery, nodeToken, gatewayToken);
        return plane;
    }
}
