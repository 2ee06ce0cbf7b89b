using System.CommandLine;
using Microsoft.Extensions.Logging.Console;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Logs go to standard error, a line each.</summary>
internal static class Logging
{
    /// <summary>The category of the line that every connection has.</summary>
    private const string Access = "access";

    public static Option<LogLevel> LevelOption(LogLevel level) => new("--log-level")
    {
        Description = "the least severe lines to log; connections are logged at Information, those that fail at Error",
        DefaultValueFactory = _ => level,
    };

    public static Action<ILoggingBuilder> ToStandardError(LogLevel level) => builder => builder
        .SetMinimumLevel(level)
        .AddFilter("Microsoft", LogLevel.Warning)

        // What it says of a host that cannot start, the command says in one line.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddFilter(Access, level)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            console.UseUtcTimestamp = true;
        })
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
}
