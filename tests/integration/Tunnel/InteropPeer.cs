using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tunnel.Tls;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>Of what make a peer is.</summary>
public enum Peer
{
    /// <summary>Node's <c>http2</c> and <c>tls</c>.</summary>
    Node,

    /// <summary>Go's <c>golang.org/x/net/http2</c> and <c>crypto/tls</c>.</summary>
    Go,

    /// <summary>Python's <c>h2</c> and <c>ssl</c>.</summary>
    Python,
}

/// <summary>A peer of tests/interop in a process of its own, and what it says.</summary>
internal sealed class InteropPeer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Process _process;
    private readonly CertificateFolder _certificates;
    private readonly Channel<JsonNode> _said = Channel.CreateUnbounded<JsonNode>();
    private readonly Task _reading;
    private IPEndPoint? _listening;

    private InteropPeer(Process process, CertificateFolder certificates)
    {
        (_process, _certificates) = (process, certificates);
        _reading = ReadAsync();
    }

    /// <summary>Starts a peer with a certificate; fails where it is not installed.</summary>
    public static InteropPeer Start(Peer peer, WorkloadCertificate certificate, string verb, params string[] arguments)
    {
        var folder = new CertificateFolder(certificate);
        var (program, script) = peer switch
        {
            Peer.Node => ("node", [InRepository("tests/interop/hbone-peer.mjs")]),
            Peer.Go => (InRepository("artifacts/interop/hbone-peer-go"), Array.Empty<string>()),
            _ => (InRepository("tests/interop/hbone_peer.py"), []),
        };
        var start = new ProcessStartInfo(program, [.. script, verb, "--certs", folder.Path, .. arguments]) { RedirectStandardOutput = true };
        try
        {
            return new InteropPeer(Process.Start(start)!, folder);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"`{program}` cannot be run; eng/install-test-tools.sh installs it", e);
        }
    }

    /// <summary>Waits for the next thing that the peer says with a property, and gives all of it.</summary>
    public Task<JsonNode> NextAsync(string property) => NextAsync(said => said[property] is not null, property);

    /// <summary>Waits for the next thing that the peer says which is so, and gives all of it.</summary>
    public async Task<JsonNode> NextAsync(Predicate<JsonNode> isSo, string what = "it") => (await UntilAsync(isSo, what, count: 1))[^1];

    /// <summary>Waits until it has said things with a property some times, and gives all that it has said until then.</summary>
    public Task<List<JsonNode>> UntilAsync(string property, int count) => UntilAsync(said => said[property] is not null, property, count);

    /// <summary>Waits for what a client has to say of its next step.</summary>
    public async Task<JsonNode> StepAsync(string name)
    {
        var said = await NextAsync("step");
        Assert.True(said["step"]!.GetValue<string>() == name && said["error"] is null, said.ToJsonString());
        return said;
    }

    public async Task<int> ListeningPortAsync() => (await NextAsync("listening"))["listening"]!.GetValue<int>();

    /// <summary>Where a server listens.</summary>
    public async Task<IPEndPoint> ListeningAsync() => _listening ??= new IPEndPoint(IPAddress.Loopback, await ListeningPortAsync());

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _certificates.Dispose();
    }

    private async Task<List<JsonNode>> UntilAsync(Predicate<JsonNode> isSo, string what, int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        var said = new List<JsonNode>();
        try
        {
            while (count > 0)
            {
                said.Add(await _said.Reader.ReadAsync(limit.Token));
                if (isSo(said[^1]))
                    count--;
            }

            return said;
        }
        catch (Exception e) when (e is ChannelClosedException or OperationCanceledException)
        {
            throw new InvalidOperationException(
                $"the peer never said `{what}`, but: {string.Join(' ', said.Select(line => line.ToJsonString()))}", e);
        }
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _said.Writer.TryWrite(JsonNode.Parse(line) ?? throw new JsonException(line));
        _said.Writer.Complete();
    }

    private static string InRepository(string file) => Path.Combine(Repository.Root, file);
}
