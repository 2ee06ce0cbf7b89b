namespace ScopeMesh.Hosts.Telemetry.Logs;

/// <summary>Loggers whose lines go where all go, by the filter in force.</summary>
[ProviderAlias("Lines")]
internal sealed class LineLoggers(LogLines lines, LogLevels levels, TimeProvider time) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, lines, levels, time);

    public void Dispose()
    {
        // The lines belong to the process.
    }

    /// <summary>What a filter says of one category.</summary>
    private sealed record Known(LogFilter Filter, LogLevel Level)
    {
        public static Known Of(LogFilter filter, string category) => new(filter, filter.LevelOf(category));
    }

    private sealed class LineLogger(string category, LogLines lines, LogLevels levels, TimeProvider time) : ILogger
    {
        private volatile Known _known = Known.Of(levels.Current, category);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel)
        {
            var known = _known;
            if (!ReferenceEquals(known.Filter, levels.Current))
                _known = known = Known.Of(levels.Current, category);
            return logLevel != LogLevel.None && logLevel >= known.Level;
        }

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            if (state is IFieldedLine fielded && exception is null)
            {
                lines.Add(new LogLine(time.GetUtcNow(), logLevel, category, null, fielded));
                return;
            }

            var message = formatter(state, exception);
            lines.Add(new LogLine(time.GetUtcNow(), logLevel, category, exception is null ? message : $"{message}: {exception}", null));
        }
    }
}
