using System.Net;
using System.Text.Json.Nodes;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tunnel;
using ScopeMesh.Tunnel.Tls;
using Xunit.Sdk;

namespace ScopeMesh.Tests.Integration.Tunnel;

/// <summary>One role of <c>scopemesh hbone</c> in a process of its own, at a port that it has chosen.</summary>
internal sealed class HboneRole : IAsyncDisposable
{
    private const string Ready = "listening";
    private readonly CertificateFolder _certificates;
    private readonly ScopemeshProcess _process;

    private HboneRole(CertificateFolder certificates, ScopemeshProcess process) => (_certificates, _process) = (certificates, process);

    public IPEndPoint Address
    {
        get
        {
            var line = Lines.First(line => line.Contains(Ready));
            return IPEndPoint.Parse(line[0] == '{' ? JsonNode.Parse(line)!["address"]!.GetValue<string>() : line.Split(' ')[^1]);
        }
    }

    /// <summary>What it has said of its connections so far.</summary>
    public string[] Lines => _process.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<HboneRole> StartAsync(string role, WorkloadCertificate certificate, params string[] more)
    {
        var folder = new CertificateFolder(certificate);
        var started = new HboneRole(folder, ScopemeshProcess.Start(folder.Path, [.. Arguments(role), .. more]));
        try
        {
            await started._process.ShowsAsync(Ready);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of a server or gateway.</summary>
    public static Task<HboneRole> ClientAsync(WorkloadCertificate certificate, IPEndPoint via, string authority, params string[] more) =>
        StartAsync("client", certificate, ["--via", via.ToString(), "--authority", authority, .. more]);

    /// <summary>The command line of a role in a folder with certificates.</summary>
    public static string[] Arguments(string role) =>
        ["hbone", role, "--listen", "127.0.0.1:0", "--cert", "cert.pem", "--key", "key.pem", "--ca", "ca.pem"];

    /// <summary>Connects to it in plain TCP, as applications do to a client.</summary>
    public Task<ITransport> ConnectAsync() => PlainConnection.ConnectAsync(Address);

    /// <summary>Waits until it has said something, and gives the line.</summary>
    public async Task<string> SaysAsync(string text)
    {
        try
        {
            await RunningMesh.Until(() => Task.FromResult(_process.Errors.Contains(text)), $"`{text}`");
        }
        catch (FailException e)
        {
            throw new InvalidOperationException(_process.Errors, e);
        }

        return Lines.First(line => line.Contains(text));
    }

    /// <summary>Asks it to end, and does not wait.</summary>
    public Task SignalAsync() => _process.SignalAsync("TERM");

    /// <summary>Gives its exit code when it has ended.</summary>
    public Task<int> EndedAsync() => _process.EndedAsync();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _certificates.Dispose();
    }
}
