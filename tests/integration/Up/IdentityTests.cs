using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Hbone;
using ScopeMesh.Tunnel.Loops;
using ScopeMesh.Tunnel.Pooling;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Integration.Up;

/// <summary>A caller whose table or certificates are wrong: the real gateway and node proxies refuse it, or it them.</summary>
[Collection(MeshCollection.Name)]
public sealed class IdentityTests
{
    [Fact]
    public async Task Another_service_account_at_the_gateway_is_refused_by_name()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var outcome = await OpenAsync(mesh, table => table.With(
            workloads: workload => workload.Uid.StartsWith("NetworkGateway/", StringComparison.Ordinal)
                ? workload with { ServiceAccount = "impostor" }
                : workload));

        Assert.Equal("identity-mismatch", outcome.Refused);
        Assert.Contains("outer tunnel", outcome.Error);
        Assert.Contains("spiffe://cluster.local/ns/istio-system/sa/impostor", outcome.Error);
        Assert.Contains("spiffe://cluster.local/ns/istio-system/sa/istio-eastwestgateway", outcome.Error);
    }

    [Fact]
    public async Task Another_service_account_at_the_callee_is_refused_by_name()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var outcome = await OpenAsync(mesh, table => table.With(
            services: service => service with { SubjectAltNames = [new SpiffeId("cluster.local", "sample", "impostor")] }));

        Assert.Equal("identity-mismatch", outcome.Refused);
        Assert.Contains("inner tunnel", outcome.Error);
        Assert.Contains("spiffe://cluster.local/ns/sample/sa/impostor", outcome.Error);
        Assert.Contains("spiffe://cluster.local/ns/sample/sa/default", outcome.Error);
    }

    [Fact]
    public async Task A_caller_of_another_root_neither_trusts_nor_is_trusted()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var strangers = MeshRoot.Create(TimeProvider.System.GetUtcNow(), CertificateLimits.Default, RandomNumberGenerator.Fill)
            .CreateIntermediate("elsewhere", "cluster.local", TimeProvider.System.GetUtcNow());
        var source = new IssuedCertificates(strangers);

        var untrusting = await OpenAsync(mesh, table => table, source);
        Assert.Equal("identity-mismatch", untrusting.Refused);
        Assert.Contains("outer tunnel", untrusting.Error);
        Assert.Contains("trusted root", untrusting.Error);

        // Even a caller that trusts the mesh is not trusted by it.
        var ours = mesh.Runtime.Clusters["east"].Nodes.Values.First().Host.Services.GetRequiredService<ICertificateSource>();
        source.Roots = (await ours.GetAsync(new SpiffeId("cluster.local", "sample", "curl"), CancellationToken.None)).Roots;
        var untrusted = await OpenAsync(mesh, table => table, source);
        Assert.NotNull(untrusted.Refused);
        Assert.Null(untrusted.Transport);
        Assert.Contains("outer tunnel", untrusted.Error);
    }

    [Fact]
    public async Task Clusters_of_other_trust_domains_call_each_other_while_both_federate()
    {
        await using var mesh = await RunningMesh.StartAsync(folder =>
        {
            Federate(folder, "east", "west");
            Federate(folder, "west", "east");
        });
        Assert.Equal(["v1", "v2"], (await mesh.VersionsAsync("east/sample/curl", 40)).Keys.Order());
        Assert.Equal(["v1", "v2"], (await mesh.VersionsAsync("west/sample/curl", 40)).Keys.Order());

        mesh.Edit("clusters/west/mesh.yaml", "caCertificates: [{trustDomains: [east.test]}]", "");
        await RunningMesh.Until(
            async () => (await mesh.VersionsAsync("east/sample/curl", 10)).Keys.SequenceEqual(["v1"]), "east stays with its own");
    }

    [Fact]
    public async Task Roots_of_a_federated_domain_reach_gateways_and_node_proxies_and_no_others_count_for_it()
    {
        var roots = MeshRoot.Create(TimeProvider.System.GetUtcNow(), CertificateLimits.Default, RandomNumberGenerator.Fill).CertificatePem;
        await using var mesh = await RunningMesh.StartAsync(folder =>
        {
            Federate(folder, "east", "west");
            Federate(folder, "west", "east");
        });
        // TLS lets it in at both ends: what refuses is the callee's policy, which names the domain `cluster.local`.
        Assert.Equal("policy-denied", (await OpenAsync(mesh, table => table)).Refused);

        // Clusters of one mesh have one root; west is told that east has another one, and then east the same of west.
        mesh.Edit("clusters/west/mesh.yaml", "{trust", $"{{pem: {JsonSerializer.Serialize(roots)}, trust");
        await RunningMesh.Until(
            async () => (await OpenAsync(mesh, table => table)).Error?.Contains("outer tunnel: the peer refused our certificate") == true,
            "west's gateway refuses who proves to be of east by another root");
        mesh.Edit("clusters/east/mesh.yaml", "{trust", $"{{pem: {JsonSerializer.Serialize(roots)}, trust");
        await RunningMesh.Until(
            async () => (await OpenAsync(mesh, table => table)).Error?.Contains("which does not vouch for trust domain `west.test`") == true,
            "east's node proxy refuses who proves to be of west by another root");
    }

    private static void Federate(string folder, string cluster, string other) => File.WriteAllText(
        Path.Combine(folder, "clusters", cluster, "mesh.yaml"),
        $"trustDomain: {cluster}.test\ncaCertificates: [{{trustDomains: [{other}.test]}}]\n");

    /// <summary>Calls <c>vault</c> in the other cluster as <c>curl</c>, by a table that was tampered with.</summary>
    private static async Task<OutboundOutcome> OpenAsync(
        RunningMesh mesh, Func<RouteTable, RouteTable> tamper, ICertificateSource? certificates = null)
    {
        var services = mesh.Runtime.Clusters["east"].Nodes.Values.First().Host.Services;
        var table = tamper(services.GetRequiredService<SnapshotSource<RouteTable>>().Current.Value);
        certificates ??= services.GetRequiredService<ICertificateSource>();
        var network = services.GetRequiredService<IPodNetwork>();
        var limits = TunnelLimits.Default;
        await using var loop = EventLoop.Start();
        await using var pools = new HbonePools(
            (target, cancellationToken) => network.ConnectOutAsync(target.Source, target.Destination, cancellationToken),
            certificates,
            limits,
            TimeProvider.System);
        var proxy = new OutboundProxy(
            new SnapshotSource<RouteTable>(table), pools, network, new HostLookup(new HostLookupMetrics(), limits, TimeProvider.System));
        return await loop.RunAsync(() => proxy.OpenAsync(
            mesh.Pod("east/sample/curl").Workload.Uid,
            0,
            Destination.Of("vault.sample", 80),
            new TraceParent(1, 1, 0),
            CancellationToken.None).AsTask());
    }

    /// <summary>Certificates of an authority that the test holds.</summary>
    private sealed class IssuedCertificates(CertificateAuthority authority) : ICertificateSource
    {
        public System.Security.Cryptography.X509Certificates.X509Certificate2Collection Roots { get; set; } = authority.Roots;

        public ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var csr = new System.Security.Cryptography.X509Certificates.CertificateRequest("", key, HashAlgorithmName.SHA256);
            var signed = authority.Sign(csr.CreateSigningRequestPem(), identity, TimeSpan.Zero, TimeProvider.System.GetUtcNow());
            var chain = Assert.IsType<SigningResult.Issued>(signed).Chain;
            return ValueTask.FromResult(CertificateChain.Read(identity, chain, key) with { Roots = Roots });
        }
    }
}

internal static class TamperedTables
{
    public static RouteTable With(
        this RouteTable table, Func<MeshService, MeshService>? services = null, Func<Workload, Workload>? workloads = null) =>
        RouteTable.Create(
            table.Viewpoint,
            table.Services.Select(services ?? (service => service)),
            table.Workloads.Select(workloads ?? (workload => workload)),
            table.Authorizations);
}
