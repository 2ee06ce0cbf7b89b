using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.NodeProxy.Local;

/// <summary>
/// Follows a file of local configuration. At the start it must be good; whatever is wrong with it later, the last good one
/// stays in force. It is looked at rather than watched, through links, as <see cref="Certificates.RevocationFile"/> is.
/// </summary>
internal sealed partial class LocalConfigurationFile : BackgroundService
{
    private const int BytesPerChar = 4;

    private readonly LocalConfigurationOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private string? _inForce;
    private string? _seen;
    private volatile string? _problem;

    /// <summary>Reads the file.</summary>
    /// <param name="options">Which, and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told what became of it.</param>
    /// <exception cref="FormatException">It has errors; the message is all of them, a line each.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public LocalConfigurationFile(LocalConfigurationOptions options, TimeProvider time, ILogger<LocalConfigurationFile> logger)
    {
        (_options, _time, _logger) = (options, time, logger);

        // Before it is read: what changes meanwhile is read again.
        _inForce = _seen = FileFingerprint.Of(options.File);
        var read = Read();
        if (read.HasErrors)
            throw new FormatException(string.Join('\n', read.Diagnostics.Select(finding => finding.ToString()).Prepend($"`{options.File}` has errors")));
        Tables = new SnapshotSource<RouteTable>(read.ToTable(options.Viewpoint));
        Tell(read.Diagnostics);
        Log.InForce(logger, options.File, read.Workloads.Count, read.Services.Count, read.Policies.Count);
    }

    /// <summary>The table in force.</summary>
    public SnapshotSource<RouteTable> Tables { get; }

    /// <summary>What is wrong with the file as it is now; null where it is in force.</summary>
    public string? Problem => _problem;

    /// <summary>Reads the file if it is another one than before, and two looks have seen the same: one that is being written waits.</summary>
    public void Look()
    {
        try
        {
            var fingerprint = FileFingerprint.Of(_options.File);
            var isSettled = fingerprint == _seen;
            _seen = fingerprint;
            if (fingerprint == _inForce || !isSettled)
                return;
            Take(Read());
            _inForce = fingerprint;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It may come back as it was, and is then read again.
            _inForce = null;
            Report(File.Exists(_options.File) ? error.Message : "there is no such file", []);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(_options.PollMilliseconds), _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Take(LocalConfigurationRead read)
    {
        if (read.HasErrors)
        {
            Report($"it has {read.Diagnostics.Count(finding => finding.Severity == Severity.Error)} errors", read.Diagnostics);
            return;
        }

        _problem = null;
        Tell(read.Diagnostics);
        Tables.Publish(read.ToTable(_options.Viewpoint, Tables.Current.Value));
        Log.InForce(_logger, _options.File, read.Workloads.Count, read.Services.Count, read.Policies.Count);
    }

    private LocalConfigurationRead Read()
    {
        var most = (long)_options.FileLimits.FileChars * BytesPerChar;
        if (new FileInfo(_options.File).Length is var length && length > most)
            throw new IOException($"`{_options.File}` has {length} bytes, and {most} are allowed");
        return LocalConfigurationReader.Read(new SourceText(_options.File, File.ReadAllText(_options.File)), _options.FileLimits);
    }

    /// <summary>Says what is wrong: all findings, and once for each reason where there are none.</summary>
    private void Report(string problem, ValueList<Diagnostic> findings)
    {
        if (_problem == problem && findings.IsEmpty)
            return;
        _problem = problem;
        Tell(findings);
        Log.CannotUse(_logger, _options.File, problem);
    }

    private void Tell(ValueList<Diagnostic> findings)
    {
        foreach (var finding in findings)
            Log.Finding(_logger, finding.ToString());
    }

    private static partial class Log
    {
        [LoggerMessage(
            2131, LogLevel.Information, "local configuration `{Path}` is in force: {Workloads} workloads, {Services} services, {Policies} policies")]
        public static partial void InForce(ILogger logger, string path, int workloads, int services, int policies);

        [LoggerMessage(2132, LogLevel.Error, "local configuration `{Path}` cannot be used, what was in force before stays: {Why}")]
        public static partial void CannotUse(ILogger logger, string path, string why);

        [LoggerMessage(2133, LogLevel.Warning, "{Finding}")]
        public static partial void Finding(ILogger logger, string finding);
    }
}
