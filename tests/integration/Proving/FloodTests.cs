using System.Diagnostics;
using System.Globalization;
using ScopeMesh.Tests.Integration.Up;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>What happens to everybody else when somebody opens far too much.</summary>
[Collection(ProvingCollection.Name)]
public sealed class FloodTests(ProvingGround ground)
{
    private const int ManyMiB = 400;

    // Opens connections, says how many it has, sends something in each or does not, and holds them until its input ends,
    // which it does not before the flood is disposed of.
    private const string Flood = """
        import resource, socket, sys
        host, port, count, said = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].encode()
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
        held = []
        for n in range(count):
            one = socket.socket()
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.settimeout(20)
            try:
                one.connect((host, port))
                if said:
                    one.send(said)
                held.append(one)
            except OSError:
                one.close()
        print(len(held), flush=True)
        sys.stdin.read()
        """;

    // Asks for names that are not the mesh's, as fast as it can and without waiting for an answer, says that it did, and goes
    // on asking now and then until its input ends.
    private const string Queries = """
        import os, socket, struct, sys, threading, time
        one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        one.setblocking(False)
        def ask(n):
            name = b''.join(bytes([len(part)]) + part for part in (b'n%d' % n, b'nowhere', b'example')) + b'\0'
            try:
                one.sendto(struct.pack('>HHHHHH', n & 0xffff, 0x100, 1, 0, 0, 0) + name + b'\0\1\0\1', ('198.51.100.53', 53))
            except BlockingIOError:
                time.sleep(0.001)
        count = int(sys.argv[1])
        for n in range(count):
            ask(n)
        print(count, flush=True)
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
        while True:
            count += 1
            ask(count)
            time.sleep(0.001)
        """;

    [NetnsFact]
    public async Task Ten_thousand_connections_leave_room_for_the_next_client()
    {
        using var flood = await StartFloodAsync("west/curl-0", LabMesh.NearbyAddress, LabMesh.HttpPort, 10_000, "");
        await AssertServedAsync("west/curl-0", "west/hello-0");
        await AssertServedAsync("west/hello-0", "west/curl-0");
        AssertSmall("west/curl-0", "west/hello-0");
    }

    [NetnsFact]
    public async Task Readers_that_do_not_read_hold_up_nobody_and_take_no_more_than_their_windows()
    {
        using var flood = await StartFloodAsync(
            "west/curl-0", LabMesh.NearbyAddress, LabMesh.HttpPort, 500, "GET /much HTTP/1.1\r\nHost: x\r\n\r\n");
        await AssertServedAsync("west/curl-0", "west/hello-0");
        await AssertServedAsync("west/hello-0", "west/curl-0");
        AssertSmall("west/curl-0", "west/hello-0");
    }

    [NetnsFact]
    public async Task Handshakes_that_are_never_finished_leave_room_for_the_next_client()
    {
        using var flood = await StartFloodAsync("east/outsider-0", ground.Pod("east/hello-0").Address, 15008, 5_000, "\u0016\u0003\u0001\u0002");
        await AssertServedAsync("east/curl-0", "east/hello-0");
        AssertSmall("east/hello-0");
    }

    [NetnsFact]
    public async Task Names_that_nobody_answers_leave_room_for_those_of_the_mesh()
    {
        using var flood = await StartAsync(20_000, "west/curl-0", "-c", Queries, "20000");
        foreach (var pod in (string[])["west/curl-0", "west/hello-0"])
        {
            // A datagram may find its socket's buffer full, and is sent again then, as every resolver does.
            var answer = await ground.RunAsync(pod, "dig", "+short", "+time=1", "+tries=10", "@198.51.100.53", "nearby.sample.svc.cluster.local");
            Assert.Equal(LabMesh.NearbyAddress, answer.Output.Trim().Split('\n')[^1]);
        }
        AssertSmall("west/curl-0");
    }

    /// <summary>Who lacks descriptors takes no more connections, keeps some for all else, and goes on when there are some again.</summary>
    [NetnsFact]
    public async Task At_the_last_descriptor_a_node_proxy_can_still_be_asked_and_serves_again_afterwards()
    {
        var proxy = ground.NodeProxyId("west/curl-0");
        await RunningMesh.Until(() => Task.FromResult(Directory.GetFiles($"/proc/{proxy}/fd").Length < 500), "what another flood left has gone");
        var before = await LimitAsync(proxy, 1_000);
        try
        {
            using (await StartFloodAsync("west/curl-0", LabMesh.NearbyAddress, LabMesh.HttpPort, 800, ""))
            {
                await RunningMesh.Until(() => Task.FromResult(ground.Logs.Contains("too many files are open")), "the node proxy says what it lacks");
                var metrics = await ground.RunAsync("west/curl-0", "curl", "-sSf", "-m", "10", "http://127.0.0.1:15000/metrics");
                Assert.Equal(0, metrics.ExitCode);
                var open = metrics.Output.Split('\n').First(line => line.StartsWith("process_open_fds ", StringComparison.Ordinal));
                Assert.True(int.Parse(open.Split(' ')[1], CultureInfo.InvariantCulture) > 600, open);
            }
            await RunningMesh.Until(async () => await IsServedAsync("west/curl-0", "west/hello-0"), "it serves when connections have ended");
        }
        finally
        {
            await LimitAsync(proxy, before);
        }
    }

    /// <summary>Says how many descriptors a process may have.</summary>
    /// <returns>How many it might before.</returns>
    private static async Task<int> LimitAsync(int process, int count)
    {
        var was = await NetworkNamespaces.RunAsync("prlimit", ["--pid", $"{process}", "--nofile", "--output", "SOFT", "--noheadings"]);
        var set = await NetworkNamespaces.RunAsync("prlimit", ["--pid", $"{process}", $"--nofile={count}:"]);
        Assert.True(set.Code == 0, set.Error);
        return int.Parse(was.Output.Trim(), CultureInfo.InvariantCulture);
    }

    private Task<RunningFlood> StartFloodAsync(string pod, string host, int port, int count, string said) => StartAsync(
        count, pod, "-c", Flood, host, port.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture), said);

    private async Task<RunningFlood> StartAsync(int count, string pod, params string[] arguments)
    {
        var flood = new RunningFlood(ground.Start(pod, "python3", arguments));
        var opened = await flood.Process.StandardOutput.ReadLineAsync();
        Assert.True(int.Parse(opened!, CultureInfo.InvariantCulture) > count / 2, $"{opened} were opened");
        return flood;
    }

    /// <summary>A pod calls another, through the node proxies of both.</summary>
    private async Task AssertServedAsync(string caller, string callee) =>
        Assert.True(await IsServedAsync(caller, callee), $"{caller} is not served by {callee}; {ground.Logs}");

    private async Task<bool> IsServedAsync(string caller, string callee)
    {
        var answer = await ground.RunAsync(caller, "curl", "-sS", "-m", "10", $"http://{ground.Pod(callee).Address}:{LabMesh.HttpPort}/");
        return answer.Output.StartsWith($"{callee} sees", StringComparison.Ordinal);
    }

    private void AssertSmall(params string[] pods) => Assert.All(pods, pod => Assert.InRange(ground.NodeProxyMiB(pod), 1, ManyMiB));

    private sealed class RunningFlood(Process process) : IDisposable
    {
        public Process Process => process;

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }
    }
}
