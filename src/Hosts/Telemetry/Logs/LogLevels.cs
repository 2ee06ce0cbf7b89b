namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>The filter in force, which may be changed while the process runs.</summary>
/// <param name="initial">The one at the start, to which a reset goes back.</param>
internal sealed class LogLevels(LogFilter initial)
{
    private readonly LogFilter _initial = initial;
    private LogFilter _current = initial;

    /// <summary>The filter in force.</summary>
    public LogFilter Current => Volatile.Read(ref _current);

    /// <summary>Changes the filter, as a whole or not at all.</summary>
    /// <param name="reset">Whether to begin with the one at the start.</param>
    /// <param name="change">The change; empty for none.</param>
    /// <returns>Why not, or null.</returns>
    public string? Change(bool reset, string change)
    {
        while (true)
        {
            var before = Current;
            var (after, error) = change.Length == 0
                ? (reset ? _initial : before, null)
                : (reset ? _initial : before).With(change);
            if (after is null)
                return error;
            if (Interlocked.CompareExchange(ref _current, after, before) == before)
                return null;
        }
    }
}
