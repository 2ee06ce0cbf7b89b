using System.Collections.Concurrent;
using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Hosts.NodeProxy.Zds;

namespace ScopeMesh.Tests.Unit.Hosts.NodeProxy.Zds;

/// <summary>A fake: proxies that listen nowhere, and start and end as a test says.</summary>
internal sealed class FakePodProxies : IPodProxies
{
    private int _starting;

    /// <summary>What comes of a start; nothing said, it succeeds.</summary>
    public Func<PodInfo, CancellationToken, Task> OnStart { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What ending a proxy takes.</summary>
    public Func<PodInfo, Task> OnEnd { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The namespaces in which starts were tried, by pod.</summary>
    public ConcurrentQueue<(string Uid, NetworkNamespace Within)> Starts { get; } = new();

    /// <summary>How proxies were ended, by pod.</summary>
    public ConcurrentQueue<(string Uid, PodProxyEnd How)> Ends { get; } = new();

    /// <summary>How many starts were under way at a time at most.</summary>
    public int MostAtATime { get; private set; }

    public async ValueTask<IPodProxy> StartAsync(PodInfo pod, NetworkNamespace within, CancellationToken cancellationToken)
    {
        Starts.Enqueue((pod.Uid, within));
        lock (Starts)
            MostAtATime = Math.Max(MostAtATime, ++_starting);
        try
        {
            await OnStart(pod, cancellationToken);
            return new FakePodProxy(this, pod);
        }
        finally
        {
            lock (Starts)
                _starting--;
        }
    }

    private sealed class FakePodProxy(FakePodProxies all, PodInfo pod) : IPodProxy
    {
        public Task EndAsync(PodProxyEnd how)
        {
            all.Ends.Enqueue((pod.Uid, how));
            return all.OnEnd(pod);
        }
    }
}
