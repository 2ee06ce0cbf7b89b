using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Xds;

/// <summary>An official gRPC client or server in a process of its own, spoken with in lines of JSON.</summary>
internal sealed class OfficialPeer : IAsyncDisposable
{
    private readonly Process _process;

    private OfficialPeer(Process process) => _process = process;

    /// <summary>What it said when it was ready.</summary>
    public required JsonNode Ready { get; init; }

    /// <summary>Starts <c>client.mjs</c> or <c>server.mjs</c> of tests/interop/grpc.</summary>
    public static async Task<OfficialPeer> StartAsync(string script, params string[] arguments)
    {
        var root = Repository.Root;
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Path.Combine(root, "tests", "interop", "grpc"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in (string[])[script, Path.Combine(root, "src", "Hosts", "Xds", "Protos"), .. arguments])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("node does not start");
        return new OfficialPeer(process) { Ready = await ReadAsync(process, "ready") };
    }

    public async Task TellAsync(object command)
    {
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>The next thing that it says, which must be of this kind.</summary>
    public Task<JsonNode> HearAsync(string kind) => ReadAsync(_process, kind);

    /// <summary>The next thing that it says.</summary>
    public Task<JsonNode> HearAnyAsync() => ReadAsync(_process, kind: null);

    /// <summary>Ends it, and with it whatever connection it has.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var late = new CancellationTokenSource(Eventually.Limit);
        await _process.WaitForExitAsync(late.Token);
        _process.Dispose();
    }

    private static async Task<JsonNode> ReadAsync(Process process, string? kind)
    {
        using var late = new CancellationTokenSource(Eventually.Limit);
        var line = await process.StandardOutput.ReadLineAsync(late.Token);
        var said = JsonNode.Parse(line ?? throw new InvalidOperationException("the peer has ended; is `npm ci` run in tests/interop/grpc?"))!;
        Assert.True(kind is null || (string?)said["event"] == kind, $"expected `{kind}`, and the peer said {line}");
        return said;
    }
}
