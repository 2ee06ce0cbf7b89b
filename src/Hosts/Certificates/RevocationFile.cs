using ScopeMesh.Hosts.Sources;
using ScopeMesh.Tunnel.Tls.Revocation;

namespace ScopeMesh.Hosts.Certificates;

/// <summary>
/// Follows a file of revocation lists. Whatever is wrong with it, the last good lists stay in force, and at the start none.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="watch">Where lists are put in force.</param>
/// <param name="limits">How large it may be, and how often it is looked at.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where it is told what became of it.</param>
internal sealed partial class RevocationFile(
    string path, RevocationWatch watch, CertificateLimits limits, TimeProvider time, ILogger logger)
    : FollowedFile(path, limits.RevocationPollMilliseconds, time)
{
    private string? _problem;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Nobody is to be let in first and asked later.
        Look();
        Look();
        return base.StartAsync(cancellationToken);
    }

    protected override void Take()
    {
        if (RevocationList.Read(Read(), out var problem) is not { } list)
        {
            Report(problem!);
            return;
        }
        _problem = null;
        var ended = watch.Publish(list);
        Log.InForce(logger, FilePath, list.Lists, list.Count, ended);
        foreach (var overdue in list.Overdue(Time.GetUtcNow()))
            Log.Overdue(logger, overdue);
    }

    /// <summary>Says what is wrong, once for each reason.</summary>
    protected override void Report(string problem)
    {
        if (_problem == problem)
            return;
        _problem = problem;
        Log.CannotUse(logger, FilePath, problem, watch.Current.Lists);
    }

    private byte[] Read()
    {
        using var file = File.OpenRead(FilePath);
        if (file.Length > limits.RevocationBytes)
            throw new IOException($"it has {file.Length} bytes, and {limits.RevocationBytes} are allowed");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
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
