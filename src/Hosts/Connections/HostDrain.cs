using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Connections;

/// <summary>How a host comes to its end.</summary>
internal sealed record DrainOptions
{
    /// <summary>How long open connections may go on after the host was told to stop; then they are cut.</summary>
    public TimeSpan Deadline { get; init; } = DrainDeadline.Default;

    /// <summary>Limits by which tunnels drain as long as the host does.</summary>
    public TunnelLimits Within(TunnelLimits limits) =>
        limits with { DrainTimeoutSeconds = (int)Math.Clamp(Math.Ceiling(Deadline.TotalSeconds), 1, int.MaxValue / 1000) };
}

/// <summary>
/// The end of a host: told to stop, it takes no more connections at once, those that are open may go on until the deadline,
/// and what is left then is cut.
/// </summary>
internal sealed partial class HostDrain : IDisposable
{
    /// <summary>What is said of a connection that was cut; ztunnel's words.</summary>
    public const string CutText = "connection closed due to connection drain";

    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _expired;
    private readonly DrainOptions _options;
    private readonly ILogger _log;
    private int _stage;

    public HostDrain(DrainOptions options, TimeProvider time, ILogger<HostDrain> log)
    {
        (_options, _log) = (options, log);
        _expired = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _expired.Token.UnsafeRegister(_ => Log.Expired(_log, _options.Deadline), null);
    }

    /// <summary>Fires when the host was told to stop.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Fires when the deadline is over.</summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>The host was told to stop; more than once is as once.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _stage, 1) != 0)
            return;
        _expired.CancelAfter(_options.Deadline);
        _begun.Cancel();
        // Whoever reads this can count on it that nothing more is taken.
        Log.Begun(_log, _options.Deadline);
    }

    public void Dispose()
    {
        _expired.Dispose();
        _begun.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(2321, LogLevel.Information, "stopping: open connections have {Deadline} to end")]
        public static partial void Begun(ILogger log, TimeSpan deadline);

        [LoggerMessage(2322, LogLevel.Warning, "connections that are still open after {Deadline} are cut")]
        public static partial void Expired(ILogger log, TimeSpan deadline);
    }
}

/// <summary>How a host is told to stop from within, and whether that was so: then it has not failed.</summary>
internal sealed class StopRequest(IHostApplicationLifetime lifetime)
{
    private volatile bool _isMade;

    /// <summary>Whether somebody asked the host to stop.</summary>
    public bool IsMade => _isMade;

    /// <summary>Asks the host to stop; does not wait for it.</summary>
    public void Make()
    {
        _isMade = true;
        lifetime.StopApplication();
    }
}

/// <summary>Begins the drain before anything of the host is stopped.</summary>
internal sealed class DrainAtStop(HostDrain drain, IHostApplicationLifetime lifetime) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(drain.Begin);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
