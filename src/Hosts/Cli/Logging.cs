using System.CommandLine;
using System.Text;
using ScopeMesh.Hosts.Telemetry;
using ScopeMesh.Hosts.Telemetry.Logs;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Logs go to standard error, a line each.</summary>
internal static class Logging
{
    /// <summary>How long the end of the process waits for the last lines.</summary>
    private static readonly TimeSpan LastLines = TimeSpan.FromSeconds(1);

    /// <summary>How much of the lines that were gathered is written at once: some hundred lines of connections.</summary>
    private const int CharactersPerWrite = 64 * 1024;

    public static Option<LogLevel> LevelOption(LogLevel level) => new("--log-level")
    {
        Description = "the least severe lines to log; connections are logged at Information, those that fail at Error",
        DefaultValueFactory = _ => level,
    };

    public static Option<LogFormat> FormatOption() => ChoiceOption.Create(
        "--log-format", "how log lines look; by default what LOG_FORMAT says", FormatOfEnvironment());

    /// <summary>Lines of a level and above.</summary>
    public static Action<ILoggingBuilder> ToStandardError(LogLevel level, LogFormat format = LogFormat.Plain) =>
        ToStandardError(LogFilter.At(level), format);

    /// <summary>Lines that a filter lets through. All hosts that are given the result share the lines and the filter.</summary>
    public static Action<ILoggingBuilder> ToStandardError(LogFilter filter, LogFormat format)
    {
        var levels = new LogLevels(WithoutFrameworks(filter));
        var lines = new Lazy<LogLines>(() => Start(format));
        return builder =>
        {
            builder.SetMinimumLevel(LogLevel.Trace).AddProvider(new LineLoggers(lines.Value, levels, TimeProvider.System));
            builder.Services.AddSingleton(levels).AddSingleton<IMetricSource>(lines.Value);
        };
    }

    /// <summary>Of frameworks only warnings are told; what they say of a host that cannot start, the command says in one line.</summary>
    private static LogFilter WithoutFrameworks(LogFilter filter) => filter with
    {
        Rules =
        [
            .. filter.Rules,
            new LogRule("Microsoft", (LogLevel)Math.Max((int)filter.Level, (int)LogLevel.Warning)),
            new LogRule("Microsoft.Extensions.Hosting", LogLevel.None),
        ],
    };

    private static LogLines Start(LogFormat format)
    {
        var output = new StreamWriter(
            Console.OpenStandardError(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CharactersPerWrite, leaveOpen: true);
        var lines = new LogLines(output, format, TelemetryLimits.Default, TimeProvider.System);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => lines.Flush(LastLines);
        return lines;
    }

    /// <summary>As ztunnel reads it: what is not JSON is plain.</summary>
    private static LogFormat FormatOfEnvironment() =>
        string.Equals(Environment.GetEnvironmentVariable("LOG_FORMAT"), "json", StringComparison.OrdinalIgnoreCase)
            ? LogFormat.Json
            : LogFormat.Plain;
}
