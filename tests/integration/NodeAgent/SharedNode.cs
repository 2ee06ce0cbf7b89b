using Microsoft.Extensions.Logging.Abstractions;
using ScopeMesh.Hosts.NodeProxy.Zds;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.NodeAgent;

/// <summary>A node proxy's part that serves pods as a node agent says, with a socket in a folder of its own, and namespaces for pods.</summary>
internal sealed class SharedNode : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zds");
    private readonly List<TestNamespace> _namespaces = [];

    private SharedNode(ZdsLimits limits)
    {
        Socket = Path.Combine(_folder.FullName, "ztunnel.sock");
        Agent = new PodAgent(new PodAgentOptions { Socket = Socket, Limits = limits }, new GreetingProxies(), TimeProvider.System, NullLogger<PodAgent>.Instance);
    }

    public string Socket { get; }

    public PodAgent Agent { get; }

    public PodsState State => Agent.State;

    /// <summary>Starts it, and says what it is patient about.</summary>
    public static async Task<SharedNode> StartAsync(ZdsLimits? limits = null)
    {
        var node = new SharedNode(limits ?? ZdsLimits.Default);
        await node.Agent.StartAsync(CancellationToken.None);
        return node;
    }

    /// <summary>Makes the network namespace of a pod.</summary>
    public async Task<TestNamespace> NamespaceAsync(string stem)
    {
        var made = await NetworkNamespaces.AddAsync(stem);
        _namespaces.Add(made);
        return made;
    }

    /// <summary>Waits until something is so of the pods.</summary>
    public async Task UntilAsync(Func<PodsState, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!isSo(State))
            await Task.Delay(5, patience.Token);
    }

    /// <summary>Who answers a program in a namespace that connects; null where nobody listens.</summary>
    public static async Task<string?> AskWithinAsync(TestNamespace within)
    {
        const string program =
            "import socket, sys\n"
            + "try:\n"
            + "    print(socket.create_connection(('127.0.0.1', int(sys.argv[1])), 30).recv(100).decode())\n"
            + "except ConnectionRefusedError:\n"
            + "    print('refused')\n";
        var (code, output, error) = await within.RunAsync("/usr/bin/python3", "-c", program, $"{GreetingProxies.Port}");
        Assert.True(code == 0, error);
        return output.Trim() is "refused" ? null : output.Trim();
    }

    /// <summary>How many descriptors of the network namespaces of pods this process has.</summary>
    public int Descriptors()
    {
        var count = 0;
        foreach (var entry in Directory.EnumerateFiles("/proc/self/fd"))
        {
            // One may be closed while they are listed.
            if (new FileInfo(entry).LinkTarget is { } target && _namespaces.Any(one => target.Contains(one.Name, StringComparison.Ordinal)))
                count++;
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.StopAsync(CancellationToken.None);
        Agent.Dispose();
        foreach (var made in _namespaces)
            await made.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
