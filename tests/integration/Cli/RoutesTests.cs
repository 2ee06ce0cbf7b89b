using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary><c>scopemesh routes</c> as a process, on the example of two clusters.</summary>
public sealed class RoutesTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Theory]
    [InlineData("node")]
    [InlineData("gateway")]
    public async Task A_table_is_the_text_that_is_expected(string role)
    {
        var file = Path.Combine(Repository.Root, "tests", "integration", "Cli", "Expected", $"two-clusters-{role}-east.txt");
        var (exitCode, output, _) = await RoutesAsync("--cluster", "east", "--role", role);
        Assert.Equal((0, await File.ReadAllTextAsync(file)), (exitCode, output));
    }

    [Fact]
    public async Task The_hash_changes_with_the_table_and_with_nothing_else()
    {
        var (_, before, _) = await RoutesAsync("--cluster", "east");
        await File.AppendAllTextAsync(Path.Combine(_mesh, "mesh.scope"), "# only a comment\n");
        var (_, same, _) = await RoutesAsync("--cluster", "east", "--network", "network-east", "--role", "node");
        Assert.Equal(before, same);

        await File.WriteAllTextAsync(Path.Combine(_mesh, "mesh.scope"), "global \"vault\" when service(app=vault)\n");
        var (_, after, _) = await RoutesAsync("--cluster", "east");
        Assert.NotEqual(before.Split('\n')[0], after.Split('\n')[0]);
        Assert.Contains("global in west by \"vault\"", after);
        Assert.DoesNotContain("twin.sample.svc", after);
    }

    [Fact]
    public async Task The_same_as_json()
    {
        var (_, text, _) = await RoutesAsync("--cluster", "west");
        var (exitCode, output, _) = await RoutesAsync("--cluster", "west", "--format", "json");
        Assert.Equal(0, exitCode);
        var table = JsonDocument.Parse(output).RootElement;
        Assert.StartsWith($"route table {table.GetProperty("contentHash").GetString()}\n", text);
        var vault = table.GetProperty("services").EnumerateArray()
            .Single(service => service.GetProperty("hostname").GetString() == "vault.sample.svc.cluster.local");
        Assert.Equal("\"opt-in\"", vault.GetProperty("scopes")[0].GetProperty("because").GetString());
        var gateway = table.GetProperty("workloads").EnumerateArray()
            .Single(workload => workload.GetProperty("uid").GetString()!.StartsWith("NetworkGateway/", StringComparison.Ordinal));
        Assert.Equal("east", gateway.GetProperty("clusterId").GetString());
    }

    [Fact]
    public async Task What_is_not_there_is_4_and_told_with_what_is()
    {
        var (exitCode, output, errors) = await RoutesAsync("--cluster", "south");
        Assert.Equal((4, ""), (exitCode, output));
        Assert.Contains("there is no cluster `south`; there are `east`, `west`", errors);

        (exitCode, output, errors) = await RoutesAsync("--cluster", "east", "--network", "moon");
        Assert.Equal((4, ""), (exitCode, output));
        Assert.Contains("there is no network `moon`; there are `network-east`, `network-west`", errors);
    }

    [Fact]
    public async Task A_mesh_that_is_invalid_is_3_and_its_errors_are_told()
    {
        await File.WriteAllTextAsync(Path.Combine(_mesh, "clusters", "east", "extra.yaml"), "{apiVersion: v1, kind: Service, metadata: {}}\n");
        var (exitCode, output, errors) = await RoutesAsync("--cluster", "east");
        Assert.Equal((3, ""), (exitCode, output));
        Assert.Contains("extra.yaml:1:", errors);

        (exitCode, _, errors) = await RoutesAsync();
        Assert.Equal(2, exitCode);
        Assert.Contains("--cluster", errors);
    }

    private Task<(int ExitCode, string Output, string Errors)> RoutesAsync(params string[] arguments) =>
        ScopemeshProcess.RunAsync(_mesh, ["routes", ".", .. arguments], input: "");
}
