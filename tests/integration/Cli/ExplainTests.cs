using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary><c>scopemesh explain</c> as a process: of a folder, and of a mesh that runs.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public async Task What_crosses_is_explained_from_the_name_to_the_policies()
    {
        var (exitCode, output, _) = await ExplainAsync("east/sample/curl", "vault.sample:80");
        Assert.Equal(0, exitCode);
        AssertInOrder(
            output,
            "east/sample/curl-0 to vault.sample:80: reached, 100% in west by a double tunnel\n",
            "caller       east/sample/curl-0, spiffe://cluster.local/ns/sample/sa/curl, network network-east",
            "yes  vault.sample.svc.cluster.local is service sample/vault.sample.svc.cluster.local",
            "copies       yes  west, 1 of 1 endpoints ready: `west` shares it: it is global by rule \"opt-in\"",
            "100%  1 pod in west behind gateway west/istio-system/istio-eastwestgateway",
            "outer HBONE to gateway west/istio-system/istio-eastwestgateway at 203.0.113.20:15008",
            "inner HBONE to whom the gateway chooses",
            "ALLOW sample/vault-callers matches, and decides: {principals cluster.local/ns/sample/sa/curl} is so",
            "west/sample/vault-0 at 10.244.",
            "to change it service `west/sample/vault` without label `istio.io/global`",
            "then it is refused (unknown-host)");
    }

    [Theory]
    [InlineData("east/sample/guest", "vault.sample:80", "refused (policy-denied)", "principal `cluster.local/ns/sample/sa/guest` among those that ALLOW policy `sample/vault-callers`")]
    [InlineData("west/sample/curl", "ledger.sample:80", "refused (unknown-host)", "label `istio.io/global=true` on service `east/sample/ledger`")]
    [InlineData("east/sample/curl", "vault.sampl:80", "refused (unknown-host)", "`vault.sample` called rather than `vault.sampl`")]
    [InlineData("east/sample/curl", "vault.sample:81", "refused (unknown-port)", "port 80 called rather than 81")]
    public async Task A_refusal_is_1_and_names_what_would_mend_it(string from, string to, string verdict, string change)
    {
        var (exitCode, output, _) = await ExplainAsync(from, to);
        Assert.Equal(1, exitCode);
        Assert.Contains($" to {to}: {verdict}: ", output);
        AssertInOrder(output, $"to change it {change}", "then it is reached");
    }

    [Fact]
    public async Task The_same_as_json()
    {
        var (exitCode, output, _) = await ExplainAsync("east/sample/guest", "vault.sample", "--format", "json");
        Assert.Equal(2, exitCode);
        Assert.Equal("", output);

        (exitCode, output, _) = await ExplainAsync("east/sample/guest", "vault.sample:80", "--format", "json");
        Assert.Equal(1, exitCode);
        var explanation = JsonDocument.Parse(output).RootElement;
        Assert.Equal("refused", explanation.GetProperty("answer").GetProperty("verdict").GetString());
        var end = explanation.GetProperty("answer").GetProperty("ways")[0].GetProperty("ends")[0];
        Assert.Equal("authorization", end.GetProperty("stage").GetString());
        Assert.Equal("sample/vault-callers", end.GetProperty("by")[0].GetString());
        Assert.Equal("global-rule", explanation.GetProperty("copies")[0].GetProperty("exportReason").GetString());
        Assert.Equal("reached", explanation.GetProperty("nearest").GetProperty("outcome").GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("east/sample", "vault.sample:80", 2, "`east/sample` is no CLUSTER/NAMESPACE/NAME")]
    [InlineData("south/sample/curl", "vault.sample:80", 4, "there is no cluster `south`; there are `east`, `west`")]
    [InlineData("east/sample/curls", "vault.sample:80", 4, "there is no pod or owner `curls` in namespace `sample` of cluster `east`; there are `clock`, `curl`")]
    [InlineData("east/sample/curl", "vault.sample:0", 2, "`vault.sample:0` is no HOST:PORT; a port is 1 to 65535")]
    [InlineData("east/sample/curl", "[::1:80", 2, "`[::1:80` is no HOST:PORT; an IPv6 address stands in brackets, and its port behind them: `[::1]:80`")]
    [InlineData("east/sample/curl", "::1:80", 2, "`::1:80` is no HOST:PORT; an IPv6 address stands in brackets")]
    [InlineData("east/sample/curl", "[vault.sample]:80", 2, "`[vault.sample]:80` is no HOST:PORT; an IPv6 address stands in brackets")]
    [InlineData("east/sample/curl", "vault.sample", 2, "say which port of `vault.sample` is called; it has 80, 9000")]
    public async Task What_cannot_be_asked_is_told(string from, string to, int expected, string message)
    {
        var (exitCode, output, errors) = await ExplainAsync(from, to);
        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Contains(message, errors);
    }

    [Fact]
    public async Task A_running_mesh_is_asked_and_told_where_it_differs_from_a_folder()
    {
        await using var running = await RunningMesh.StartAsync();
        var admins = running.Runtime.Clusters.Values
            .SelectMany(cluster => cluster.Nodes.Values.Select(node => node.Admin).Concat(cluster.Gateways.Values.Select(gateway => gateway.Admin)))
            .Select(admin => admin.ToString())
            .ToArray();
        var (exitCode, output, errors) = await ExplainAsync("east/sample/curl", "vault.sample:80", ["--admin", .. admins]);
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.EndsWith(
            "running      the same, by the tables of node proxy east/east-node, gateway of network network-west in west, node proxy west/west-node\n",
            output);

        var vault = Path.Combine(_mesh, "clusters", "west", "vault.yaml");
        await File.WriteAllTextAsync(
            vault, (await File.ReadAllTextAsync(vault)).Replace("istio.io/global: \"true\"", "istio.io/global: \"false\"", StringComparison.Ordinal));
        (exitCode, output, errors) = await ExplainAsync("east/sample/curl", "vault.sample:80", ["--admin", .. admins]);
        Assert.Equal((1, ""), (exitCode, errors));
        AssertInOrder(
            output,
            "the running mesh differs from its folder:\n",
            "  the running mesh: east/sample/curl-0 to vault.sample:80: reached, 100% in west by a double tunnel\n",
            "  the folder:       east/sample/curl-0 to vault.sample:80: refused (unknown-host)",
            "  node proxy east/east-node has table ",
            "by the folder:\n");

        (exitCode, output, errors) = await ExplainAsync("east/sample/curl", "vault.sample:80", "--admin", "127.0.0.1:9");
        Assert.Equal((4, ""), (exitCode, output));
        Assert.Contains("none of the hosts answers; is the mesh running?", errors);
    }

    private static void AssertInOrder(string text, params string[] parts)
    {
        var place = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, place, StringComparison.Ordinal);
            Assert.True(found >= 0, $"after what is expected before it there is no `{part}` in:\n{text}");
            place = found + part.Length;
        }
    }

    private Task<(int ExitCode, string Output, string Errors)> ExplainAsync(string from, string to, params string[] more) =>
        ScopemeshProcess.RunAsync(_mesh, ["explain", _mesh, "--from", from, "--to", to, .. more], input: "");
}
