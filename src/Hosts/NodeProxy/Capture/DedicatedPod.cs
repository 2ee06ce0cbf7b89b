using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.NodeProxy.Capture;

/// <summary>The one pod of a node proxy that runs in the pod's own network.</summary>
internal sealed class DedicatedPod(
    LocalPod pod, PodSockets sockets, CaptureServices services, SnapshotSource<RouteTable> tables) : IHostedService, IServedPods
{
    private CapturedPod? _captured;

    public IEnumerable<PodDump> Served => pod.FindIn(tables.Current.Value) is { } known
        ? [new PodDump(known.Display, known.Owner, known.Identity.ToString(), known.Addresses.Select(address => address.ToString()), null)]
        : [];

    public IReadOnlyCollection<string> Failed => _captured is null ? [pod.ToString()] : [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _captured = CapturedPod.Start(pod, sockets, services);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_captured is not null)
            await _captured.DisposeAsync();
    }
}
