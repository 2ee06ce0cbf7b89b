using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary>A program at a terminal (util-linux's <c>script</c> makes one), and somebody who writes there.</summary>
internal sealed partial class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _shown = new();
    private readonly Task _reading;

    private Terminal(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>What has been shown, colours and moves of the cursor included.</summary>
    public string Shown
    {
        get
        {
            lock (_shown)
                return _shown.ToString();
        }
    }

    /// <summary>The same as somebody reads it: without colours and bells.</summary>
    private string Read => Unread().Replace(Shown, "");

    /// <summary>Starts a command line, as a shell would read it.</summary>
    public static Terminal Start(string folder, string commandLine)
    {
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--echo", "never", "--command", commandLine, "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["TERM"] = "xterm", ["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}" },
        };
        return new Terminal(Process.Start(start)!);
    }

    public async Task WriteAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until something has been shown, with its control characters or as it is read.</summary>
    public async Task ShowsAsync(string text)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!IsShown(text) && !late.IsCancellationRequested)
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        Assert.True(IsShown(text), $"`{text}` is not shown, but {System.Text.Json.JsonSerializer.Serialize(Shown)}");
    }

    private bool IsShown(string text) => Shown.Contains(text) || Read.Contains(text);

    [GeneratedRegex("\u001b\\[[0-9;]*m|\u0007")]
    private static partial Regex Unread();

    /// <summary>Waits for the end, and gives the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        while (await _process.StandardOutput.ReadAsync(buffer) is var count and > 0)
        {
            lock (_shown)
                _shown.Append(buffer, 0, count);
        }
    }
}
