using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.NodeAgent;

/// <summary>Shared mode with a node agent in another process, and pods that are network namespaces.</summary>
public sealed class NodeAgentTests
{
    private static readonly ZdsLimits Eager = new() { RetryMilliseconds = 50, MaximumReconnectDelayMilliseconds = 50 };

    [NetnsFact]
    public async Task Pods_are_served_each_in_its_own_namespace_until_they_are_gone()
    {
        await using var node = await SharedNode.StartAsync(Eager);
        await using var agent = await NodeAgentProcess.StartAsync(node.Socket);
        var (a, b) = (await node.NamespaceAsync("a"), await node.NamespaceAsync("b"));
        await agent.AcceptAsync();

        Assert.Equal("", await agent.AddAsync("uid-a", a.Path));
        Assert.Equal("uid-a", await SharedNode.AskWithinAsync(a));
        Assert.Null(await SharedNode.AskWithinAsync(b));
        Assert.False(node.State.IsReady);
        Assert.Equal("", await agent.SnapshotAsync());
        Assert.True(node.State.IsReady);
        Assert.Equal(new PodInfo("uid-a", "pod-uid-a", "sample", "default"), node.State.Pods["uid-a"].Info);

        // The same port, in another namespace.
        Assert.Equal("", await agent.AddAsync("uid-b", b.Path));
        Assert.Equal("uid-b", await SharedNode.AskWithinAsync(b));
        Assert.Equal("", await agent.DeleteAsync("uid-a"));
        Assert.Null(await SharedNode.AskWithinAsync(a));
        Assert.Equal("uid-b", await SharedNode.AskWithinAsync(b));
        await node.UntilAsync(state => state is { StartedCount: 2, EndedCount: 1, IsReady: true });
        Assert.Equal(1, node.Descriptors());
    }

    [NetnsFact]
    public async Task A_repeated_add_starts_nothing_and_another_namespace_takes_the_pod_there()
    {
        await using var node = await SharedNode.StartAsync(Eager);
        await using var agent = await NodeAgentProcess.StartAsync(node.Socket);
        var (a, b) = (await node.NamespaceAsync("a"), await node.NamespaceAsync("b"));
        await agent.AcceptAsync();

        for (var times = 0; times < 3; times++)
            Assert.Equal("", await agent.AddAsync("uid-a", a.Path));
        Assert.Equal(1, node.State.StartedCount);
        Assert.Equal("", await agent.AddAsync("uid-a", b.Path));
        Assert.Null(await SharedNode.AskWithinAsync(a));
        Assert.Equal("uid-a", await SharedNode.AskWithinAsync(b));
        await node.UntilAsync(state => state.Leaving.IsEmpty);
        Assert.Equal(1, node.Descriptors());
    }

    [NetnsFact]
    public async Task An_agent_that_restarts_keeps_or_adds_pods_again_and_those_that_it_does_not_name_are_gone()
    {
        await using var node = await SharedNode.StartAsync(Eager);
        var (kept, added, gone) = (await node.NamespaceAsync("kept"), await node.NamespaceAsync("added"), await node.NamespaceAsync("gone"));
        await using (var first = await NodeAgentProcess.StartAsync(node.Socket))
        {
            await first.AcceptAsync();
            foreach (var one in new[] { kept, added, gone })
                Assert.Equal("", await first.AddAsync(one.Name, one.Path));
            Assert.Equal("", await first.SnapshotAsync());
        }

        await node.UntilAsync(state => !state.IsConnected);
        Assert.Equal(["workload proxy manager"], node.Agent.Pending);
        Assert.Equal(gone.Name, await SharedNode.AskWithinAsync(gone));

        await using var second = await NodeAgentProcess.StartAsync(node.Socket);
        await second.AcceptAsync();
        Assert.Equal("", await second.KeepAsync(kept.Name));
        Assert.Equal("", await second.KeepAsync("nobody-knows-it"));
        Assert.Equal("", await second.AddAsync(added.Name, added.Path));
        Assert.Equal(gone.Name, await SharedNode.AskWithinAsync(gone));
        Assert.Equal("", await second.SnapshotAsync());
        Assert.Empty(node.Agent.Pending);
        Assert.Null(await SharedNode.AskWithinAsync(gone));
        Assert.Equal(kept.Name, await SharedNode.AskWithinAsync(kept));
        Assert.Equal(added.Name, await SharedNode.AskWithinAsync(added));
        Assert.Equal(3, node.State.StartedCount);
    }

    [NetnsFact]
    public async Task A_pod_whose_port_is_taken_is_refused_and_served_as_soon_as_it_is_free()
    {
        await using var node = await SharedNode.StartAsync(Eager);
        await using var agent = await NodeAgentProcess.StartAsync(node.Socket);
        var a = await node.NamespaceAsync("a");
        using (var other = a.Start("/usr/bin/python3", "-c", Occupy))
        {
            Assert.Equal("listening", await other.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            await agent.AcceptAsync();
            Assert.Contains("in use", await agent.AddAsync("uid-a", a.Path));
            Assert.Equal("", await agent.SnapshotAsync());
            Assert.Equal((false, 0), (node.State.IsReady, node.State.StartedCount));
            other.StandardInput.Close();
            await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await node.UntilAsync(state => state.IsReady);
        Assert.Equal("uid-a", await SharedNode.AskWithinAsync(a));
    }

    [NetnsFact]
    public async Task What_breaks_the_protocol_is_refused_the_connection_made_anew_and_no_pod_harmed()
    {
        await using var node = await SharedNode.StartAsync(Eager);
        await using var agent = await NodeAgentProcess.StartAsync(node.Socket);
        var a = await node.NamespaceAsync("a");
        await agent.AcceptAsync();
        Assert.Equal("", await agent.AddAsync("uid-a", a.Path));

        var violations = 0;
        foreach (var (request, why) in Violations(a.Path))
        {
            Assert.Contains(why, await agent.AskAsync(request));
            await agent.ClosedAsync();
            Assert.Equal(++violations, node.State.ViolationCount);
            await agent.AcceptAsync();
        }

        Assert.Contains("`uid-a`, came after the snapshot", await AfterSnapshotAsync(new { Do = "keep", Uid = "uid-a" }));
        Assert.Contains("a second snapshot_sent", await AfterSnapshotAsync(new { Do = "snapshot" }));

        Assert.Equal("uid-a", await SharedNode.AskWithinAsync(a));
        Assert.Equal(1, node.State.StartedCount);
        // Whatever came, one is left: that of the pod.
        Assert.Equal(1, node.Descriptors());

        async Task<string> AfterSnapshotAsync(object request)
        {
            Assert.Equal("", await agent.KeepAsync("uid-a"));
            Assert.Equal("", await agent.SnapshotAsync());
            var answer = await agent.AskAsync(request);
            await agent.ClosedAsync();
            await node.UntilAsync(state => !state.IsReady);
            await agent.AcceptAsync();
            return answer;
        }
    }

    [NetnsFact]
    public async Task A_descriptor_of_something_else_is_refused_and_the_connection_goes_on()
    {
        await using var node = await SharedNode.StartAsync(Eager);
        await using var agent = await NodeAgentProcess.StartAsync(node.Socket);
        var a = await node.NamespaceAsync("a");
        await agent.AcceptAsync();
        Assert.Contains("is of no network namespace", await agent.AddAsync("uid-a", "/dev/null"));
        Assert.Contains("is of no network namespace", await agent.AddAsync("uid-a", "/proc/self/ns/uts"));
        Assert.Equal("", await agent.AddAsync("uid-a", a.Path));
        Assert.Equal("", await agent.SnapshotAsync());
        Assert.True(node.State.IsReady);
    }

    [NetnsFact]
    public async Task An_agent_that_closes_at_hello_is_tried_again_until_it_does_not()
    {
        await using var node = await SharedNode.StartAsync(Eager);
        await using var agent = await NodeAgentProcess.StartAsync(node.Socket);
        var a = await node.NamespaceAsync("a");
        for (var times = 0; times < 5; times++)
        {
            await agent.DoAsync(new { Do = "refuse_hello" });
            Assert.False(node.State.IsReady);
        }

        await agent.AcceptAsync();
        Assert.Equal("", await agent.AddAsync("uid-a", a.Path));
        Assert.Equal("", await agent.SnapshotAsync());
        Assert.True(node.State.IsReady);
    }

    [NetnsFact]
    public async Task An_agent_that_reads_no_answers_loses_its_connection_and_may_come_again()
    {
        await using var node = await SharedNode.StartAsync(Eager with { AnswerTimeoutMilliseconds = 100 });
        await using var agent = await NodeAgentProcess.StartAsync(node.Socket);
        await agent.AcceptAsync();
        var flooded = (await agent.DoAsync(new { Do = "flood", Uid = "uid-a", Count = 1_000_000 }))["flooded"]!.GetValue<int>();
        Assert.InRange(flooded, 1, 999_999);
        await agent.AcceptAsync();
        Assert.Equal("", await agent.SnapshotAsync());
        Assert.True(node.State.IsReady);
    }

    private const string Occupy =
        "import socket, sys\n"
        + "listener = socket.create_server(('0.0.0.0', 15006))\n"
        + "print('listening', flush=True)\n"
        + "sys.stdin.read()\n";

    private static IEnumerable<(object Request, string Why)> Violations(string netns)
    {
        object Add(string uid, params string[] paths) =>
            new { Do = "add", Uid = uid, Name = "n", Namespace = "ns", ServiceAccount = "sa", Netns = paths };

        yield return (Add("uid-b"), "an add has 0 file descriptors");
        yield return (Add("uid-b", netns, netns), "an add has 2 file descriptors");
        yield return (Add("uid-b", [.. Enumerable.Repeat(netns, 20)]), "file descriptors were lost");
        yield return (Add("", netns), "an add has no `uid`");
        yield return (Add(new string('u', 1100), netns), "longer than 1024 bytes");
        yield return (new { Do = "add_without_info", Uid = "uid-b", Netns = new[] { netns } }, "no `workload_info`");
        yield return (new { Do = "del", Uid = "uid-a", Netns = new[] { netns } }, "1 file descriptors came with a message that is no add");
        yield return (new { Do = "del", Uid = "" }, "a del has no `uid`");
        yield return (new { Do = "keep", Uid = "uid-a", Netns = new[] { netns } }, "1 file descriptors came with a message that is no add");
        yield return (new { Do = "raw", Bytes = "ffffff", Netns = Array.Empty<string>() }, "the bytes are no message");
        yield return (new { Do = "raw", Bytes = "ffffff", Netns = new[] { netns } }, "the bytes are no message");
        // A field that a later version may know.
        yield return (new { Do = "raw", Bytes = "7a00", Netns = Array.Empty<string>() }, "none of add, keep, del and snapshot_sent");
    }
}
