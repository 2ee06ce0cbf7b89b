using ScopeMesh.Hosts.Cli;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Support.Namespaces;
using ScopeMesh.Tests.Support.Tunnel;

namespace ScopeMesh.Tests.Integration.NodeAgent;

/// <summary>A node proxy of one pod, in whose network namespace somebody has one of its ports already.</summary>
public sealed class TakenPortTests : IDisposable
{
    private const string Occupy =
        "import socket, sys\n"
        + "listener = socket.create_server((sys.argv[1], int(sys.argv[2])))\n"
        + "print('listening', flush=True)\n"
        + "sys.stdin.read()\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-taken-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NetnsTheory]
    [InlineData("0.0.0.0", 15001)]
    [InlineData("0.0.0.0", 15006)]
    [InlineData("0.0.0.0", 15008)]
    [InlineData("127.0.0.1", 15053)]
    [InlineData("127.0.0.1", 15000)]
    public async Task A_port_that_is_taken_is_an_error_at_the_start_that_names_it(string address, int port)
    {
        File.WriteAllText(Path.Combine(_folder, "root.pem"), new TestPki().RootPem);
        File.WriteAllText(Path.Combine(_folder, "token"), "token");
        await using var pod = await NetworkNamespaces.AddAsync("taken");
        await pod.RunAsync("ip", "link", "set", "lo", "up");
        using var other = pod.Start("/usr/bin/python3", "-c", Occupy, address, $"{port}");
        Assert.Equal("listening", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));

        await using var node = ScopemeshProcess.StartIn(
            pod.Name, _folder, "node", "--cluster", "east", "--node", "one", "--pod", "shop/web/web", "--control", "127.0.0.1:1",
            "--roots", "root.pem", "--token", "token");
        Assert.Equal((int)ExitCode.Unavailable, await node.EndedAsync());
        Assert.Contains($":{port}: ", node.Errors);
        Assert.Contains("already in use", node.Errors, StringComparison.OrdinalIgnoreCase);

        other.StandardInput.Close();
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
