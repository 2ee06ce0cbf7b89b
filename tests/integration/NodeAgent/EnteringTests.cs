using System.Net;
using System.Net.Sockets;
using ScopeMesh.Hosts.Namespaces;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.NodeAgent;

/// <summary>Entering network namespaces, and coming back.</summary>
public sealed class EnteringTests
{
    private const string Here = "/proc/thread-self/ns/net";

    [NetnsFact]
    public async Task What_runs_inside_is_inside_and_whoever_asked_stays_where_it_was()
    {
        await using var made = await NetworkNamespaces.AddAsync("in");
        using var within = NetworkNamespace.Open(made.Path);
        var before = Where();
        Assert.NotEqual(before, within.Id.ToString());

        var (inside, thread) = within.Run(() => (Where(), Environment.CurrentManagedThreadId));
        Assert.Equal(within.Id.ToString(), inside);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(before, Where());

        Assert.Equal(within.Id.ToString(), within.Visit(0, _ => Where()));
        Assert.Equal(before, Where());
        Assert.Null(NetworkNamespace.WhyUnable());
    }

    [NetnsFact]
    public async Task A_socket_that_is_made_inside_stays_there()
    {
        await using var made = await NetworkNamespaces.AddAsync("in");
        using var within = NetworkNamespace.Open(made.Path);
        using var listener = within.Run(() => Listen(new IPEndPoint(IPAddress.IPv6Loopback, 0)));
        var end = (IPEndPoint)listener.LocalEndPoint!;
        var accepting = listener.AcceptAsync(TestContext.Current.CancellationToken);

        using (var outside = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp))
            await Assert.ThrowsAsync<SocketException>(async () => await outside.ConnectAsync(end, TestContext.Current.CancellationToken));
        using var caller = within.Visit(AddressFamily.InterNetworkV6, family => new Socket(family, SocketType.Stream, ProtocolType.Tcp));
        await caller.ConnectAsync(end, TestContext.Current.CancellationToken);
        using var accepted = await accepting;
        Assert.Equal(caller.LocalEndPoint, accepted.RemoteEndPoint);
    }

    [NetnsFact]
    public async Task A_process_and_a_name_lead_to_the_same_namespace()
    {
        await using var made = await NetworkNamespaces.AddAsync("in");
        await using var other = await NetworkNamespaces.AddAsync("other");
        using var process = made.Start("cat");
        // What it says back it says from inside.
        await process.StandardInput.WriteLineAsync("there");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("there", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using var byName = NetworkNamespace.Open(made.Path);
        using var byProcess = NetworkNamespace.Open($"/proc/{process.Id}/ns/net");
        using var another = NetworkNamespace.Open(other.Path);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(byName.Id, byProcess.Id);
        Assert.NotEqual(byName.Id, another.Id);
    }

    [NetnsFact]
    public async Task What_is_thrown_inside_is_thrown_outside_and_the_thread_is_home_again()
    {
        await using var made = await NetworkNamespaces.AddAsync("in");
        using var within = NetworkNamespace.Open(made.Path);
        var before = Where();
        Assert.Equal("inside", Assert.Throws<InvalidOperationException>(() => within.Run<int>(() => throw new InvalidOperationException("inside"))).Message);
        Assert.Equal("inside", Assert.Throws<InvalidOperationException>(() => within.Visit<int, int>(0, _ => throw new InvalidOperationException("inside"))).Message);
        Assert.Equal(before, Where());
    }

    private static string? Where() => new FileInfo(Here).LinkTarget;

    private static Socket Listen(IPEndPoint end)
    {
        var socket = new Socket(end.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(end);
        socket.Listen();
        return socket;
    }
}
