using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Up;

/// <summary>Runs the pods of one cluster, and follows the mesh: what is new starts, what is gone stops, the rest stays.</summary>
internal sealed partial class PodRuntime(UnderlayNetwork network, ILogger<PodRuntime> log) : IAsyncDisposable
{
    private readonly Dictionary<string, (Pod Pod, PodServer? Server)> _running = [];

    /// <summary>Starts what is new among these pods, and starts anew what runs otherwise now.</summary>
    public async Task StartAsync(IEnumerable<Pod> pods, CancellationToken cancellationToken)
    {
        foreach (var pod in pods)
        {
            if (_running.TryGetValue(pod.Workload.Uid, out var running))
            {
                if (IsSame(running.Pod, pod))
                    continue;
                await StopAsync(pod.Workload.Uid);
            }

            await StartAsync(pod, cancellationToken);
        }
    }

    /// <summary>Stops every pod that is none of these.</summary>
    public async Task StopOthersAsync(IEnumerable<Pod> pods)
    {
        foreach (var gone in _running.Keys.Except(pods.Select(pod => pod.Workload.Uid)).ToArray())
            await StopAsync(gone);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, server) in _running.Values)
        {
            if (server is not null)
                await server.DisposeAsync();
        }

        _running.Clear();
    }

    private async Task StartAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            _running[pod.Workload.Uid] = (pod, await PodServer.StartAsync(pod, network, cancellationToken));
        }
        catch (ListenException error)
        {
            // The pod is tried again at the next change; the others run.
            Log.CannotStart(log, pod.Workload.Display, error.Message);
        }
    }

    private async Task StopAsync(string uid)
    {
        if (_running.Remove(uid, out var running) && running.Server is { } server)
            await server.DisposeAsync();
    }

    /// <summary>Whether a pod goes on as it is: what is told of it by Services or policies does not restart it.</summary>
    private static bool IsSame(Pod left, Pod right) =>
        left.Labels.Equals(right.Labels) && left.Ports == right.Ports && left.Workload.Addresses == right.Workload.Addresses;

    private static partial class Log
    {
        [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "pod {Pod} does not run: {Why}")]
        public static partial void CannotStart(ILogger log, string pod, string why);
    }
}
