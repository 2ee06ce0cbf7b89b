using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support.Tunnel;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Capture;

public sealed class PodCertificatesTests
{
    private static readonly SpiffeId Curl = new("cluster.local", "sample", "curl");
    private static readonly SpiffeId Guest = new("cluster.local", "sample", "guest");
    private readonly SnapshotSource<RouteTable> _tables = new(Table(("curl-0", Curl), ("curl-1", Curl), ("guest-0", Guest)));
    private readonly TestPki _pki = new();

    [Fact]
    public async Task A_certificate_is_fetched_when_a_pod_comes_and_forgotten_with_the_last_of_its_identity()
    {
        await using var certificates = Certificates((identity, _) => Task.FromResult(_pki.Issue(identity)));
        var pods = Of(certificates);
        var first = pods.Hold(Pod("curl-0", Curl));
        var second = pods.Hold(Pod("curl-1", Curl));
        await using var guest = pods.Hold(Pod("guest-0", Guest));
        Assert.Equal([Curl, Guest], certificates.Identities.OrderBy(identity => identity.ToString(), StringComparer.Ordinal));

        await first.DisposeAsync();
        Assert.Equal([Curl, Guest], certificates.Identities.OrderBy(identity => identity.ToString(), StringComparer.Ordinal));
        await second.DisposeAsync();
        Assert.Equal([Guest], certificates.Identities);
        await using var again = pods.Hold(Pod("curl-0", Curl));
        Assert.Equal([Curl, Guest], certificates.Identities.OrderBy(identity => identity.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_pod_that_the_table_does_not_know_yet_has_its_certificate_fetched_when_it_does()
    {
        await using var certificates = Certificates((identity, _) => Task.FromResult(_pki.Issue(identity)));
        await using var late = Of(certificates).Hold(Pod("late-0", Guest));
        await using var never = Of(certificates).Hold(Pod("never-0", Guest));
        Assert.Empty(certificates.Identities);
        _tables.Publish(Table(("late-0", Guest)));
        while (certificates.Identities.Count == 0)
            await Task.Delay(1, TestContext.Current.CancellationToken);
        Assert.Equal([Guest], certificates.Identities);
    }

    [Fact]
    public async Task A_pod_that_goes_waits_for_no_certificate_and_an_authority_that_fails_keeps_no_pod_from_going()
    {
        await using var hanging = Certificates(async (_, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return _pki.Issue(Curl);
        });
        await Of(hanging).Hold(Pod("curl-0", Curl)).DisposeAsync();
        Assert.Empty(hanging.Identities);

        await using var failing = Certificates((_, _) => throw new InvalidOperationException("the control plane is away"));
        await Of(failing).Hold(Pod("curl-0", Curl)).DisposeAsync();
        Assert.Empty(failing.Identities);
    }

    private static LocalPod Pod(string name, SpiffeId identity) => new("east", identity.Namespace, name, identity.ServiceAccount);

    private static RouteTable Table(params (string Name, SpiffeId Identity)[] pods) => RouteTable.Create(
        new Viewpoint("east", "", ViewpointRole.Node),
        [],
        pods.Select(pod => new Workload
        {
            Uid = $"east//Pod/sample/{pod.Name}",
            Cluster = "east",
            Namespace = pod.Identity.Namespace,
            Name = pod.Name,
            ServiceAccount = pod.Identity.ServiceAccount,
        }),
        []);

    private static WorkloadCertificates Certificates(Func<SpiffeId, CancellationToken, Task<WorkloadCertificate>> fetch) =>
        new(fetch, CertificateLimits.Default, TimeProvider.System, NullLogger<WorkloadCertificates>.Instance);

    private PodCertificates Of(WorkloadCertificates certificates) => new(new Supply(certificates), _tables, TimeProvider.System);

    private sealed record Supply(WorkloadCertificates Certificates) : IMeshSupply
    {
        public object Connection => "";

        public IReadOnlyCollection<string> Pending => [];
    }
}
