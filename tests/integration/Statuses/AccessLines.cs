using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Statuses;

/// <summary>The lines that a host has logged.</summary>
internal sealed class AccessLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>All lines so far.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>Waits for a line that has some text.</summary>
    public Task ShowsAsync(string text) => RunningMesh.Until(
        () => Task.FromResult(_lines.Any(line => line.Contains(text, StringComparison.Ordinal))), $"`{text}` in\n{Text}");

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception));

    public void Dispose()
    {
    }
}
