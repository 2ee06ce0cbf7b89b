using System.Text.RegularExpressions;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>Services with waypoints on real networks: unmodified callers, and waypoints in another language.</summary>
[Collection(ProvingCollection.Name)]
public sealed class ProvingWaypointTests(ProvingGround ground)
{
    // Of two ways that are as likely, one is missed by all calls once in half a million times.
    private const int Calls = 20;
    private const int FewCalls = 10;
    private const string Name = "vault.sample:5000";
    private const string Curl = "spiffe://cluster.local/ns/sample/sa/curl";
    private const string Vault = "spiffe://cluster.local/ns/sample/sa/vault";

    // What the waypoint saw, as it says in headers of the answer.
    private const string Format =
        "%{http_code}|%header{x-waypoint}|%header{x-waypoint-asked}|%header{x-waypoint-peer}|%header{x-waypoint-network}|%header{x-waypoint-backend}|%header{x-waypoint-forwarded}\\n";

    /// <summary>
    /// A waypoint in the caller's network is asked for the service's address, one elsewhere for its name and port, by a tunnel
    /// within the one to the gateway. One behind a node proxy learns an address always. West has neither service nor waypoint.
    /// </summary>
    [NetnsTheory]
    [InlineData("east")]
    [InlineData("north")]
    [InlineData("west")]
    public async Task A_service_is_answered_through_its_waypoints_here_and_elsewhere(string caller)
    {
        var answers = await AskAsync($"{caller}/curl-0", Name, Calls);
        Assert.Equal(
            [
                caller == "east"
                    ? new Seen("east", LabVault.At(LabVault.Address), "")
                    : new Seen("east", LabVault.At(LabVault.Hostname), $"network-{caller}"),
                new Seen("north", LabVault.At(LabVault.Address), ""),
            ],
            Ways(answers));
        Assert.All(answers, AssertWhole);
    }

    [NetnsTheory]
    [InlineData("east/curl-0")]
    [InlineData("north/curl-0")]
    [InlineData("west/curl-0")]
    public async Task What_the_waypoint_refuses_does_not_reach_the_application(string caller)
    {
        var answer = Assert.Single(await AskAsync(caller, Name, 1, "forbidden"));
        Assert.Equal(("refused by the waypoint", "403", ""), (answer.Body, answer.Status, answer.Backend));
    }

    /// <summary>A waypoint of another network is none that a call of a pod's own address could take.</summary>
    [NetnsTheory]
    [InlineData("east")]
    [InlineData("north")]
    public async Task A_pod_that_is_called_by_its_address_is_answered_through_its_own_waypoint(string cluster)
    {
        var vault = LabVault.At(ground.Pod($"{cluster}/vault-0").Address);
        var answers = await AskAsync($"{cluster}/curl-0", vault, FewCalls);
        Assert.Equal([new Seen(cluster, vault, "")], Ways(answers));
        Assert.All(answers, AssertWhole);
    }

    /// <summary>The gateway takes what a waypoint sends past the waypoint there, which the answer would tell of.</summary>
    [NetnsFact]
    public async Task What_a_waypoint_sends_to_another_cluster_goes_to_the_pod_and_through_no_other_waypoint()
    {
        var answer = Assert.Single(await AskAsync("east/curl-0", LabVault.At(ground.Pod("east/vault-0").Address), 1, "elsewhere"));
        Assert.StartsWith("north/vault-0 sees ", answer.Body, StringComparison.Ordinal);
        Assert.Equal(("200", "east", Vault), (answer.Status, answer.Waypoint, answer.Backend));
        Assert.DoesNotContain(ground.Pod($"north/{LabVault.WaypointPod}").Address, answer.Body);
    }

    /// <summary>Their node proxy knows no other way in: a tunnel of another than the waypoint and plaintext are refused.</summary>
    [NetnsFact]
    public async Task Pods_that_only_their_waypoint_may_call_refuse_all_others()
    {
        await AssertRefusedAsync("east/curl-0", LabVault.SideAddress);
        await AssertRefusedAsync("north/curl-0", LabVault.SideAddress);
        await AssertRefusedAsync("east/outsider-0", ground.Pod("east/vault-0").Address);
    }

    /// <summary>Nothing goes past a waypoint that has gone; the service is still had through the other one.</summary>
    [NetnsFact]
    public async Task When_the_waypoint_here_has_gone_the_one_elsewhere_is_next_and_none_is_passed_by()
    {
        var vault = ground.Pod("east/vault-0").Address;
        using (ground.Change("east", "pods.yaml", text => text.Replace(
            $"name: {LabVault.WaypointPod}", $"name: {LabVault.WaypointPod}\n  deletionTimestamp: 2026-01-01T00:00:00Z")))
        {
            await RunningMesh.Until(async () => !(await IsAnsweredAsync("east/curl-0", vault)), "the pod is not reached");
            Assert.Equal(
                [new Seen("north", LabVault.At(LabVault.Address), "")],
                Ways(await AskAsync("east/curl-0", LabVault.At(LabVault.Address), FewCalls)));
        }

        await RunningMesh.Until(() => IsAnsweredAsync("east/curl-0", vault), "the pod is reached again");
        foreach (var caller in (string[])["north/curl-0", "west/curl-0"])
            await RunningMesh.Until(async () => Ways(await AskAsync(caller, Name, FewCalls)).Any(seen => seen.Waypoint == "east"), $"{caller} knows it again");
    }

    /// <summary>The caller gets nothing, and a node proxy says that the policy is why.</summary>
    private async Task AssertRefusedAsync(string caller, string host)
    {
        var before = Refusals();
        var refused = await ground.RunAsync(caller, "curl", "-sS", "-m", "10", $"http://{LabVault.At(host)}/");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal("", refused.Output);
        await RunningMesh.Until(() => Task.FromResult(Refusals() > before), $"{caller} is refused by the policy");

        int Refusals() => ground.Logs.Split("none allowed: sample/through-the-waypoint").Length;
    }

    private async Task<bool> IsAnsweredAsync(string caller, string host) =>
        (await ground.RunAsync(caller, "curl", "-sS", "-m", "5", $"http://{LabVault.At(host)}/")).ExitCode == 0;

    /// <summary>The pod of the waypoint's cluster answered, to its waypoint, which the caller itself called for the service or the pod.</summary>
    private void AssertWhole(Answer answer)
    {
        Assert.Equal($"{answer.Waypoint}/vault-0 sees {ground.Pod($"{answer.Waypoint}/{LabVault.WaypointPod}").Address}", answer.Body);
        Assert.Equal(("200", Curl), (answer.Status, answer.Peer));
        if (!LabVault.IsBare(ground.Pod($"{answer.Waypoint}/{LabVault.WaypointPod}")))
            return;
        var service = answer.Asked == LabVault.At(ground.Pod($"{answer.Waypoint}/vault-0").Address) ? "" : $";host={Regex.Escape(LabVault.Hostname)}";
        Assert.Equal(Vault, answer.Backend);
        Assert.Matches($"^for=\"{Regex.Escape(ground.Pod("east/curl-0").Address)}:[0-9]+\"{service}$", answer.Forwarded);
    }

    private static IEnumerable<Seen> Ways(IEnumerable<Answer> answers) =>
        answers.Select(answer => new Seen(answer.Waypoint, answer.Asked, answer.Network)).Distinct().OrderBy(seen => seen.Waypoint, StringComparer.Ordinal);

    /// <summary>Calls some times, each by a connection of its own.</summary>
    private async Task<Answer[]> AskAsync(string caller, string authority, int calls, string path = "")
    {
        var said = await ground.RunAsync(
            caller, "curl", "-sS", "-m", "30", "-H", "Connection: close", "-w", Format, $"http://{authority}/{path}?n=[1-{calls}]");
        Assert.True(said.ExitCode == 0, $"{said.Errors}\n{ground.Logs}");
        var lines = said.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2 * calls, lines.Length);
        return [.. lines.Chunk(2).Select(pair => Answer.Parse(pair[0], pair[1].Split('|')))];
    }

    /// <summary>By which waypoint a call went, what it asked that for, and from which other network.</summary>
    private sealed record Seen(string Waypoint, string Asked, string Network);

    /// <summary>An answer, and what the waypoint says of its way.</summary>
    private sealed record Answer(
        string Body, string Status, string Waypoint, string Asked, string Peer, string Network, string Backend, string Forwarded)
    {
        public static Answer Parse(string body, string[] parts) =>
            new(body, parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], parts[6]);
    }
}
