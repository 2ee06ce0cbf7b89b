using ScopeMesh.Hosts.Sources;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.NodeProxy.Local;

/// <summary>
/// Follows a file of local configuration. At the start it must be good; whatever is wrong with it later, the last good one
/// stays in force.
/// </summary>
internal sealed partial class LocalConfigurationFile : FollowedFile
{
    private const int BytesPerChar = 4;

    private readonly LocalConfigurationOptions _options;
    private readonly ILogger _logger;
    private volatile string? _problem;

    /// <summary>Reads the file.</summary>
    /// <param name="options">Which, and how.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where it is told what became of it.</param>
    /// <exception cref="FormatException">It has errors; the message is all of them, a line each.</exception>
    /// <exception cref="UnusableFileException">It cannot be read.</exception>
    public LocalConfigurationFile(LocalConfigurationOptions options, TimeProvider time, ILogger<LocalConfigurationFile> logger)
        : base(options.File, options.PollMilliseconds, time)
    {
        (_options, _logger) = (options, logger);
        var read = NamedFile.Use(options.File, _ => ReadFirst());
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

    protected override void Take()
    {
        var read = Read();
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

    protected override void Report(string problem) => Report(problem, []);

    private LocalConfigurationRead ReadFirst()
    {
        Begin();
        return Read();
    }

    private LocalConfigurationRead Read()
    {
        var most = (long)_options.FileLimits.FileChars * BytesPerChar;
        if (new FileInfo(_options.File).Length is var length && length > most)
            throw new IOException($"it has {length} bytes, and {most} are allowed");
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
