using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Up;

/// <summary>Runs the pods of one cluster, and follows the mesh: what is new starts, what is gone stops, the rest stays.</summary>
internal sealed partial class PodRuntime(UnderlayNetwork network, ILogger<PodRuntime> log) : IAsyncDisposable
{
    private readonly Dictionary<string, (Pod Pod, PodServer? Server)> _running = [];
    private readonly Dictionary<string, string> _failed = [];

    /// <summary>Starts what is new among these pods, and starts anew what runs otherwise now.</summary>
    /// <returns>Whether all of them run.</returns>
    public async Task<bool> StartAsync(IReadOnlyCollection<Pod> pods, CancellationToken cancellationToken)
    {
        await StopThoseInTheWayAsync(pods);
        var allRun = true;
        foreach (var pod in pods)
        {
            if (_running.TryGetValue(pod.Workload.Uid, out var running))
            {
                if (IsSame(running.Pod, pod))
                    continue;
                await StopAsync(pod.Workload.Uid);
            }

            allRun &= await StartAsync(pod, cancellationToken);
        }

        return allRun;
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

    /// <summary>A pod whose address another one has now makes room before that one starts.</summary>
    private async Task StopThoseInTheWayAsync(IReadOnlyCollection<Pod> pods)
    {
        var owners = pods
            .SelectMany(pod => pod.Workload.Addresses.Select(address => (address, pod.Workload.Uid)))
            .DistinctBy(pair => pair.address)
            .ToDictionary(pair => pair.address, pair => pair.Uid);
        var inTheWay = _running
            .Where(running => running.Value.Pod.Workload.Addresses.Any(
                address => owners.TryGetValue(address, out var owner) && owner != running.Key))
            .Select(running => running.Key)
            .ToArray();
        foreach (var uid in inTheWay)
            await StopAsync(uid);
    }

    private async Task<bool> StartAsync(Pod pod, CancellationToken cancellationToken)
    {
        try
        {
            _running[pod.Workload.Uid] = (pod, await PodServer.StartAsync(pod, network, cancellationToken));
            _failed.Remove(pod.Workload.Uid);
            return true;
        }
        catch (ListenException error)
        {
            // The pod is tried again, and said once for each reason; the others run.
            if (_failed.GetValueOrDefault(pod.Workload.Uid) != error.Message)
                Log.CannotStart(log, pod.Workload.Display, error.Message);
            _failed[pod.Workload.Uid] = error.Message;
            return false;
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
