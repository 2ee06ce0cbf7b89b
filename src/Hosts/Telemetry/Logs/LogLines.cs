using System.Runtime.InteropServices;
using System.Text;

namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>
/// Lines on their way to where they are written. Who logs never waits: a thread writes, and while as many lines wait as may,
/// further ones are dropped and counted, and a line says so when there is room again. Safe for use by several threads.
/// </summary>
/// <remarks>
/// To wake the thread costs more than to serve many a connection. Lines of connections come in crowds, and are no worse for being
/// written a little later: the first of them wakes it, and it waits for others, while all other lines are written at once.
/// </remarks>
internal sealed class LogLines : IMetricSource
{
    /// <summary>How long a line of a connection waits for others.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(20);

    // What the lists and flags are guarded by and waited on at once, which no Lock can be.
    private readonly object _gate = new();
    private readonly TextWriter _output;
    private readonly LogFormat _format;
    private readonly int _limit;
    private readonly TimeProvider _time;
    private List<LogLine> _waiting = [];
    private List<LogLine> _taken = [];
    private bool _isAsleep;
    private bool _isUrgent;
    private long _accepted;
    private long _written;
    private long _dropped;

    /// <summary>Begins to write.</summary>
    /// <param name="output">Where; one that fails loses what is written to it, and that counts as dropped.</param>
    /// <param name="format">How lines look.</param>
    /// <param name="limits">How many lines wait.</param>
    /// <param name="time">The clock.</param>
    public LogLines(TextWriter output, LogFormat format, TelemetryLimits limits, TimeProvider time)
    {
        (_output, _format, _limit, _time) = (output, format, limits.LogLines, time);
        new Thread(Run) { IsBackground = true, Name = "log" }.Start();
    }

    /// <summary>How many lines were dropped.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes a line, or drops it. Does not wait.</summary>
    public void Add(in LogLine line)
    {
        lock (_gate)
        {
            if (_waiting.Count >= _limit)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            _waiting.Add(line);
            Interlocked.Increment(ref _accepted);
            Wake(isUrgent: line.Line is null || _waiting.Count == _limit / 2);
        }
    }

    /// <summary>Waits until all that was taken before is written, or the time is over.</summary>
    public void Flush(TimeSpan most)
    {
        var accepted = Interlocked.Read(ref _accepted);
        lock (_gate)
            Wake(isUrgent: true);
        SpinWait.SpinUntil(() => Interlocked.Read(ref _written) >= accepted, most);
    }

    public void Write(MetricsText text)
    {
        if (Dropped is > 0 and var dropped)
            text.Counter("scopemesh_log_lines_dropped_total", "Log lines that nobody took in time.", dropped);
    }

    private void Run()
    {
        var text = new StringBuilder();
        var told = 0L;
        while (true)
        {
            var lines = Take();
            foreach (ref readonly var line in CollectionsMarshal.AsSpan(lines))
                LogLineFormat.Append(text, line, _format);
            if (Dropped is var dropped && dropped > told)
            {
                LogLineFormat.Append(text, Lost(dropped - told), _format);
                told = dropped;
            }

            if (!TryWrite(text))
                Interlocked.Add(ref _dropped, lines.Count);
            text.Clear();
            Interlocked.Add(ref _written, lines.Count);
        }
    }

    /// <summary>Within the gate: a thread that sleeps is woken, and one that waits for more if it is not to.</summary>
    private void Wake(bool isUrgent)
    {
        if (!_isAsleep && (_isUrgent || !isUrgent))
            return;
        (_isAsleep, _isUrgent) = (false, _isUrgent || isUrgent);
        Monitor.Pulse(_gate);
    }

    /// <summary>All that wait; waits for some, and a little for more. The list is good until the next call.</summary>
    private List<LogLine> Take()
    {
        _taken.Clear();
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                _isAsleep = true;
                Monitor.Wait(_gate);
            }

            _isAsleep = false;
            if (!_isUrgent)
                Monitor.Wait(_gate, Linger);
            _isUrgent = false;
            (_waiting, _taken) = (_taken, _waiting);
            return _taken;
        }
    }

    private LogLine Lost(long count) => new(
        _time.GetUtcNow(), LogLevel.Warning, "log", $"{count} lines were dropped, since more came than could be written", null);

    private bool TryWrite(StringBuilder text)
    {
        try
        {
            foreach (var part in text.GetChunks())
                _output.Write(part.Span);
            _output.Flush();
            return true;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // Nobody reads any more, and there is nobody to tell.
            return false;
        }
    }
}
