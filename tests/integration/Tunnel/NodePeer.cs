using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>The peer of tests/interop in a process of its own, and what it says.</summary>
internal sealed class NodePeer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly CertificateFolder _certificates;
    private readonly Channel<JsonNode> _said = Channel.CreateUnbounded<JsonNode>();
    private readonly Task _reading;

    private NodePeer(Process process, CertificateFolder certificates)
    {
        (_process, _certificates) = (process, certificates);
        _reading = ReadAsync();
    }

    /// <summary>Starts the peer with a certificate; fails where there is no Node.</summary>
    public static NodePeer Start(WorkloadCertificate certificate, params string[] arguments)
    {
        var folder = new CertificateFolder(certificate);
        var start = new ProcessStartInfo("node", [Script(), .. arguments, "--certs", folder.Path]) { RedirectStandardOutput = true };
        try
        {
            return new NodePeer(Process.Start(start)!, folder);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException("`node` is not on the PATH; eng/install-test-tools.sh installs it", e);
        }
    }

    /// <summary>Waits for the next thing that the peer says with a property, and gives all of it.</summary>
    public async Task<JsonNode> NextAsync(string property)
    {
        using var limit = new CancellationTokenSource(Patience);
        var passed = new List<string>();
        try
        {
            while (true)
            {
                var said = await _said.Reader.ReadAsync(limit.Token);
                if (said[property] is not null)
                    return said;
                passed.Add(said.ToJsonString());
            }
        }
        catch (Exception e) when (e is ChannelClosedException or OperationCanceledException)
        {
            throw new InvalidOperationException($"the peer never said `{property}`, but: {string.Join(' ', passed)}", e);
        }
    }

    public async Task<int> ListeningPortAsync() => (await NextAsync("listening"))["listening"]!.GetValue<int>();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _certificates.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _said.Writer.TryWrite(JsonNode.Parse(line) ?? throw new JsonException(line));
        _said.Writer.Complete();
    }

    /// <summary>The script lies beside the tests' sources; the build maps their path, so that it is looked for upwards.</summary>
    private static string Script()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "tests", "interop", "hbone-peer.mjs");
            if (File.Exists(script))
                return script;
        }
        throw new FileNotFoundException("tests/interop/hbone-peer.mjs is in no folder above the tests");
    }
}
