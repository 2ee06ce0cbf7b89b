using System.Text.Json;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.LocalConfiguration;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>A node proxy without a control plane follows its file.</summary>
[Collection(MeshCollection.Name)]
public sealed class LocalConfigurationTests
{
    private const string DenyCaller = """
        policies:
        - name: no-caller
          namespace: default
          scope: Namespace
          action: Deny
          rules: [[[{principals: [{Exact: cluster.local/ns/default/sa/caller}]}]]]
        """;

    [Theory]
    [InlineData(
        "`--local-config` takes the place of the control plane that `--control` names; leave one of them out",
        "--local-config", "local.yaml", "--control", "127.0.0.1:15012")]
    [InlineData(
        "nobody asks the authority that `--local-ca` names where there is a control plane; give `localConfig` too, or leave it out",
        "--local-ca", "ca", "--control", "127.0.0.1:15012")]
    [InlineData("local.yaml:1:1: error MF021: `pods` is not known here; write `workloads`, `services` or `policies`", "--local-config", "local.yaml")]
    public async Task What_makes_no_sense_ends_it_at_once(string error, params string[] flags)
    {
        var folder = Directory.CreateTempSubdirectory("scopemesh-local-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "local.yaml"), "pods: []");
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(folder, ["node", "--node", "local", .. flags]);
        Assert.Contains(error, errors, StringComparison.Ordinal);
        Assert.Equal(3, exitCode);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_dump_has_the_file_as_it_is_in_force_and_no_control_plane()
    {
        await using var node = await LocalNode.StartAsync();
        await (await node.ConnectAsync()).DisposeAsync();
        using var http = new HttpClient { BaseAddress = node.Admin };
        using var dump = JsonDocument.Parse(await http.GetStringAsync("/config_dump"));
        var read = LocalConfigurationReader.Read(new SourceText("dump", $"{dump.RootElement.GetProperty("staticConfig")}"), LocalConfigurationReader.DefaultLimits);
        Assert.Empty(read.Diagnostics);
        Assert.Equal(["caller", "shop"], read.Workloads.Select(workload => workload.Name));
        Assert.Equal(
            dump.RootElement.GetProperty("scopemesh").GetProperty("contentHash").GetString(),
            read.ToTable(new Viewpoint("Kubernetes", "", ViewpointRole.Node)).ContentHash);
        var config = dump.RootElement.GetProperty("config");
        Assert.Equal(JsonValueKind.Null, config.GetProperty("xdsAddress").ValueKind);
        Assert.Equal(System.Net.Dns.GetHostName(), config.GetProperty("localNode").GetString());
    }

    [Fact]
    public async Task A_connection_that_a_new_policy_denies_is_closed_and_one_that_a_broken_file_does_not_know_is_kept()
    {
        await using var node = await LocalNode.StartAsync();
        using var http = new HttpClient { BaseAddress = node.Admin };
        await using var open = await node.ConnectAsync();
        await NodeAlone.ExchangeAsync(open);
        Assert.Equal("ready\n", await http.GetStringAsync("/healthz/ready"));

        await node.WriteAsync(node.Configuration + DenyCaller.Replace("action", "acton", StringComparison.Ordinal));
        await RunningMesh.Until(
            async () => (await http.GetStringAsync("/healthz/ready")).EndsWith("cannot be used, what was in force before stays: it has 2 errors\n", StringComparison.Ordinal),
            "a notice of the errors");
        await NodeAlone.ExchangeAsync(open);
        await using (var another = await node.ConnectAsync("192.0.2.7"))
            await NodeAlone.ExchangeAsync(another);

        // The policy names the caller's identity, which only a tunnel proves.
        await node.WriteAsync(node.Configuration + DenyCaller);
        await Assert.ThrowsAnyAsync<IOException>(async () => await open.ReadExactlyAsync(new byte[1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        await Assert.ThrowsAsync<Socks5Exception>(() => node.ConnectAsync());

        await node.WriteAsync(node.Configuration);
        await RunningMesh.Until(
            async () =>
            {
                try
                {
                    await using var again = await node.ConnectAsync();
                    await NodeAlone.ExchangeAsync(again);
                    return true;
                }
                catch (Socks5Exception)
                {
                    return false;
                }
            },
            "a connection without the policy");
    }
}
