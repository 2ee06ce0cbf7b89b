using System.Net;
using System.Text.Json;
using ScopeMesh.Tests.Integration.Cli;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>A node proxy that is run by flags, the environment and a file.</summary>
[Collection(MeshCollection.Name)]
public sealed class NodeBySettingsTests : IDisposable
{
    private const int FirstPort = 22_700;

    private readonly string _folder = Directory.CreateTempSubdirectory("scopemesh-settings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_runs_by_a_file_the_environment_and_flags_and_serves_to_each_what_is_meant_for_them()
    {
        var mesh = RunningMesh.CopyOfExample("two-clusters");
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "bootstrap", mesh, "--out", "boot");
        Directory.Delete(mesh, recursive: true);
        Assert.True(exitCode == 0, errors);
        var token = Directory.GetFiles(Path.Combine(_folder, "boot", "west"), "node-*.token")[0];
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "node.yaml"),
            $"""
            cluster: of-the-file
            network: of-the-file
            node: of-the-file
            control: localhost:1
            roots: boot/root-cert.pem
            token: {token}
            admin: 127.0.0.1:{FirstPort}
            metrics: 127.0.0.1:{FirstPort + 1}
            readiness: 127.0.0.1:{FirstPort + 2}
            packetMark: 7
            """);
        await using var node = ScopemeshProcess.StartWith(
            [("NETWORK", "of-the-environment"), ("CLUSTER_ID", "of-the-environment"), ("POOL_MAX_STREAMS_PER_CONNECTION", "9"), ("LOG_FORMAT", "json")],
            _folder, "node", "--settings", "node.yaml", "--cluster", "of-a-flag");

        await RunningMesh.Until(async () => await StatusAsync(2, "/healthz/ready") is not null, $"it answers; {node.Errors}");
        using var http = new HttpClient();
        using var dump = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{FirstPort}/config_dump")));
        var config = dump.RootElement.GetProperty("config");
        Assert.Equal("of-a-flag", config.GetProperty("clusterId").GetString());
        Assert.Equal("of-the-environment", config.GetProperty("network").GetString());
        Assert.Equal("of-the-file", config.GetProperty("localNode").GetString());
        Assert.Equal(9, config.GetProperty("poolMaxStreamsPerConn").GetInt32());
        Assert.Equal("Socks", config.GetProperty("proxyMode").GetString());
        await node.ShowsAsync("`packetMark` has no effect in socks mode: nothing is captured there");
        Assert.StartsWith("{", node.Errors.TrimStart(), StringComparison.Ordinal);

        // Each listener has what it is for, and nothing else; the admin address has it all.
        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            [await StatusAsync(1, "/metrics"), await StatusAsync(1, "/healthz/ready"), await StatusAsync(1, "/config_dump")]);
        Assert.Equal(
            [HttpStatusCode.InternalServerError, HttpStatusCode.NotFound, HttpStatusCode.NotFound],
            [await StatusAsync(2, "/healthz/ready"), await StatusAsync(2, "/metrics"), await StatusAsync(2, "/config_dump")]);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.InternalServerError], [await StatusAsync(0, "/metrics"), await StatusAsync(0, "/healthz/ready")]);
        Assert.Equal(0, await node.InterruptAsync());
    }

    [Fact]
    public async Task What_is_wrong_in_a_file_a_variable_and_a_flag_is_said_in_one_run()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "node.yaml"), "admin: here\nnod: x\n- y\n");
        await using var broken = ScopemeshProcess.StartWith([], _folder, "node", "--settings", "node.yaml", "--pool-streams", "0");
        Assert.Equal(3, await broken.EndedAsync());
        await broken.ShowsAsync("`--pool-streams` is `0`; write a whole number from 1 to 65535");
        await broken.ShowsAsync("`node.yaml` line 3 is no YAML");

        await File.WriteAllTextAsync(Path.Combine(_folder, "node.yaml"), "admin: here\nnod: x\nlocalConfig: local.yaml\n");
        await using var node = ScopemeshProcess.StartWith([("IPV6_ENABLED", "yes")], _folder, "node", "--settings", "node.yaml", "--pool-streams", "0");
        Assert.Equal(3, await node.EndedAsync());
        foreach (var error in new[]
        {
            "scopemesh: `node.yaml` line 1: `admin` is `here`; write ADDRESS:PORT",
            "scopemesh: `node.yaml` line 2: `nod` is no setting; docs/node-settings.md lists all",
            "scopemesh: environment variable `IPV6_ENABLED` is `yes`; write `true` or `false`",
            "scopemesh: `--pool-streams` is `0`; write a whole number from 1 to 65535",
        })
        {
            await node.ShowsAsync(error);
            Assert.Contains(error, node.Errors);
        }
    }

    [Theory]
    [InlineData(4, "--settings", "no-such-file.yaml")]
    [InlineData(3, "--node", "n", "--control", "127.0.0.1:1", "--local-config", "local.yaml")]
    [InlineData(4, "--node", "n", "--control", "127.0.0.1:1", "--roots", "no-such-file.pem")]
    public async Task What_is_not_there_has_an_exit_code(int expected, params string[] arguments)
    {
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, ["node", .. arguments]);
        Assert.Equal(expected, exitCode);
        Assert.StartsWith("scopemesh: ", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_that_lead_to_it_follow_from_the_same_settings()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "node.yaml"), "packetMark: 5\ndnsAddress: 127.0.0.1:10053\n");
        await using var print = ScopemeshProcess.StartWith(
            [("PACKET_MARK", "6")], _folder, "node", "redirect", "print", "--settings", "node.yaml", "--ipv6", "false");
        Assert.Equal(0, await print.EndedAsync());
        Assert.Contains("meta mark & 0xfff == 0x6 accept", print.Output);
        Assert.Contains("udp dport 53 redirect to :10053", print.Output);
        Assert.DoesNotContain("ip -6 route", print.Output);
        Assert.DoesNotContain("ip -6 rule add", print.Output);

        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "node", "redirect", "remove", "--settings", "none.yaml");
        Assert.Equal((4, "scopemesh: `none.yaml` cannot be read: there is no such file; name one that is there"), (exitCode, errors.TrimEnd()));
        (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "node", "redirect", "apply", "--packet-mark", "0");
        Assert.Equal((3, "scopemesh: `--packet-mark` is `0`; write a whole number from 1 to 2147483647"), (exitCode, errors.TrimEnd()));
    }

    [Fact]
    public async Task All_files_that_cannot_be_read_are_said_in_one_run()
    {
        var (exitCode, _, errors) = await ScopemeshProcess.RunAsync(
            _folder, "node", "--node", "n", "--control", "127.0.0.1:1", "--roots", "a.pem", "--token", ".", "--underlay", "c/d.json");
        Assert.Equal(4, exitCode);
        Assert.Equal(
            [
                "scopemesh: `a.pem` cannot be read: there is no such file; name one that is there by `--roots`, `SCOPEMESH_ROOTS`, `XDS_ROOT_CA` or `roots` in the file",
                "scopemesh: `.` cannot be read: it is a folder; name a file by `--token`, `SCOPEMESH_TOKEN`, `AUTH_TOKEN` or `token` in the file",
                "scopemesh: `c/d.json` cannot be read: there is no such file; name one that is there by `--underlay`, `SCOPEMESH_UNDERLAY` or `underlay` in the file",
            ],
            errors.TrimEnd().Split('\n'));

        (exitCode, _, errors) = await ScopemeshProcess.RunAsync(_folder, "node", "--local-config", "local.yaml", "--local-ca", "ca");
        Assert.Equal(4, exitCode);
        Assert.Contains("scopemesh: `local.yaml` cannot be read: there is no such file; name one that is there by `--local-config`", errors);
        Assert.Contains("scopemesh: `ca` cannot be read: there is no such folder; name one with ca-cert.pem, ", errors);
    }

    /// <summary>The status of the answer at one of its listeners; null while nothing listens.</summary>
    private static async Task<HttpStatusCode?> StatusAsync(int listener, string path)
    {
        try
        {
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{FirstPort + listener}{path}"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
