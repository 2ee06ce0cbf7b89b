using System.Diagnostics;
using System.Globalization;
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

    [NetnsFact]
    public async Task Ten_thousand_connections_leave_room_for_the_next_client()
    {
        using var flood = await StartFloodAsync("west/curl-0", LabMesh.NearbyAddress, LabMesh.HttpPort, 10_000, "");
        await AssertServedAsync("west/hello-0", "west/curl-0");
        AssertSmall("west/curl-0", "west/hello-0");
    }

    [NetnsFact]
    public async Task Readers_that_do_not_read_hold_up_nobody_and_take_no_more_than_their_windows()
    {
        using var flood = await StartFloodAsync(
            "west/curl-0", LabMesh.NearbyAddress, LabMesh.HttpPort, 500, "GET /much HTTP/1.1\r\nHost: x\r\n\r\n");
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

    private async Task<RunningFlood> StartFloodAsync(string pod, string host, int port, int count, string said)
    {
        var flood = new RunningFlood(ground.Start(
            pod, "python3", "-c", Flood, host, port.ToString(CultureInfo.InvariantCulture), count.ToString(CultureInfo.InvariantCulture), said));
        var opened = await flood.Process.StandardOutput.ReadLineAsync();
        Assert.True(int.Parse(opened!, CultureInfo.InvariantCulture) > count / 2, $"{opened} were opened");
        return flood;
    }

    /// <summary>
    /// A pod calls another, through the node proxies of both. Where one of them floods the other, it is the one that is
    /// flooded that calls: who floods has its own programs wait.
    /// </summary>
    private async Task AssertServedAsync(string caller, string callee)
    {
        var answer = await ground.RunAsync(caller, "curl", "-sS", "-m", "10", $"http://{ground.Pod(callee).Address}:{LabMesh.HttpPort}/");
        Assert.StartsWith($"{callee} sees", answer.Output);
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
