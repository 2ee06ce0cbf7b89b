using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>What settings do to the sockets by which traffic is captured, as the kernel tells of them.</summary>
public sealed class CaptureBySettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-capture-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NetnsFact]
    public async Task Names_are_answered_at_the_port_that_is_set_and_sockets_have_the_mark_that_is_set()
    {
        var sockets = await SocketsAsync("--packet-mark", "7", "--dns-address", "127.0.0.1:10053");
        Assert.Contains(sockets, socket => IsOfNames(socket) && socket.Contains("127.0.0.1:10053", StringComparison.Ordinal));
        Assert.Contains(sockets, socket => socket.Contains("[::1]:10053", StringComparison.Ordinal));
        Assert.DoesNotContain(sockets, socket => socket.Contains(":15053 ", StringComparison.Ordinal));
        Assert.All(sockets.Where(IsOfNames), socket => Assert.Contains("fwmark:0x7", socket));
        Assert.All(sockets.Where(IsCaptured), socket => Assert.DoesNotContain("fwmark", socket));
    }

    [NetnsFact]
    public async Task Without_DNS_and_IPv6_neither_is_taken()
    {
        var sockets = await SocketsAsync("--dns", "false", "--ipv6", "false");
        Assert.DoesNotContain(sockets, socket => socket.Contains(":15053 ", StringComparison.Ordinal));
        Assert.All(sockets.Where(IsCaptured), socket => Assert.Contains("0.0.0.0:150", socket));
        Assert.All(sockets.Where(IsCaptured), socket => Assert.DoesNotContain("fwmark", socket));
    }

    /// <summary>Whether connections are taken there: what is sent on them are answers, which no rule would redirect.</summary>
    private static bool IsCaptured(string socket) =>
        socket.StartsWith("tcp", StringComparison.Ordinal)
        && new[] { ":15001 ", ":15006 ", ":15008 ", ":10053 " }.Any(port => socket.Contains(port, StringComparison.Ordinal));

    /// <summary>Whether questions for names are taken there, and asked on.</summary>
    private static bool IsOfNames(string socket) =>
        socket.StartsWith("udp", StringComparison.Ordinal) && socket.Contains(":10053 ", StringComparison.Ordinal);

    /// <summary>The sockets that listen in the namespace of a pod, of which those of captured connections are three.</summary>
    private async Task<string[]> SocketsAsync(params string[] settings)
    {
        await using var pod = await NetworkNamespaces.AddAsync("pod");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = new CertificateRequest("CN=root", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1));
        await File.WriteAllTextAsync(Path.Combine(_folder, "root.pem"), root.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder, "token"), "token");
        await using var node = ScopemeshProcess.StartIn(
            pod.Name, _folder, ["node", "--pod", "sample/a/a", "--control", "127.0.0.1:1", "--roots", "root.pem", "--token", "token", .. settings]);

        // It waits for its control plane for ever, and no more for its pod's listeners.
        await RunningMesh.Until(
            async () => (await pod.RunAsync("curl", "-s", "http://127.0.0.1:15000/healthz/ready")).Output is "not ready, pending: state manager\n",
            $"it listens; {node.Errors}");
        string[] sockets = (await pod.RunAsync("ss", "-Hltune")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, sockets.Count(socket => new[] { ":15001 ", ":15006 ", ":15008 " }.Any(port => socket.Contains(port, StringComparison.Ordinal))));
        return sockets;
    }
}
