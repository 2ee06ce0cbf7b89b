using ScopeMesh.Hosts.Sources;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// Follows a file of revocation lists. Whatever is wrong with it, the last good lists stay in force, and at the start
/// none. It is looked at rather than watched, through links, since Kubernetes swaps the link of a folder above it.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="watch">Where lists are put in force.</param>
/// <param name="limits">How large it may be, and how often it is looked at.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told what became of it.</param>
internal sealed partial class RevocationFile(
    string path, RevocationWatch watch, CertificateLimits limits, TimeProvider time, ILogger logger) : BackgroundService
{
    private string? _inForce;
    private string? _seen;
    private string? _problem;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Nobody is to be let in first and asked later.
        Look();
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Reads the file if it is another one than before, and two looks have seen the same: one that is being written waits.</summary>
    public void Look()
    {
        try
        {
            var fingerprint = FileFingerprint.Of(path);
            var isSettled = fingerprint == _seen;
            _seen = fingerprint;
            if (fingerprint == _inForce || !isSettled)
                return;
            Take(Read());
            _inForce = fingerprint;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It may come back as it was, and is then read again.
            _inForce = null;
            Report(File.Exists(path) ? e.Message : "there is no such file");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(limits.RevocationPollMilliseconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Take(byte[] bytes)
    {
        if (RevocationList.Read(bytes, out var problem) is not { } list)
        {
            Report(problem!);
            return;
        }
        _problem = null;
        var ended = watch.Publish(list);
        Log.InForce(logger, path, list.Lists, list.Count, ended);
        foreach (var overdue in list.Overdue(time.GetUtcNow()))
            Log.Overdue(logger, overdue);
    }

    private byte[] Read()
    {
        using var file = File.OpenRead(path);
        if (file.Length > limits.RevocationBytes)
            throw new IOException($"it has {file.Length} bytes, and {limits.RevocationBytes} are allowed");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Says what is wrong, once for each reason.</summary>
    private void Report(string problem)
    {
        if (_problem == problem)
            return;
        _problem = problem;
        Log.CannotUse(logger, path, problem, watch.Current.Lists);
    }

    private static partial class Log
    {
        [LoggerMessage(
            3231, LogLevel.Information, "revocation lists of `{Path}` are in force: {Lists} lists, {Count} certificates; {Ended} connections ended")]
        public static partial void InForce(ILogger logger, string path, int lists, int count, int ended);

        [LoggerMessage(3232, LogLevel.Warning, "revocation lists of `{Path}` cannot be used, the {Lists} lists of before stay in force: {Why}")]
        public static partial void CannotUse(ILogger logger, string path, string why, int lists);

        [LoggerMessage(3233, LogLevel.Warning, "{Overdue}")]
        public static partial void Overdue(ILogger logger, string overdue);
    }
}
