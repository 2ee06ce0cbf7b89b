using Microsoft.Extensions.Logging;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Tests.Unit.Hosts.Telemetry.Logs;

/// <summary>Who logs never waits, whatever becomes of the lines.</summary>
public sealed class LogLinesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Lines_are_written_in_their_order()
    {
        var output = new GatedWriter(isOpen: true);
        var lines = New(output, 1000);
        for (var number = 0; number < 100; number++)
            lines.Add(Line($"line {number}"));
        lines.Flush(Patience);
        var messages = output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[3]);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"line {number}"), messages);
    }

    [Fact]
    public void A_line_of_a_connection_waits_for_others_and_is_written_though_none_come()
    {
        var output = new GatedWriter(isOpen: true);
        var lines = New(output, 1000);
        lines.Add(Line("first") with { Message = null, Line = new Connection() });
        Assert.True(SpinWait.SpinUntil(() => output.Text.Contains("\tconnection complete\tbytes_sent=1\n", StringComparison.Ordinal), Patience));
    }

    [Fact]
    public void Nobody_who_flushes_waits_for_lines_that_may_come()
    {
        var output = new GatedWriter(isOpen: true);
        var lines = New(output, 10_000);
        for (var number = 0; number < 100; number++)
        {
            lines.Add(Line("") with { Message = null, Line = new Connection() });
            lines.Flush(Patience);
            Assert.Equal(number + 1, output.Text.Count(character => character == '\n'));
        }
    }

    [Fact]
    public void Lines_of_several_threads_stay_whole()
    {
        const int threads = 8, each = 100;
        var output = new GatedWriter(isOpen: true);
        var lines = New(output, threads * each);
        Parallel.For(0, threads, thread =>
        {
            for (var number = 0; number < each; number++)
                lines.Add(Line($"line {thread} {number}"));
        });
        lines.Flush(Patience);
        var messages = output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[3]);
        var expected = from thread in Enumerable.Range(0, threads) from number in Enumerable.Range(0, each) select $"line {thread} {number}";
        Assert.Equal(expected.Order(), messages.Order());
    }

    [Fact]
    public void What_comes_while_so_many_wait_is_dropped_counted_and_told_of_and_nobody_waits()
    {
        const int limit = 10;
        var output = new GatedWriter(isOpen: false);
        var lines = New(output, limit);
        lines.Add(Line("first"));
        Assert.True(output.IsHeld.Wait(Patience, TestContext.Current.CancellationToken));

        // Nobody takes what is written: these must come back all the same.
        for (var number = 0; number < limit + 5; number++)
            lines.Add(Line($"line {number}"));
        Assert.Equal(5, lines.Dropped);
        output.Open();
        lines.Flush(Patience);
        Assert.Contains($"line {limit - 1}\n", output.Text);
        Assert.DoesNotContain($"line {limit}\n", output.Text);
        Assert.Contains("\twarn\tlog\t5 lines were dropped, since more came than could be written\n", output.Text);

        lines.Add(Line("after"));
        lines.Flush(Patience);
        Assert.Contains("after\n", output.Text);
        var text = new MetricsText();
        lines.Write(text);
        Assert.Contains("scopemesh_log_lines_dropped_total 5\n", text.ToString());
    }

    [Fact]
    public void Lines_that_nobody_can_take_are_dropped_too()
    {
        var lines = New(new BrokenWriter(), 10);
        lines.Add(Line("lost"));
        lines.Flush(Patience);
        Assert.Equal(1, lines.Dropped);
    }

    [Fact]
    public void A_filter_that_changes_counts_from_the_next_line_on()
    {
        var output = new GatedWriter(isOpen: true);
        var lines = New(output, 10);
        var levels = new LogLevels(LogFilter.At(LogLevel.Information));
        using var loggers = new LineLoggers(lines, levels, TimeProvider.System);
        var log = loggers.CreateLogger("access");
        Assert.False(log.IsEnabled(LogLevel.Debug));
        Assert.Null(levels.Change(reset: false, "access=debug"));
        Assert.True(log.IsEnabled(LogLevel.Debug));
        Assert.False(loggers.CreateLogger("accessory").IsEnabled(LogLevel.Debug));
        log.Log(LogLevel.Debug, default, "seen", null, (state, _) => state);
        Assert.Null(levels.Change(reset: true, ""));
        log.Log(LogLevel.Debug, default, "unseen", null, (state, _) => state);
        lines.Flush(Patience);
        Assert.Contains("\tdebug\taccess\tseen\n", output.Text);
        Assert.DoesNotContain("unseen", output.Text);
    }

    private static LogLines New(TextWriter output, int limit) =>
        new(output, LogFormat.Plain, TelemetryLimits.Default with { LogLines = limit }, TimeProvider.System);

    private static LogLine Line(string message) => new(DateTimeOffset.UnixEpoch, LogLevel.Information, "test", message, null);

    /// <summary>A writer whose reader takes nothing until it is opened.</summary>
    private sealed class GatedWriter : StringWriter
    {
        private readonly ManualResetEventSlim _gate;

        public GatedWriter(bool isOpen) => _gate = new ManualResetEventSlim(isOpen);

        public ManualResetEventSlim IsHeld { get; } = new();

        public string Text
        {
            get
            {
                lock (_gate)
                    return ToString();
            }
        }

        public void Open() => _gate.Set();

        public override void Write(ReadOnlySpan<char> buffer)
        {
            IsHeld.Set();
            _gate.Wait();
            lock (_gate)
                base.Write(buffer);
        }
    }

    private sealed class Connection : IFieldedLine
    {
        public string Message => "connection complete";

        public void Tell(ILogFields fields) => fields.Number("bytes_sent", 1);
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void Write(ReadOnlySpan<char> buffer) => throw new IOException("nobody reads");
    }
}
