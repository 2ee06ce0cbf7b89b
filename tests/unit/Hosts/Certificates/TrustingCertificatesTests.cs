using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel.Tls;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Tests.Unit.Hosts.Certificates;

public sealed class TrustingCertificatesTests
{
    private static readonly TestPki Partner = new("partner");

    [Fact]
    public async Task Certificates_come_with_the_roots_of_the_table_and_stay_the_same_while_those_do()
    {
        var ours = new TestPki().Issue(Ids.Client);
        var watch = new RevocationWatch();
        var tables = new SnapshotSource<RouteTable>(TableOf([]));
        var certificates = new TrustingCertificates(new Source(ours), tables, watch, NullLogger<TrustingCertificates>.Instance);

        var plain = await GetAsync();
        Assert.Same(TrustBundles.None, plain.Federated);
        Assert.Same(watch, plain.Revocations);
        Assert.Same(ours.Leaf, plain.Leaf);

        tables.Publish(TableOf([new TrustBundle("partner.test", Partner.RootPem)]));
        var federated = await GetAsync();
        Assert.Equal(["partner.test"], federated.Federated.TrustDomains);
        tables.Publish(TableOf([new TrustBundle("partner.test", Partner.RootPem)]));
        Assert.Same(federated, await GetAsync());

        tables.Publish(TableOf([]));
        Assert.Empty((await GetAsync()).Federated.TrustDomains);

        async Task<WorkloadCertificate> GetAsync() => await certificates.GetAsync(Ids.Client, CancellationToken.None);
    }

    private static RouteTable TableOf(TrustBundle[] federation) => RouteTableCompiler.Compile(
        new Mesh([new Cluster { Id = "east", Federation = [.. federation] }]), new Viewpoint("east", "", ViewpointRole.Node));

    private sealed class Source(WorkloadCertificate only) : ICertificateSource
    {
        public ValueTask<WorkloadCertificate> GetAsync(SpiffeId identity, CancellationToken cancellationToken) => ValueTask.FromResult(only);
    }
}
