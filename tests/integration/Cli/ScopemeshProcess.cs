using System.Diagnostics;
using System.Text;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary>The executable, run as users run it.</summary>
internal sealed class ScopemeshProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ScopemeshProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "scopemesh");

    /// <summary>How much memory it takes, in MiB.</summary>
    public long WorkingSetMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 >> 20;
        }
    }

    /// <summary>Starts it in a folder of its own.</summary>
    public static ScopemeshProcess Start(string folder, params string[] arguments) =>
        Start(new ProcessStartInfo(Executable, arguments), folder);

    /// <summary>Starts it in a folder of its own, with some variables of the environment.</summary>
    public static ScopemeshProcess StartWith(IEnumerable<(string Name, string Value)> environment, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Start(start, folder);
    }

    /// <summary>Starts it in a network namespace.</summary>
    public static ScopemeshProcess StartIn(string netns, string folder, params string[] arguments) =>
        Start(new ProcessStartInfo("ip", ["netns", "exec", netns, Executable, .. arguments]), folder);

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, params string[] arguments)
    {
        await using var process = Start(folder, arguments);
        using var late = new CancellationTokenSource(Patience);
        await process._process.WaitForExitAsync(late.Token);
        return (process._process.ExitCode, process.Output, process.Errors);
    }

    /// <summary>Runs it to its end with a text as standard input, and gives what it wrote to the byte.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string folder, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "scopemesh"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(late.Token), process.StandardError.ReadToEndAsync(late.Token));
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        await process.WaitForExitAsync(late.Token);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>Waits until something stands in its output or errors.</summary>
    public Task ShowsAsync(string text) => Up.RunningMesh.Until(
        () => Task.FromResult(Output.Contains(text) || Errors.Contains(text) || _process.HasExited), $"`{text}` in {Output}{Errors}");

    /// <summary>Ends it as Ctrl-C does, and gives its exit code.</summary>
    public async Task<int> InterruptAsync()
    {
        await SignalAsync("INT");
        return await EndedAsync();
    }

    /// <summary>Sends it a signal.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static ScopemeshProcess Start(ProcessStartInfo start, string folder)
    {
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new ScopemeshProcess(Process.Start(start)!);
    }

    private static void Append(StringBuilder text, string? line)
    {
        lock (text)
            text.AppendLine(line);
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
