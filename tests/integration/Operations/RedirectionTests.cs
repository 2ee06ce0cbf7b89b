using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>What becomes of a pod's connections by the rules alone: without a node proxy, what they capture is refused.</summary>
public sealed class RedirectionTests : IDisposable
{
    private const string Url4 = "http://10.79.0.2:8080/hello";
    private const string Url6 = "http://[fd00:79::2]:8080/hello";

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-redirection-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [NetnsTheory]
    [InlineData("redirect")]
    [InlineData("route")]
    public async Task Without_IPv6_at_the_node_proxy_it_goes_its_way(string outbound)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "hello"), "hello\n");
        await using var caller = await NetworkNamespaces.AddAsync("caller");
        await using var callee = await NetworkNamespaces.AddAsync("callee");
        await JoinAsync(caller, callee);
        using var server = callee.Start("/usr/bin/python3", "-m", "http.server", "8080", "--bind", "::", "--directory", _folder);
        try
        {
            await RunningMesh.Until(async () => await IsAnsweredAsync(caller, Url6), "an answer by IPv6");
            Assert.True(await IsAnsweredAsync(caller, Url4));

            await ApplyAsync(caller, outbound, "true");
            Assert.False(await IsAnsweredAsync(caller, Url6));
            Assert.False(await IsAnsweredAsync(caller, Url4));

            await ApplyAsync(caller, outbound, "false");
            Assert.True(await IsAnsweredAsync(caller, Url6));
            Assert.False(await IsAnsweredAsync(caller, Url4));
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    [NetnsFact]
    public async Task Routes_that_lead_back_need_an_address_to_come_from()
    {
        await using var pod = await NetworkNamespaces.AddAsync("pod");
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "node", "redirect", "apply", "--netns", pod.Name, "--outbound", "route");
        Assert.Equal(4, exitCode);
        Assert.Contains("the network namespace has no address yet that connections could come from; give it one first", errors);
        Assert.Equal("", (await pod.RunAsync("nft", "list", "ruleset")).Output);
    }

    private async Task ApplyAsync(TestNamespace pod, string outbound, string ipv6)
    {
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(
            _folder, "node", "redirect", "apply", "--netns", pod.Name, "--outbound", outbound, "--ipv6", ipv6);
        Assert.True(exitCode == 0, errors);
    }

    private static async Task<bool> IsAnsweredAsync(TestNamespace pod, string url) =>
        (await pod.RunAsync("curl", "-s", "-m", "10", url)).Code == 0;

    private static async Task JoinAsync(TestNamespace caller, TestNamespace callee)
    {
        await NetworkNamespaces.IpAsync("-n", caller.Name, "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", callee.Name);
        foreach (var (pod, number) in new[] { (caller, 1), (callee, 2) })
        {
            await NetworkNamespaces.IpAsync("-n", pod.Name, "address", "add", $"10.79.0.{number}/24", "dev", "eth0");
            await NetworkNamespaces.IpAsync("-n", pod.Name, "address", "add", $"fd00:79::{number}/64", "dev", "eth0", "nodad");
            await NetworkNamespaces.IpAsync("-n", pod.Name, "link", "set", "eth0", "up");
        }
    }
}
