using System.Threading.Channels;
using ScopeMesh.Hosts.Namespaces;

namespace ScopeMesh.Hosts.NodeProxy.Zds;

/// <summary>
/// Serves the pods that the node agent names: gives the <see cref="PodsReducer"/> what happens, and carries out what it
/// commands. All state is touched by one task; proxies are started and ended beside it.
/// </summary>
/// <param name="options">Where the agent is.</param>
/// <param name="proxies">Makes what serves a pod.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told what becomes of pods.</param>
internal sealed partial class PodAgent(PodAgentOptions options, IPodProxies proxies, TimeProvider time, ILogger<PodAgent> log)
    : BackgroundService, IPodRequests
{
    /// <summary>What readiness calls all this, as ztunnel does.</summary>
    private const string Readiness = "workload proxy manager";

    // As many wait as there are proxies, and one each of the connection, of the timer and of stopping.
    private readonly Channel<Happening> _happenings = Channel.CreateUnbounded<Happening>(new() { SingleReader = true });
    private readonly Dictionary<ProxyId, ProxyRun> _runs = [];
    private readonly HeldNamespaces _namespaces = new();
    private readonly ZdsLimits _limits = options.Limits;
    private TaskCompletionSource<PodCommand.Answer>? _answer;
    private PodsState _state = PodsState.Empty;

    /// <summary>The pods, and how far they are; a snapshot, from any thread.</summary>
    public PodsState State => Volatile.Read(ref _state);

    /// <summary>What is not there yet that the node proxy needs to be ready.</summary>
    public IReadOnlyCollection<string> Pending => State.IsReady ? [] : [Readiness];

    void IPodRequests.Tell(PodEvent happened) => Tell(happened);

    async ValueTask<PodCommand.Answer> IPodRequests.AskAsync(
        PodEvent.Request request, NetworkNamespace? within, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<PodCommand.Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _happenings.Writer.TryWrite(new Happening(request, within, answer));
        return await answer.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _namespaces.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var starts = new SemaphoreSlim(_limits.StartsAtATime);
        var link = new AgentLink(options, this, time, log).RunAsync(stoppingToken);
        await using var stopping = stoppingToken.UnsafeRegister(static agent => ((PodAgent)agent!).Tell(new PodEvent.Stopping()), this);
        while (!State.IsStopped)
        {
            var happening = await _happenings.Reader.ReadAsync(CancellationToken.None);
            if (happening.Within is { } within)
                _namespaces.Take(((PodEvent.Added)happening.Event).Pod.Uid, within);
            _answer = happening.Answer ?? _answer;
            var (next, commands) = PodsReducer.Next(State, happening.Event, _limits);
            Volatile.Write(ref _state, next);
            Tidy(happening.Event);
            foreach (var command in commands)
                CarryOut(command, starts, stoppingToken);
            _namespaces.KeepOnly(
                next.Pods.Values.Select(pod => new HeldNamespace(pod.Info.Uid, pod.Namespace)).Concat(_runs.Values.Select(run => run.Held)));
        }

        await link;
    }

    private void Tell(PodEvent happened) => _happenings.Writer.TryWrite(new Happening(happened, null, null));

    private void CarryOut(PodCommand command, SemaphoreSlim starts, CancellationToken stopping)
    {
        switch (command)
        {
            case PodCommand.Start start:
                var run = new ProxyRun(start.Pod, new HeldNamespace(start.Pod.Uid, start.Namespace));
                _runs.Add(start.Proxy, run);
                var within = _namespaces[run.Held];
                _ = Task.Run(() => StartAsync(start.Proxy, run, within, starts), CancellationToken.None);
                break;
            case PodCommand.GiveUp giveUp:
                _runs[giveUp.Proxy].Unwanted.Cancel();
                break;
            case PodCommand.End end:
                _ = EndAsync(end.Proxy, _runs[end.Proxy], end.How);
                break;
            case PodCommand.RetryLater:
                _ = RetryLaterAsync(stopping);
                break;
            case PodCommand.Answer answer:
                _answer?.TrySetResult(answer);
                break;
        }
    }

    private async Task StartAsync(ProxyId id, ProxyRun run, NetworkNamespace within, SemaphoreSlim starts)
    {
        PodEvent outcome = new PodEvent.Started(id);
        try
        {
            await starts.WaitAsync(run.Unwanted.Token);
            try
            {
                run.Proxy = await StartAsync(run, within);
            }
            finally
            {
                starts.Release();
            }

            Log.Serves(log, run.Pod.Display, run.Pod.Uid, within.Display);
        }
        catch (Exception) when (run.Unwanted.IsCancellationRequested)
        {
            outcome = new PodEvent.Failed(id, "the pod is no longer to be served in this namespace");
        }
        catch (Exception e)
        {
            // Whatever it is, this pod is not served, others are, and it is tried again.
            Log.CannotServe(log, run.Pod.Display, run.Pod.Uid, e.Message);
            outcome = new PodEvent.Failed(id, e.Message);
        }

        Tell(outcome);
    }

    private async Task<IPodProxy> StartAsync(ProxyRun run, NetworkNamespace within)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(_limits.StartTimeoutMilliseconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, run.Unwanted.Token);
        try
        {
            return await proxies.StartAsync(run.Pod, within, either.Token);
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException($"the pod could not be served within {_limits.StartTimeoutMilliseconds} ms", e);
        }
    }

    private async Task EndAsync(ProxyId id, ProxyRun run, PodProxyEnd how)
    {
        try
        {
            await run.Proxy!.EndAsync(how);
            Log.Ended(log, run.Pod.Display, run.Pod.Uid);
        }
        catch (Exception e)
        {
            Log.EndedBadly(log, run.Pod.Display, run.Pod.Uid, e);
        }

        Tell(new PodEvent.Ended(id));
    }

    private async Task RetryLaterAsync(CancellationToken stopping)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(_limits.RetryMilliseconds), time, stopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Tell(new PodEvent.RetryDue());
    }

    /// <summary>Forgets a proxy that is over.</summary>
    private void Tidy(PodEvent happened)
    {
        if (happened is PodEvent.Failed failed && _runs.Remove(failed.Proxy, out var run))
            run.Unwanted.Dispose();
        if (happened is PodEvent.Ended ended && _runs.Remove(ended.Proxy, out run))
            run.Unwanted.Dispose();
    }

    /// <summary>What has happened, and where it is a request, what came with it and who waits for the answer.</summary>
    private readonly record struct Happening(PodEvent Event, NetworkNamespace? Within, TaskCompletionSource<PodCommand.Answer>? Answer);

    /// <summary>One start of a proxy, and the proxy.</summary>
    private sealed class ProxyRun(PodInfo pod, HeldNamespace held)
    {
        public PodInfo Pod => pod;

        /// <summary>The namespace that it needs until it is over.</summary>
        public HeldNamespace Held => held;

        public CancellationTokenSource Unwanted { get; } = new();

        /// <summary>What came of it, once it was started.</summary>
        public IPodProxy? Proxy { get; set; }
    }

    private static partial class Log
    {
        [LoggerMessage(2411, LogLevel.Information, "pod {Pod} ({Uid}) is served in the network namespace {Namespace}")]
        public static partial void Serves(ILogger log, string pod, string uid, string @namespace);

        [LoggerMessage(2412, LogLevel.Error, "pod {Pod} ({Uid}) is not served: {Why}")]
        public static partial void CannotServe(ILogger log, string pod, string uid, string why);

        [LoggerMessage(2413, LogLevel.Information, "pod {Pod} ({Uid}) is no longer served")]
        public static partial void Ended(ILogger log, string pod, string uid);

        [LoggerMessage(2414, LogLevel.Error, "what served pod {Pod} ({Uid}) ended badly")]
        public static partial void EndedBadly(ILogger log, string pod, string uid, Exception error);
    }
}
