using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.NodeAgent;

/// <summary>A node agent in a process and a language of its own (tests/interop/zds/node-agent.py), which does what it is told.</summary>
internal sealed class NodeAgentProcess : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private NodeAgentProcess(Process process) => _process = process;

    /// <summary>Starts an agent that listens at a path.</summary>
    public static async Task<NodeAgentProcess> StartAsync(string path)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(Repository.Root, "tests/interop/zds/node-agent.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            var agent = new NodeAgentProcess(Process.Start(start)!);
            await agent.DoAsync(new { Do = "listen", Path = path });
            return agent;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"`{Python}` is not there; eng/install-test-tools.sh installs it", e);
        }
    }

    /// <summary>Waits for the node proxy to connect, and for its hello.</summary>
    public async Task AcceptAsync() => Assert.Equal(1, (await DoAsync(new { Do = "accept" }))["version"]!.GetValue<int>());

    /// <summary>Adds a pod called like its uid, with the namespaces of some paths.</summary>
    public Task<string> AddAsync(string uid, params string[] netns) =>
        AskAsync(new { Do = "add", Uid = uid, Name = $"pod-{uid}", Namespace = "sample", ServiceAccount = "default", Netns = netns });

    public Task<string> KeepAsync(string uid) => AskAsync(new { Do = "keep", Uid = uid });

    public Task<string> DeleteAsync(string uid, params string[] netns) => AskAsync(new { Do = "del", Uid = uid, Netns = netns });

    public Task<string> SnapshotAsync() => AskAsync(new { Do = "snapshot" });

    /// <summary>Sends a request, and waits for the answer: empty where all went well.</summary>
    public async Task<string> AskAsync(object request)
    {
        var result = await DoAsync(request);
        return result["ack"]?.GetValue<string>() ?? throw new InvalidOperationException($"no answer came: {result.ToJsonString()}");
    }

    /// <summary>Waits until the node proxy has closed the connection.</summary>
    public Task ClosedAsync() => DoAsync(new { Do = "closed" });

    /// <summary>Does something, and gives what came of it.</summary>
    public async Task<JsonNode> DoAsync(object command)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command, Lower));
        await _process.StandardInput.FlushAsync(patience.Token);
        var line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        return JsonNode.Parse(line ?? throw new InvalidOperationException("the node agent has ended; what it says is above"))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static readonly JsonSerializerOptions Lower = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
