using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;

namespace ScopeMesh.Tests.Integration.Cli;

/// <summary><c>scopemesh drift</c> as a process, on the example of two clusters and on what becomes of it.</summary>
public sealed class DriftTests : IDisposable
{
    private readonly string _mesh = RunningMesh.CopyOfExample("two-clusters");

    public void Dispose() => Directory.Delete(_mesh, recursive: true);

    [Fact]
    public async Task What_the_clusters_of_the_example_differ_in_is_told()
    {
        var (exitCode, output, _) = await DriftAsync();
        Assert.Equal(1, exitCode);
        Assert.StartsWith(
            """
            Services
              sample/ledger: the Service
                east: there
                west: not there
                counts: the copies that there are
                so: it is local: callers of clusters without it find no such name

            """,
            output);
        Assert.DoesNotContain("helloworld", output);
        Assert.DoesNotContain("clock", output);
    }

    [Fact]
    public async Task What_has_drifted_is_told_of_whom_is_asked()
    {
        Assert.Equal((0, "the clusters do not differ\n"), await AboutHelloworldAsync());
        var file = Path.Combine(_mesh, "clusters", "west", "helloworld.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("port: 5000\n---", "port: 5000\n    targetPort: 5001\n---", StringComparison.Ordinal));
        Assert.Equal(
            (1, """
                Services
                  sample/helloworld: ports
                    east: 5000 to 5000 (http11)
                    west: 5000 to 5001 (http11)
                    counts: each caller's own cluster's; for callers of clusters without it, east's
                    so: a port that the copy which counts does not have is refused, and pods are called at its target ports

                """),
            await AboutHelloworldAsync());

        var (exitCode, output, _) = await DriftAsync("--service", "helloworld", "--format", "json");
        Assert.Equal(1, exitCode);
        var item = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal(("service", "ports"), (item.GetProperty("kind").GetString(), item.GetProperty("what").GetString()));
        Assert.Equal("west", item.GetProperty("values")[1].GetProperty("clusters")[0].GetString());
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_4_and_errors_are_3()
    {
        var (exitCode, _, errors) = await DriftAsync("--between", "east,south");
        Assert.Equal(4, exitCode);
        Assert.Contains("there is no cluster `south`; there are `east`, `west`", errors);
        await File.WriteAllTextAsync(Path.Combine(_mesh, "clusters", "east", "extra.yaml"), "{apiVersion: v1, kind: Service, metadata: {}}\n");
        (exitCode, _, errors) = await DriftAsync();
        Assert.Equal(3, exitCode);
        Assert.Contains("extra.yaml:1:", errors);
    }

    private async Task<(int ExitCode, string Output)> AboutHelloworldAsync()
    {
        var (exitCode, output, _) = await DriftAsync("--service", "sample/helloworld", "--between", "west,east");
        return (exitCode, output);
    }

    private Task<(int ExitCode, string Output, string Errors)> DriftAsync(params string[] arguments) =>
        ScopemeshProcess.RunAsync(_mesh, ["drift", ".", .. arguments], input: "");
}
