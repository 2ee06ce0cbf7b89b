using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ScopeMesh.Tests.Integration.Editors;

/// <summary>The client of tests/interop/lsp, which runs the executable as editors do and speaks to it with Microsoft's library.</summary>
internal sealed class LanguageClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;

    private LanguageClient(Process process) => _process = process;

    public static LanguageClient Start(params string[] arguments) => new(InteropScript.Start(
        "client.mjs", [Path.Combine(AppContext.BaseDirectory, "scopemesh"), "scope", "lsp", .. arguments]));

    /// <summary>Sends a request, and gives its result.</summary>
    public async Task<JsonNode?> RequestAsync(string method, object? parameters)
    {
        var answer = await StepAsync(new { request = method, @params = parameters });
        Assert.True(answer.ContainsKey("result"), $"{method}: {answer}");
        return answer["result"];
    }

    /// <summary>Sends a request that is to fail, and gives the code and the message.</summary>
    public async Task<(int Code, string Message)> RefusedAsync(string method, object? parameters)
    {
        var answer = await StepAsync(new { request = method, @params = parameters });
        Assert.True(answer.ContainsKey("error"), $"{method}: {answer}");
        return (answer["error"]!["code"]!.GetValue<int>(), answer["error"]!["message"]!.GetValue<string>());
    }

    public Task NotifyAsync(string method, object? parameters) => SendAsync(new { notify = method, @params = parameters });

    /// <summary>Waits for what the server says by itself.</summary>
    public async Task<JsonNode> NextAsync(string method) => (await StepAsync(new { @await = method }))["params"]!;

    /// <summary>Waits for the server's end.</summary>
    public async Task<(int ExitCode, string Errors)> EndAsync()
    {
        var end = await StepAsync(new { end = true });
        return (end["exitCode"]!.GetValue<int>(), end["stderr"]!.GetValue<string>());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<JsonObject> StepAsync(object step)
    {
        await SendAsync(step);
        using var late = new CancellationTokenSource(Patience);
        var line = await _process.StandardOutput.ReadLineAsync(late.Token);
        var answer = JsonNode.Parse(line ?? throw new InvalidOperationException("the client has ended"))!.AsObject();
        Assert.False(answer.ContainsKey("broken"), $"{answer}");
        return answer;
    }

    private async Task SendAsync(object step)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(step));
        await _process.StandardInput.FlushAsync();
    }
}
