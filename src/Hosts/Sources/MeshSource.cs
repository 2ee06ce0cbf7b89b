using ScopeMesh.Policy.Compilation;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Hosts.Sources;

/// <summary>
/// A mesh folder as a compiled mesh that follows the files. Whatever is written, there is a mesh: what is wrong is
/// reported, and the last good state stays in force.
/// </summary>
internal sealed partial class MeshSource : BackgroundService
{
    /// <summary>How often the files are looked at, unless something else is asked for.</summary>
    public static readonly TimeSpan DefaultPollInterval = TimeSpan.FromMilliseconds(200);

    private readonly MeshFolder _folder;
    private readonly TimeProvider _time;
    private readonly ILogger<MeshSource> _log;
    private readonly TimeSpan _pollInterval;
    private string _fingerprint;
    private string _seen;
    private string? _failure;

    /// <exception cref="MeshFolderException">There is nothing to begin with.</exception>
    public MeshSource(MeshFolder folder, TimeProvider time, ILogger<MeshSource> log, TimeSpan? pollInterval = null)
    {
        _pollInterval = pollInterval ?? DefaultPollInterval;
        _folder = folder;
        _time = time;
        _log = log;
        _seen = _fingerprint = folder.Fingerprint();
        Compilation = new SnapshotSource<MeshCompilation>(MeshCompiler.Compile(folder.Read()));
    }

    /// <summary>The mesh in force, and what was found in the texts.</summary>
    public SnapshotSource<MeshCompilation> Compilation { get; }

    /// <summary>
    /// Reads and compiles again if a file has changed, once two looks have seen the same: a file that is being written
    /// counts when it is done.
    /// </summary>
    public void Refresh()
    {
        try
        {
            var fingerprint = _folder.Fingerprint();
            var isSettled = fingerprint == _seen;
            _seen = fingerprint;
            if (fingerprint == _fingerprint || !isSettled)
                return;
            var compilation = MeshCompiler.Compile(_folder.Read(), Compilation.Current.Value);
            _fingerprint = fingerprint;
            _failure = null;
            Report(compilation);
            Compilation.Publish(compilation);
        }
        catch (Exception error) when (error is MeshFolderException or IOException or UnauthorizedAccessException)
        {
            if (_failure != error.Message)
                Log.CannotRead(_log, error.Message);
            _failure = error.Message;
        }
        catch (Exception error)
        {
            // Whatever a text makes the compiler do, what is in force stays.
            if (_failure != error.Message)
                Log.CannotCompile(_log, error);
            _failure = error.Message;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Report(Compilation.Current.Value);
        using var timer = new PeriodicTimer(_pollInterval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Refresh();
    }

    private void Report(MeshCompilation compilation)
    {
        foreach (var diagnostic in compilation.Diagnostics)
        {
            switch (diagnostic.Severity)
            {
                case Severity.Error:
                    Log.Error(_log, diagnostic);
                    break;
                case Severity.Warning:
                    Log.Warning(_log, diagnostic);
                    break;
                case Severity.Note or Severity.Hint:
                default:
                    Log.Note(_log, diagnostic);
                    break;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 100, Level = LogLevel.Error, Message = "{Diagnostic}")]
        public static partial void Error(ILogger log, Diagnostic diagnostic);

        [LoggerMessage(EventId = 101, Level = LogLevel.Warning, Message = "{Diagnostic}")]
        public static partial void Warning(ILogger log, Diagnostic diagnostic);

        [LoggerMessage(EventId = 102, Level = LogLevel.Information, Message = "{Diagnostic}")]
        public static partial void Note(ILogger log, Diagnostic diagnostic);

        [LoggerMessage(EventId = 104, Level = LogLevel.Error, Message = "the mesh folder cannot be compiled, its last state stays in force")]
        public static partial void CannotCompile(ILogger log, Exception exception);

        [LoggerMessage(EventId = 103, Level = LogLevel.Error, Message = "the mesh folder cannot be read, its last state stays in force: {Why}")]
        public static partial void CannotRead(ILogger log, string why);
    }
}
