using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary><c>scopemesh plan</c> as a process, on the example of two clusters.</summary>
public sealed class PlanTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public async Task A_label_taken_away_makes_a_service_local_and_refuses_who_called_it_from_elsewhere()
    {
        var (exitCode, output, errors) = await PlanAsync("--with", "label:west/sample/vault,istio.io/global-");
        Assert.Equal((1, ""), (exitCode, errors.Trim()));
        Assert.Contains("1 service becomes local", output, StringComparison.Ordinal);
        Assert.Contains("west/sample/vault: global (\"opt-in\") -> local (no rule matched)", output, StringComparison.Ordinal);
        Assert.Contains("vault.sample of west: exported (global rule), taken by east -> kept (no rule)", output, StringComparison.Ordinal);
        Assert.Contains("refused from now on: vault.sample:80 from east/sample/curl\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("helloworld.sample", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cluster_removed_closes_connections_and_leaves_what_others_have_of_their_own()
    {
        var (exitCode, output, _) = await PlanAsync("--with", "remove:west");
        Assert.Equal(1, exitCode);
        Assert.Contains("6 pods go", output, StringComparison.Ordinal);
        Assert.Contains("after:  tunnel to east/sample/helloworld-v1", output, StringComparison.Ordinal);
        Assert.Contains("connections to 2 of 6 service ports", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_down_is_told_with_the_connections_through_it()
    {
        var (exitCode, output, _) = await PlanAsync("--with", "gateway-down:west", "--format", "json");
        Assert.Equal(1, exitCode);
        var plan = JsonDocument.Parse(output).RootElement;
        Assert.All(
            plan.GetProperty("closing").EnumerateArray(),
            closing => Assert.Equal("the gateway is gone", closing.GetProperty("reasons")[0].GetProperty("why").GetString()));
        Assert.Contains(
            plan.GetProperty("connections").EnumerateArray(),
            change => change.GetProperty("kind").GetString() == "lost" && change.GetProperty("to").GetString() == "vault.sample.svc.cluster.local:80");
        Assert.Equal(3, plan.GetProperty("extent").GetProperty("tables").GetInt32() - plan.GetProperty("routes").GetArrayLength());
    }

    [Fact]
    public async Task A_policy_that_is_applied_refuses_and_closes()
    {
        const string policy = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: no-guests, namespace: sample}
            spec:
              selector: {matchLabels: {app: helloworld}}
              action: DENY
              rules: [{from: [{source: {principals: [cluster.local/ns/sample/sa/guest]}}]}]
            """;
        var (exitCode, output, _) = await ScopemeshProcess.RunAsync(
            _mesh, ["plan", _mesh, "--with", "east=-", "--only", "connections,closing"], policy);
        Assert.Equal(1, exitCode);
        Assert.Contains("2 calls are refused in part", output, StringComparison.Ordinal);
        Assert.Contains("refused in part: helloworld.sample:5000 from east/sample/guest\n", output, StringComparison.Ordinal);
        Assert.Contains("helloworld.sample:5000 at east/sample/helloworld-v1: 2 from east/sample/guest, west/sample/guest\n", output, StringComparison.Ordinal);
        Assert.Contains("policy-denied, refused by the callee's policies sample/no-guests", output, StringComparison.Ordinal);
        Assert.Contains("    the callee's node proxy: connection closed due to policy change\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("routes:", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_changed_is_0_and_a_gate_looks_at_its_own_part_alone()
    {
        Assert.Equal((0, "nothing changes"), Outcome(await PlanAsync("--with", "scale:east/sample/ledger,1")));
        Assert.Equal((0, "nothing changes"), Outcome(await PlanAsync("--to", _mesh)));
        Assert.Equal(0, (await PlanAsync("--with", "scale:east/sample/ledger,2", "--fail-on", "refusals")).ExitCode);
        Assert.Equal(0, (await PlanAsync("--with", "gateway-down:west", "--fail-on", "scopes")).ExitCode);
        Assert.Equal(1, (await PlanAsync("--with", "gateway-down:west", "--fail-on", "refusals")).ExitCode);
    }

    [Fact]
    public async Task A_folder_overlays_and_what_it_breaks_keeps_the_last_good_state()
    {
        var folder = Path.Combine(_mesh, "change");
        Directory.CreateDirectory(Path.Combine(folder, "clusters", "west"));
        await File.WriteAllTextAsync(Path.Combine(folder, "mesh.scope"), "global \"vault\" when service(app=vault)\n");
        var (exitCode, output, _) = await PlanAsync("--with", folder, "--only", "scopes");
        Assert.Equal(1, exitCode);
        Assert.Contains("services become local", output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(folder, "clusters", "west", "vault.yaml"), "kind: [");
        var (broken, _, errors) = await PlanAsync("--with", folder);
        Assert.Equal(3, broken);
        Assert.Contains("error MF", errors, StringComparison.Ordinal);
        Assert.Contains("its last state without stays in force", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "say what changes: --with CHANGE")]
    [InlineData(2, "--to is a mesh folder of its own", "--to", ".", "--with", "remove:west")]
    [InlineData(2, "did you mean `remove`", "--with", "remov:west")]
    [InlineData(2, "--only takes", "--with", "remove:west", "--only", "scope")]
    [InlineData(4, "there is no cluster `wset`; there are `east`, `west`", "--with", "remove:wset")]
    [InlineData(4, "there is no file or folder `nothing`", "--with", "nothing")]
    [InlineData(4, "there is no folder `nothing`", "--to", "nothing")]
    [InlineData(3, "cluster `east` has no Service `sample/ledgre`; did you mean `sample/ledger`", "--with", "label:east/sample/ledgre,a=b")]
    public async Task What_is_wrong_has_its_exit_code_and_its_remedy(int expected, string message, params string[] arguments)
    {
        var (exitCode, _, errors) = await PlanAsync(arguments);
        Assert.Equal(expected, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }

    private static (int, string) Outcome((int ExitCode, string Output, string Errors) run) => (run.ExitCode, run.Output.Trim());

    private Task<(int ExitCode, string Output, string Errors)> PlanAsync(params string[] arguments) =>
        ScopemeshProcess.RunAsync(_mesh, ["plan", _mesh, .. arguments]);
}
