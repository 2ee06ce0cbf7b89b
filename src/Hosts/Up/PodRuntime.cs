using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Hosts.Up;

/// <summary>Runs the pods of one cluster, and follows the mesh: what is new starts, what is gone stops, the rest stays.</summary>
internal sealed partial class PodRuntime(UnderlayNetwork network, ILogger<PodRuntime> log) : IAsyncDisposable
{
    private readonly Dictionary<string, (Pod Pod, PodServer? Server)> _running = [];

    /// <summary>Runs just these pods. Not to be called again before it is done.</summary>
    public async Task RunAsync(IEnumerable<Pod> pods, CancellationToken cancellationToken)
    {
        var wanted = pods.ToDictionary(pod => pod.Workload.Uid);
        foreach (var (uid, (pod, server)) in _running.ToArray())
        {
            if (wanted.TryGetValue(uid, out var same) && IsSame(pod, same))
                continue;
            _running.Remove(uid);
            if (server is not null)
                await server.DisposeAsync();
        }

        foreach (var pod in wanted.Values.Where(pod => !_running.ContainsKey(pod.Workload.Uid)))
            await StartAsync(pod, cancellationToken);
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

    /// <summary>Whether a pod goes on as it is: what is told of it by Services or policies does not restart it.</summary>
    private static bool IsSame(Pod left, Pod right) =>
        left.Labels.Equals(right.Labels) && left.Ports == right.Ports && left.Workload.Addresses == right.Workload.Addresses;

    private static partial class Log
    {
        [LoggerMessage(EventId = 200, Level = LogLevel.Error, Message = "pod {Pod} does not run: {Why}")]
        public static partial void CannotStart(ILogger log, string pod, string why);
    }
}
