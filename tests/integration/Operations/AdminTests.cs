using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Operations;

/// <summary>What hosts of a mesh that runs tell of themselves.</summary>
[Collection(MeshCollection.Name)]
public sealed class AdminTests
{
    private static readonly HttpClient Http = new();

    /// <summary>Across networks each end knows the other by what its node proxy says.</summary>
    [Fact]
    public async Task Both_ends_count_a_connection_with_both_workloads_services_and_clusters()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var echo = await mesh.Pod("east/sample/curl").Client.EchoAsync("vault.sample", 9000, new byte[1000], CancellationToken.None);
        Assert.Null(echo.Error);
        var common = new Dictionary<string, string>
        {
            ["source_workload"] = "curl",
            ["source_workload_namespace"] = "sample",
            ["source_principal"] = "spiffe://cluster.local/ns/sample/sa/curl",
            ["source_cluster"] = "east",
            ["destination_service"] = "vault.sample.svc.cluster.local",
            ["destination_service_namespace"] = "sample",
            ["destination_service_name"] = "vault",
            ["destination_workload"] = "vault",
            ["destination_workload_namespace"] = "sample",
            ["destination_principal"] = "spiffe://cluster.local/ns/sample/sa/default",
            ["destination_cluster"] = "west",
            ["response_flags"] = "-",
            ["connection_security_policy"] = "mutual_tls",
            ["source_region"] = "us-east",
            ["destination_region"] = "us-west",
        };
        foreach (var (cluster, reporter) in new[] { ("east", "source"), ("west", "destination") })
        {
            var labels = new Dictionary<string, string>(common) { ["reporter"] = reporter };
            await RunningMesh.Until(
                async () => Samples(await MetricsAsync(Admin(mesh, cluster)), "istio_tcp_received_bytes_total", labels) is ["1000"],
                $"1000 bytes in {cluster}: {await MetricsAsync(Admin(mesh, cluster))}");
            var metrics = await MetricsAsync(Admin(mesh, cluster));
            Assert.Equal(["1000"], Samples(metrics, "istio_tcp_sent_bytes_total", labels));
            Assert.Equal(["1"], Samples(metrics, "istio_tcp_connections_opened_total", labels));
            Assert.Equal(["1"], Samples(metrics, "istio_tcp_connections_closed_total", labels));
        }
    }

    [Fact]
    public async Task Promtool_finds_nothing_to_say_of_what_hosts_count()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await mesh.Pod("east/sample/curl").Client.EchoAsync("vault.sample", 9000, new byte[10], CancellationToken.None);
        await mesh.Pod("east/sample/guest").Client.EchoAsync("vault.sample", 9000, new byte[10], CancellationToken.None);
        var admins = mesh.Runtime.Clusters["east"].Nodes.Values.Select(node => node.Admin)
            .Concat(mesh.Runtime.Clusters["west"].Gateways.Values.Select(gateway => gateway.Admin))
            .Append(mesh.Runtime.Clusters["east"].ControlAdmin);
        foreach (var admin in admins)
        {
            await RunningMesh.Until(
                async () => !(await MetricsAsync(admin)).Contains("process_open_fds", StringComparison.Ordinal)
                    || (await MetricsAsync(admin)).Contains("istio_tcp_connections_opened_total", StringComparison.Ordinal),
                $"a connection in {admin}");
            var metrics = await MetricsAsync(admin);
            Assert.Contains("istio_build{component=\"", metrics);
            var (exitCode, said) = await PromtoolAsync(metrics);
            Assert.Equal((0, ""), (exitCode, said));
        }

        // The check itself can fail.
        Assert.NotEqual(0, (await PromtoolAsync("# TYPE a counter\na 1\n")).ExitCode);
    }

    [Fact]
    public async Task What_a_policy_denies_is_counted_at_both_ends_with_its_flag()
    {
        await using var mesh = await RunningMesh.StartAsync();
        var echo = await mesh.Pod("west/sample/guest").Client.EchoAsync("vault.sample", 9000, new byte[10], CancellationToken.None);
        Assert.NotNull(echo.Error);
        var metrics = await MetricsAsync(Admin(mesh, "west"));
        Assert.Equal(["1"], Samples(metrics, "istio_tcp_connections_failed_total", new() { ["reporter"] = "destination", ["response_flags"] = "DENY", ["destination_service_name"] = "vault" }));
        Assert.Equal(["1"], Samples(metrics, "istio_tcp_connections_failed_total", new() { ["reporter"] = "source", ["response_flags"] = "CONNECT" }));
    }

    [Fact]
    public async Task A_dump_has_the_keys_of_ztunnels_and_ours_apart()
    {
        await using var mesh = await RunningMesh.StartAsync();
        await mesh.Pod("east/sample/curl").Client.EchoAsync("vault.sample", 9000, new byte[10], CancellationToken.None);
        foreach (var admin in new[] { Admin(mesh, "east"), mesh.Runtime.Clusters["west"].Gateways.Values.Single().Admin })
        {
            using var answer = await Http.GetAsync(new Uri($"http://{admin}/config_dump"));
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            using var dump = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(
                ["workloads", "services", "policies", "stagedServices", "staticConfig", "version", "config", "certificates", "scopemesh"],
                dump.RootElement.EnumerateObject().Select(part => part.Name));
            Assert.True(dump.RootElement.GetProperty("workloads").GetArrayLength() > 0);
            Assert.All(dump.RootElement.GetProperty("certificates").EnumerateArray(), held => Assert.Equal("Available", held.GetProperty("state").GetString()));
            var hosts = dump.RootElement.GetProperty("services").EnumerateArray().Select(service => service.GetProperty("hostname").GetString()!).ToArray();
            Assert.Equal(hosts.Order(StringComparer.Ordinal), hosts);
        }
    }

    [Theory]
    [InlineData("GET", "/", 200)]
    [InlineData("POST", "/", 200)]
    [InlineData("POST", "/config_dump", 200)]
    [InlineData("GET", "/healthz/ready", 200)]
    [InlineData("POST", "/healthz/ready", 405)]
    [InlineData("GET", "/metrics", 200)]
    [InlineData("GET", "/stats/prometheus", 200)]
    [InlineData("GET", "/quitquitquit", 405)]
    [InlineData("PUT", "/quitquitquit", 405)]
    [InlineData("GET", "/debug/pprof/profile", 404)]
    [InlineData("GET", "/nothing", 404)]
    public async Task Paths_answer_to_their_methods(string method, string path, int status)
    {
        await using var mesh = await RunningMesh.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"http://{Admin(mesh, "east")}{path}"));
        using var answer = await Http.SendAsync(request);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Levels_of_a_process_are_changed_while_it_runs()
    {
        await using var node = await NodeAlone.StartAsync();
        await (await node.ConnectAsync()).DisposeAsync();
        await node.Node.ShowsAsync("connection complete");
        Assert.DoesNotContain("connection opened", node.Node.Errors);
        Assert.Contains("access=debug", await LoggingAsync("?level=access=debug"));
        await using var open = await node.ConnectAsync();
        await node.Node.ShowsAsync("\tdebug\taccess\tconnection opened\tsrc.addr=");

        async Task<string> LoggingAsync(string query)
        {
            using var answer = await Http.PostAsync(new Uri($"http://{node.Admin}/logging{query}"), null);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    private static IPEndPoint Admin(RunningMesh mesh, string cluster) => mesh.Runtime.Clusters[cluster].Nodes.Values.Single().Admin;

    private static Task<string> MetricsAsync(IPEndPoint admin) => Http.GetStringAsync(new Uri($"http://{admin}/metrics"));

    /// <summary>The values of the samples that have all these labels.</summary>
    private static string[] Samples(string metrics, string name, Dictionary<string, string> labels) =>
    [
        .. metrics.Split('\n')
            .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
            .Where(line => labels.All(label => line.Contains($"{label.Key}=\"{label.Value}\"", StringComparison.Ordinal)))
            .Select(line => line[(line.LastIndexOf(' ') + 1)..]),
    ];

    private static async Task<(int ExitCode, string Said)> PromtoolAsync(string metrics)
    {
        var start = new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var promtool = Process.Start(start)!;
        var (output, errors) = (promtool.StandardOutput.ReadToEndAsync(), promtool.StandardError.ReadToEndAsync());
        await promtool.StandardInput.WriteAsync(metrics);
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, await output + await errors);
    }
}
