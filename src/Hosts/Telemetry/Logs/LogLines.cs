using System.Text;

namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>
/// Lines on their way to where they are written. Who logs never waits: a thread writes, and while as many lines wait as may,
/// further ones are dropped and counted, and a line says so when there is room again. Safe for use by several threads.
/// </summary>
internal sealed class LogLines : IMetricSource
{
    // What is guarded by it and waited on at once, which no Lock can be.
    private readonly Queue<LogLine> _waiting = new();
    private readonly TextWriter _output;
    private readonly LogFormat _format;
    private readonly int _limit;
    private readonly TimeProvider _time;
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
        lock (_waiting)
        {
            if (_waiting.Count >= _limit)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            _waiting.Enqueue(line);
            Interlocked.Increment(ref _accepted);

            // The thread takes all that wait at once, so that only the first of them wakes it.
            if (_waiting.Count == 1)
                Monitor.Pulse(_waiting);
        }
    }

    /// <summary>Waits until all that was taken before is written, or the time is over.</summary>
    public void Flush(TimeSpan most)
    {
        var accepted = Interlocked.Read(ref _accepted);
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
            foreach (var line in lines)
                LogLineFormat.Append(text, line, _format);
            if (Dropped is var dropped && dropped > told)
            {
                LogLineFormat.Append(text, Lost(dropped - told), _format);
                told = dropped;
            }

            if (!TryWrite(text))
                Interlocked.Add(ref _dropped, lines.Length);
            text.Clear();
            Interlocked.Add(ref _written, lines.Length);
        }
    }

    /// <summary>All that wait; waits for some.</summary>
    private LogLine[] Take()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0)
                Monitor.Wait(_waiting);
            LogLine[] lines = [.. _waiting];
            _waiting.Clear();
            return lines;
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
