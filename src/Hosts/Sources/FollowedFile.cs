using System.Globalization;

namespace ScopeMesh.Hosts.Sources;

/// <summary>
/// Follows a file. It is looked at rather than watched, through links, since Kubernetes swaps the link of a folder above it.
/// Whatever is wrong with it, what was in force before stays.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="pollMilliseconds">How often it is looked at.</param>
/// <param name="time">The clock.</param>
internal abstract class FollowedFile(string path, int pollMilliseconds, TimeProvider time) : BackgroundService
{
    private string? _inForce;
    private string? _seen;

    /// <summary>The file.</summary>
    protected string FilePath => path;

    /// <summary>The clock.</summary>
    protected TimeProvider Time => time;

    /// <summary>Reads the file if it is another one than before, and two looks have seen the same: one that is being written waits.</summary>
    public void Look()
    {
        try
        {
            var fingerprint = Fingerprint();
            var isSettled = fingerprint == _seen;
            _seen = fingerprint;
            if (fingerprint == _inForce || !isSettled)
                return;
            Take();
            _inForce = fingerprint;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It may come back as it was, and is then read again.
            _inForce = null;
            Report(NamedFile.WhyNot(path, error));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(pollMilliseconds), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    /// <summary>Takes the file as it is now for one that is about to be read: what changes meanwhile is read again.</summary>
    /// <exception cref="IOException">There is no such file, or it cannot be looked at.</exception>
    protected void Begin() => _inForce = _seen = Fingerprint();

    /// <summary>Reads the file, and puts in force what it holds if that is good.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    protected abstract void Take();

    /// <summary>Says why the file cannot be read.</summary>
    protected abstract void Report(string problem);

    /// <summary>A text that is another one when the file is.</summary>
    private string Fingerprint()
    {
        var target = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        return string.Create(CultureInfo.InvariantCulture, $"{target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}");
    }
}
