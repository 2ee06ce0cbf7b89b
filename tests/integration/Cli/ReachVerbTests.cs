using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary><c>scopemesh reach</c> as a process, on the example of two clusters.</summary>
public sealed class ReachVerbTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public async Task The_matrix_is_a_table_of_what_is_alike()
    {
        var (exitCode, output, errors) = await ReachAsync("--from", "*/sample/curl");
        Assert.Equal((0, ""), (exitCode, errors));
        Assert.Equal(
            """
            2 clients against 6 services

                              clock.sample:80  helloworld.sample:5000  ledger.sample:80  twin.sample:80  vault.sample:80 +1
            east/sample/curl  east             »west 50% east 50%      east              »west           »west
            west/sample/curl  west             »east 50% west 50%      ✗ unknown-host    west            west

            services that are alike
              vault.sample:80 +1: vault.sample:9000

            CLUSTER   pods of that cluster answer, through a tunnel within the network
            »CLUSTER  through a double tunnel by an east-west gateway
            ✗ REASON  refused; --list says by whom, and by which policies

            """,
            output);
    }

    [Fact]
    public async Task A_list_says_by_whom_and_why()
    {
        var (exitCode, output, _) = await ReachAsync("--from", "east", "--to", "vault.sample:80", "--refused", "--crossing", "--list", "--limit", "1");
        Assert.Equal(0, exitCode);
        Assert.Equal(
            "refused  east/sample/clock          vault.sample:80  double tunnel through west/istio-system/istio-eastwestgateway to "
            + "west/sample/vault: policy-denied, refused by the callee's policies sample/vault-callers\n"
            + "and 4 lines more; --limit shows more, --from and --to less of them\n",
            output);
    }

    [Fact]
    public async Task Json_has_every_cell()
    {
        var (exitCode, output, _) = await ReachAsync("--format", "json");
        Assert.Equal(0, exitCode);
        var matrix = JsonDocument.Parse(output).RootElement;
        Assert.Equal(12, matrix.GetProperty("clients").GetArrayLength());
        Assert.Equal(6, matrix.GetProperty("services").GetArrayLength());
        Assert.Equal(12, matrix.GetProperty("clientGroups").EnumerateArray().Sum(group => group.GetArrayLength()));
        Assert.Equal(matrix.GetProperty("clientGroups").GetArrayLength(), matrix.GetProperty("cells").GetArrayLength());
        Assert.Contains(
            matrix.GetProperty("outcomes").EnumerateArray().SelectMany(outcome => outcome.GetProperty("paths").EnumerateArray()),
            path => path.TryGetProperty("refused", out var reason) && reason.GetString() == "policy-denied"
                && path.GetProperty("stage").GetString() == "authorization"
                && path.GetProperty("policies")[0].GetString() == "sample/vault-callers");
    }

    [Fact]
    public async Task The_expectations_of_a_running_mesh_hold_of_its_folder_too_until_it_changes()
    {
        var (exitCode, output, _) = await ReachAsync("--expect", "expect.yaml");
        Assert.Equal(0, exitCode);
        Assert.Contains("all 15 expectations hold", output);

        var scope = Path.Combine(_mesh, "mesh.scope");
        await File.WriteAllTextAsync(scope, "global \"helloworld\" when service(app=helloworld)\n");
        (exitCode, output, _) = await ReachAsync("--expect", "expect.yaml", "--format", "json");
        Assert.Equal(1, exitCode);
        var differing = JsonDocument.Parse(output).RootElement.EnumerateArray().Where(result => !result.GetProperty("holds").GetBoolean());
        Assert.Contains(
            differing,
            result => result.GetProperty("to").GetString() == "vault.sample:9000" && result.GetProperty("why").GetString() == "refused: unknown-host");
    }

    [Fact]
    public async Task What_is_saved_holds_and_what_changes_later_differs()
    {
        var (exitCode, output, errors) = await ReachAsync("--save", "saved.yaml");
        Assert.Equal((0, "", "72 expectations are in `saved.yaml`\n"), (exitCode, output, errors));
        Assert.Equal(0, (await ReachAsync("--expect", "saved.yaml")).ExitCode);

        File.Delete(Path.Combine(_mesh, "clusters", "east", "twin.yaml"));
        (exitCode, output, _) = await ReachAsync("--expect", "saved.yaml");
        Assert.Equal(1, exitCode);
        Assert.Contains("there is no pod `east/sample/twin` to call as", output);
    }

    [Theory]
    [InlineData(2, "`a/b/c/d` names no clients", "--from", "a/b/c/d")]
    [InlineData(2, "`:80` names no services", "--to", ":80")]
    [InlineData(2, "--expect says by itself what is compared, and does not go with --from", "--expect", "expect.yaml", "--from", "east")]
    [InlineData(4, "holds no such client", "--from", "south")]
    [InlineData(4, "holds no such service that anybody sees", "--to", "nobody")]
    [InlineData(4, "missing.yaml", "--expect", "missing.yaml")]
    [InlineData(3, "expects nothing", "--expect", "mesh.yaml")]
    public async Task What_cannot_be_answered_is_said(int expected, string message, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(_mesh, "mesh.yaml"), "# nothing\n");
        var (exitCode, output, errors) = await ReachAsync(arguments);
        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Contains(message, errors);
    }

    private Task<(int ExitCode, string Output, string Errors)> ReachAsync(params string[] arguments) =>
        ScopemeshProcess.RunAsync(_mesh, ["reach", ".", .. arguments], input: "");
}
