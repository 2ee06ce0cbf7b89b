using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>Unmodified programs on real networks: what they reach, what answers, and what it sees of them.</summary>
[Collection(ProvingCollection.Name)]
public sealed class ProvingGroundTests(ProvingGround ground)
{
    [NetnsFact]
    public async Task A_global_service_is_answered_by_all_clusters() =>
        Assert.Equal(["east", "north", "west"], await ClustersAnsweringAsync("east/curl-0", LabMesh.HelloAddress));

    [NetnsTheory]
    [InlineData("helloworld")]
    [InlineData("helloworld.sample")]
    [InlineData("helloworld.sample.svc.cluster.local")]
    public async Task A_global_service_is_reached_by_its_ordinary_name(string name) =>
        Assert.Equal(["east", "north", "west"], await ClustersAnsweringAsync("east/curl-0", name));

    [NetnsFact]
    public async Task Names_are_answered_to_dig_by_both_families_and_both_transports()
    {
        foreach (var transport in (string[])["+notcp", "+tcp"])
        {
            Assert.Equal(LabMesh.HelloAddress, await DigAsync(transport, "helloworld.sample.svc.cluster.local", "A"));
            Assert.Equal(LabMesh.HelloAddressV6, await DigAsync(transport, "helloworld.sample.svc.cluster.local", "AAAA"));
        }

        async Task<string> DigAsync(string transport, string name, string type) =>
            (await ground.RunAsync("north/curl-0", "dig", "+short", "+time=5", "+tries=1", transport, "@198.51.100.53", name, type)).Output.Trim();
    }

    [NetnsFact]
    public async Task A_global_service_is_answered_by_all_clusters_over_IPv6() =>
        Assert.Equal(["east", "north", "west"], await ClustersAnsweringAsync("west/curl-0", $"[{LabMesh.HelloAddressV6}]"));

    [NetnsFact]
    public async Task A_service_that_prefers_what_is_close_stays_in_its_cluster() =>
        Assert.Equal(["north"], await ClustersAnsweringAsync("north/curl-0", LabMesh.NearbyAddress));

    [NetnsFact]
    public async Task A_local_service_stays_in_its_cluster() =>
        Assert.Equal(["west"], await ClustersAnsweringAsync("west/curl-0", LabMesh.ClockAddress));

    [NetnsFact]
    public async Task The_application_sees_its_caller_within_the_cluster()
    {
        var answer = await ground.RunAsync("north/curl-0", "curl", "-sS", "-m", "10", Url(LabMesh.NearbyAddress));
        Assert.Equal($"north/hello-0 sees {ground.Pod("north/curl-0").Address}\n", answer.Output);
    }

    [NetnsTheory]
    [InlineData("--answers packet")]
    [InlineData("--answers socket")]
    [InlineData("--outbound route")]
    public async Task Answers_to_a_callers_address_come_back_in_either_way(string way)
    {
        var (caller, callee) = (ground.Pod("west/curl-0"), ground.Pod("west/hello-0"));
        try
        {
            await ground.RedirectAsync(callee, way.Split(' '));
            var marked = await ground.RunAsync("west/hello-0", "nft", "list", "chain", "inet", "scopemesh", "marked-in");
            Assert.Equal(way == "--answers socket", marked.ExitCode == 0);
            foreach (var url in (string[])[Url(callee.Address), Url($"[{callee.AddressV6}]")])
            {
                var seen = url.Contains('[', StringComparison.Ordinal) ? caller.AddressV6 : caller.Address;
                Assert.Equal($"west/hello-0 sees {IPAddress.Parse(seen)}\n", (await ground.RunAsync("west/curl-0", "curl", "-sS", "-m", "10", url)).Output);
            }

            // A pod calls itself: what it sends and what it answers both stay here.
            Assert.Equal(0, (await ground.RunAsync("west/hello-0", "curl", "-sS", "-m", "10", Url(callee.Address))).ExitCode);
        }
        finally
        {
            await ground.RedirectAsync(callee);
        }
    }

    [NetnsFact]
    public async Task What_a_pod_has_open_stands_in_the_dump_of_its_node_proxy()
    {
        var (caller, callee) = (ground.Pod("north/curl-0"), ground.Pod("north/hello-0"));
        using var open = ground.Start("north/curl-0", "curl", "-sSN", Url(LabMesh.NearbyAddress) + "ticks");
        try
        {
            Assert.Equal("tick", await open.StandardOutput.ReadLineAsync());
            var outbound = await ConnectionAsync(caller, "outbound", "originalDst", $"{LabMesh.NearbyAddress}:{LabMesh.HttpPort}");
            Assert.Equal(($"{callee.Address}:15008", "HBONE"), (outbound.GetProperty("actualDst").GetString(), outbound.GetProperty("protocol").GetString()));
            var inbound = await ConnectionAsync(callee, "inbound", "originalDst", $"nearby.sample.svc.cluster.local:{LabMesh.HttpPort}");
            Assert.StartsWith($"{caller.Address}:", inbound.GetProperty("src").GetString());
            Assert.Equal("HBONE", inbound.GetProperty("protocol").GetString());
        }
        finally
        {
            open.Kill(entireProcessTree: true);
        }

        async Task<JsonElement> ConnectionAsync(LabPod pod, string direction, string name, string value) => Assert.Single(
            (await ground.DumpAsync(pod)).GetProperty("workloadState").GetProperty(pod.Name).GetProperty("connections").GetProperty(direction).EnumerateArray(),
            connection => connection.GetProperty(name).GetString() == value);
    }

    [NetnsFact]
    public async Task A_caller_that_a_policy_names_is_refused()
    {
        var refused = await ground.RunAsync("east/guest-0", "curl", "-sS", "-m", "10", Url(LabMesh.NearbyAddress));
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal("", refused.Output);
    }

    [NetnsFact]
    public async Task A_caller_outside_of_the_mesh_is_answered_in_plaintext_and_seen()
    {
        var pod = ground.Pod("east/hello-0");
        var answer = await ground.RunAsync("east/outsider-0", "curl", "-sS", "-m", "10", Url(pod.Address));
        Assert.Equal($"east/hello-0 sees {ground.Pod("east/outsider-0").Address}\n", answer.Output);
    }

    [NetnsFact]
    public async Task A_pod_that_takes_no_plaintext_refuses_it_and_takes_tunnels()
    {
        var guest = ground.Pod("east/guest-0").Address;
        var refused = await ground.RunAsync("east/outsider-0", "curl", "-sS", "-m", "10", Url(guest));
        Assert.NotEqual(0, refused.ExitCode);
        var answer = await ground.RunAsync("east/curl-0", "curl", "-sS", "-m", "10", Url(guest));
        Assert.Equal($"east/guest-0 sees {ground.Pod("east/curl-0").Address}\n", answer.Output);
    }

    /// <summary>The caller and who answers it have one address.</summary>
    [NetnsFact]
    public async Task Pods_of_one_address_reach_each_other() =>
        Assert.Equal(["east", "north", "west"], await ClustersAnsweringAsync("east/curl-0", LabMesh.MirrorAddress));

    [NetnsFact]
    public async Task When_nothing_is_left_here_the_same_region_is_next()
    {
        using (ground.Change("east", "pods.yaml", text => text.Replace("name: hello-0", "name: hello-0\n  deletionTimestamp: 2026-01-01T00:00:00Z")))
        {
            await RunningMesh.Until(
                async () => await AnswerAsync("east/curl-0", LabMesh.NearbyAddress) is { } answer && answer.StartsWith("west/", StringComparison.Ordinal),
                "west answers");
            Assert.Equal(["west"], await ClustersAnsweringAsync("east/curl-0", LabMesh.NearbyAddress));
        }

        await RunningMesh.Until(
            async () => await AnswerAsync("east/curl-0", LabMesh.NearbyAddress) is { } answer && answer.StartsWith("east/", StringComparison.Ordinal),
            "east answers again");
    }

    [NetnsFact]
    public async Task Bytes_of_an_ordinary_program_arrive_whole_and_directions_end_by_themselves()
    {
        var file = Path.GetTempFileName();
        try
        {
            var bytes = RandomNumberGenerator.GetBytes(5_000_000);
            await File.WriteAllBytesAsync(file, bytes);
            var expected = $"5000000 {Convert.ToHexStringLower(SHA256.HashData(bytes))}\n";
            for (var i = 0; i < 6; i++)
            {
                var said = await ground.RunAsync("west/curl-0", "sh", "-c", $"nc -N {LabMesh.HelloAddress} {LabMesh.DigestPort} < {file}");
                Assert.Equal(expected, said.Output);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [NetnsFact]
    public async Task What_the_mesh_does_not_know_is_reached_as_it_is()
    {
        using var outside = Lab.StartIn(
            ground.Lab.Router(2), "node", "-e", "require('http').createServer((request, response) => response.end('outside\\n')).listen(8080)");
        try
        {
            await RunningMesh.Until(
                async () => (await ground.RunAsync("north/curl-0", "curl", "-sS", "-m", "5", $"http://{Lab.GatewayAddress(2)}:8080/")).Output == "outside\n",
                "an answer of what is no part of the mesh");
        }
        finally
        {
            outside.Kill(entireProcessTree: true);
        }
    }

    [NetnsTheory]
    [InlineData("west/curl-0", "127.0.0.1", 15001)]
    [InlineData("west/curl-0", "127.0.0.1", 15006)]
    [InlineData("west/curl-0", "10.244.0.10", 15001)]
    [InlineData("west/hello-0", "10.244.0.10", 15001)]
    [InlineData("west/hello-0", "10.244.0.10", 15006)]
    [InlineData("east/outsider-0", "10.244.0.10", 15001)]
    [InlineData("east/outsider-0", "10.244.0.10", 15006)]
    public async Task The_node_proxys_own_ports_lead_nowhere(string pod, string host, int port) =>
        AssertReset(await ground.RunAsync(pod, "curl", "-sS", "-m", "10", $"http://{host}:{port}/"));

    [NetnsFact]
    public async Task A_call_of_a_port_that_nobody_serves_is_reset_at_once() =>
        AssertReset(await ground.RunAsync("west/curl-0", "curl", "-sS", "-m", "10", $"http://{ground.Pod("west/hello-0").Address}:9/"));

    [NetnsFact]
    public async Task A_policy_that_comes_later_closes_what_it_forbids_and_nothing_else()
    {
        using var forbidden = ground.Start("east/curl-0", "curl", "-sSN", Url(ground.Pod("east/hello-0").Address) + "ticks");
        using var allowed = ground.Start("west/curl-0", "curl", "-sSN", Url(ground.Pod("west/hello-0").Address) + "ticks");
        try
        {
            Assert.Equal("tick", await forbidden.StandardOutput.ReadLineAsync());
            Assert.Equal("tick", await allowed.StandardOutput.ReadLineAsync());
            using (ground.Change("east", "services.yaml", text => text.Replace("sa/guest\"]", "sa/guest\", \"cluster.local/ns/sample/sa/curl\"]")))
            {
                using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
                await forbidden.WaitForExitAsync(late.Token);
                Assert.NotEqual(0, forbidden.ExitCode);
            }

            Assert.False(allowed.HasExited);
            Assert.Equal("tick", await allowed.StandardOutput.ReadLineAsync());
        }
        finally
        {
            allowed.Kill(entireProcessTree: true);
        }

        await RunningMesh.Until(
            async () => await AnswerAsync("east/curl-0", LabMesh.NearbyAddress) is not null, "east's hello takes curl again");
    }

    [NetnsTheory]
    [InlineData("--outbound redirect")]
    [InlineData("--outbound route")]
    public async Task Without_the_rules_nothing_is_captured_and_putting_them_in_twice_is_once(string way)
    {
        var guest = ground.Pod("east/guest-0");
        var untouched = (await Lab.RunInAsync(ground.Lab.Router(1), "ip", "rule")).Output;
        try
        {
            await RemoveAsync();
            await RemoveAsync();
            Assert.Equal("", (await ground.RunAsync("east/guest-0", "nft", "list", "ruleset")).Output);
            Assert.Equal(untouched, (await ground.RunAsync("east/guest-0", "ip", "rule")).Output);

            await ground.RedirectAsync(guest, way.Split(' '));
            var once = await RulesAsync();
            await ground.RedirectAsync(guest, way.Split(' '));
            Assert.Equal(once, await RulesAsync());
            Assert.NotEqual("", once);

            // What is put in the place of the other way is the same as without it.
            await ground.RedirectAsync(guest, "--outbound", way.EndsWith("route", StringComparison.Ordinal) ? "redirect" : "route");
            await ground.RedirectAsync(guest, way.Split(' '));
            Assert.Equal(once, await RulesAsync());
        }
        finally
        {
            await ground.RedirectAsync(guest);
        }

        Task RemoveAsync() => ground.ScopemeshAsync("node", "redirect", "remove", "--netns", ground.Lab.Of(guest));

        async Task<string> RulesAsync() =>
            (await ground.RunAsync("east/guest-0", "nft", "list", "ruleset")).Output
            + (await ground.RunAsync("east/guest-0", "ip", "rule")).Output
            + (await ground.RunAsync("east/guest-0", "ip", "-6", "rule")).Output;
    }

    [NetnsFact]
    public async Task What_routes_lead_is_not_tracked()
    {
        const int Connections = 40;
        var before = await TrackedAsync();
        var calls = await ground.RunAsync(
            "west/curl-0", "curl", "-sS", "-m", "30", "-H", "Connection: close", $"{Url(LabMesh.ClockAddress)}?n=[1-{Connections}]");
        Assert.True(calls.ExitCode == 0, calls.Errors);
        Assert.InRange(await TrackedAsync() - before, int.MinValue, Connections / 2);

        async Task<int> TrackedAsync() => int.Parse(
            (await ground.RunAsync("west/curl-0", "sysctl", "-n", "net.netfilter.nf_conntrack_count")).Output, CultureInfo.InvariantCulture);
    }

    /// <summary>The connection was refused or reset, and not left to wait.</summary>
    private static void AssertReset(Ran curl) => Assert.Contains(curl.ExitCode, (int[])[7, 55, 56]);

    private async Task<string?> AnswerAsync(string pod, string host) =>
        await ground.RunAsync(pod, "curl", "-sS", "-m", "5", Url(host)) is { ExitCode: 0 } answer ? answer.Output : null;

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
