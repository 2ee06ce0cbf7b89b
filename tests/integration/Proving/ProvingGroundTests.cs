using System.Globalization;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>Unmodified programs on real networks: what they reach, what answers, and what it sees of them.</summary>
public sealed class ProvingGroundTests(ProvingGround ground) : IClassFixture<ProvingGround>
{
    [Fact]
    public async Task A_global_service_is_answered_by_all_clusters() =>
        Assert.Equal(["east", "north", "west"], await ClustersAnsweringAsync("east/curl-0", LabMesh.HelloAddress));

    [Fact]
    public async Task A_global_service_is_answered_by_all_clusters_over_IPv6() =>
        Assert.Equal(["east", "north", "west"], await ClustersAnsweringAsync("west/curl-0", $"[{LabMesh.HelloAddressV6}]"));

    [Fact]
    public async Task A_service_that_prefers_what_is_close_stays_in_its_cluster() =>
        Assert.Equal(["north"], await ClustersAnsweringAsync("north/curl-0", LabMesh.NearbyAddress));

    [Fact]
    public async Task A_local_service_stays_in_its_cluster() =>
        Assert.Equal(["west"], await ClustersAnsweringAsync("west/curl-0", LabMesh.ClockAddress));

    [Fact]
    public async Task The_application_sees_its_caller_within_the_cluster()
    {
        var answer = await ground.RunAsync("north/curl-0", "curl", "-sS", "-m", "10", Url(LabMesh.NearbyAddress));
        Assert.Equal($"north/hello-0 sees {ground.Pod("north/curl-0").Address}\n", answer.Output);
    }

    [Fact]
    public async Task A_caller_that_a_policy_names_is_refused()
    {
        var refused = await ground.RunAsync("east/guest-0", "curl", "-sS", "-m", "10", Url(LabMesh.NearbyAddress));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal("", refused.Output);
    }

    [Fact]
    public async Task A_caller_outside_of_the_mesh_is_answered_in_plaintext_and_seen()
    {
        var pod = ground.Pod("east/hello-0");
        var answer = await ground.RunAsync("east/outsider-0", "curl", "-sS", "-m", "10", Url(pod.Address));
        Assert.Equal($"east/hello-0 sees {ground.Pod("east/outsider-0").Address}\n", answer.Output);
    }

    private static string Url(string host) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{LabMesh.HttpPort}/");

    /// <summary>Which clusters answer 40 connections, each once, in alphabetical order.</summary>
    private async Task<string[]> ClustersAnsweringAsync(string pod, string host)
    {
        var answers = await ground.RunAsync(pod, "curl", "-sS", "-m", "30", "-H", "Connection: close", $"{Url(host)}?n=[1-40]");
        Assert.True(answers.ExitCode == 0, $"{answers.Errors}\n{ground.Logs}");
        var lines = answers.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(40, lines.Length);
        return [.. lines.Select(line => line.Split('/')[0]).Distinct().Order(StringComparer.Ordinal)];
    }
}
