using System.Diagnostics;
using System.Globalization;
using System.Text;
using ScopeMesh.Tests.Support.Namespaces;

namespace ScopeMesh.Tests.Integration.Proving;

/// <summary>What a program said and how it ended.</summary>
public sealed record Ran(int ExitCode, string Output, string Errors);

/// <summary>A pod of the lab: a network namespace on a node.</summary>
/// <param name="Cluster">The place of its cluster, from 1.</param>
/// <param name="Node">The place of its node, from 0.</param>
/// <param name="Host">The last part of its addresses.</param>
/// <param name="Name">Its name.</param>
public sealed record LabPod(int Cluster, int Node, int Host, string Name)
{
    /// <summary>Its address, which pods of other clusters have too.</summary>
    public string Address => $"10.244.{Node}.{Host}";

    /// <summary>Its IPv6 address, which pods of other clusters have too.</summary>
    public string AddressV6 => $"fd00:10:244:{Node}::{Host:x}";
}

/// <summary>
/// Real networks on this machine, of network namespaces and pairs of virtual devices: clusters of two nodes and a router
/// each, all with the same ranges of addresses, and a network between the routers.
/// </summary>
public sealed class Lab : IAsyncDisposable
{
    public const int NodesPerCluster = 2;
    private const string ClusterRange = "172.18.0";

    // Where `ip netns exec` finds what stands in the place of files of /etc.
    private const string ResolverFolder = "/etc/netns";
    private readonly string _prefix = $"sm{Environment.ProcessId:x}";
    private readonly int _clusters;
    private readonly IReadOnlyList<LabPod> _pods;

    private Lab(int clusters, IReadOnlyList<LabPod> pods) => (_clusters, _pods) = (clusters, pods);

    /// <summary>Where a cluster's control plane is, for the hosts of the cluster.</summary>
    public static string ControlAddress => $"{ClusterRange}.1";

    /// <summary>Makes the networks.</summary>
    /// <exception cref="InvalidOperationException">They cannot be made here; the message says why.</exception>
    public static async Task<Lab> CreateAsync(int clusters, IReadOnlyList<LabPod> pods)
    {
        var lab = new Lab(clusters, pods);
        var made = await RunAsync("bash", ["-e", "-u"], lab.Script());
        if (made.ExitCode == 0)
            return lab;
        await lab.DisposeAsync();
        throw new InvalidOperationException($"network namespaces cannot be made here: {made.Errors.Trim()}");
    }

    /// <summary>The address of a cluster's gateway, where other clusters reach it.</summary>
    public static string GatewayAddress(int cluster) => $"192.0.2.{cluster}";

    /// <summary>The namespace of a cluster's router, in which its control plane and its gateway run.</summary>
    public string Router(int cluster) => $"{_prefix}-r{cluster}";

    /// <summary>The namespace of a node.</summary>
    public string Node(int cluster, int node) => $"{_prefix}-n{cluster}-{node}";

    /// <summary>The namespace of a pod.</summary>
    public string Of(LabPod pod) => $"{_prefix}-{pod.Cluster}-{pod.Name}";

    /// <summary>Runs a program in a namespace to its end.</summary>
    public static Task<Ran> RunInAsync(string netns, string program, params string[] arguments) =>
        RunAsync("ip", ["netns", "exec", netns, program, .. arguments], "");

    /// <summary>Starts a program in a namespace.</summary>
    public static Process StartIn(string netns, string program, params string[] arguments) =>
        NetworkNamespaces.Start("ip", ["netns", "exec", netns, program, .. arguments]);

    public async ValueTask DisposeAsync()
    {
        foreach (var netns in Namespaces())
            await RunAsync("ip", ["netns", "del", netns], "");
        foreach (var pod in _pods.Select(Of).Where(pod => Directory.Exists($"{ResolverFolder}/{pod}")))
            Directory.Delete($"{ResolverFolder}/{pod}", recursive: true);
    }

    private IEnumerable<string> Namespaces() =>
    [
        Wan,
        .. Enumerable.Range(1, _clusters).SelectMany(cluster => (string[])
            [Router(cluster), .. Enumerable.Range(0, NodesPerCluster).Select(node => Node(cluster, node))]),
        .. _pods.Select(Of),
    ];

    private string Wan => $"{_prefix}-wan";

    private string Script()
    {
        var script = new StringBuilder();
        foreach (var netns in Namespaces())
            Add($"ip netns add {netns}", $"ip -n {netns} link set lo up");
        Add($"ip -n {Wan} link add br0 type bridge", $"ip -n {Wan} link set br0 up");
        for (var cluster = 1; cluster <= _clusters; cluster++)
        {
            Add([.. RouterLines(cluster)]);
            for (var node = 0; node < NodesPerCluster; node++)
                Add([.. NodeLines(cluster, node)]);
        }

        foreach (var pod in _pods)
            Add([.. PodLines(pod)]);
        return script.ToString();

        void Add(params string[] lines) => script.AppendJoin('\n', lines).Append('\n');
    }

    private IEnumerable<string> RouterLines(int cluster)
    {
        var router = Router(cluster);
        yield return $"ip -n {Wan} link add p{cluster} type veth peer name wan netns {router}";
        yield return $"ip -n {Wan} link set p{cluster} master br0 up";
        yield return $"ip -n {router} addr add {GatewayAddress(cluster)}/24 dev wan";
        yield return $"ip -n {router} addr add 2001:db8::{cluster}/64 dev wan nodad";
        yield return $"ip -n {router} link set wan up";
        yield return $"ip -n {router} link add br0 type bridge";
        yield return $"ip -n {router} addr add {ControlAddress}/24 dev br0";
        yield return $"ip -n {router} addr add fd00:172::1/64 dev br0 nodad";
        yield return $"ip -n {router} link set br0 up";
        yield return Forwarding(router);
        // Pods of all clusters have the same addresses: outside they are seen as their router.
        yield return $"ip netns exec {router} nft 'table inet lab {{ chain out {{ type nat hook postrouting priority srcnat; oifname wan masquerade; }}; }}'";
    }

    private IEnumerable<string> NodeLines(int cluster, int node)
    {
        var (router, name) = (Router(cluster), Node(cluster, node));
        var address = $"{ClusterRange}.{10 + node}";
        var addressV6 = $"fd00:172::{10 + node:x}";
        yield return $"ip -n {router} link add n{node} type veth peer name eth0 netns {name}";
        yield return $"ip -n {router} link set n{node} master br0 up";
        yield return $"ip -n {name} addr add {address}/24 dev eth0";
        yield return $"ip -n {name} addr add {addressV6}/64 dev eth0 nodad";
        yield return $"ip -n {name} link set eth0 up";
        yield return $"ip -n {name} route add default via {ControlAddress}";
        yield return $"ip -n {name} -6 route add default via fd00:172::1";
        yield return $"ip -n {name} link add br0 type bridge";
        yield return $"ip -n {name} addr add 10.244.{node}.1/24 dev br0";
        yield return $"ip -n {name} addr add fd00:10:244:{node}::1/64 dev br0 nodad";
        yield return $"ip -n {name} link set br0 up";
        yield return $"ip -n {router} route add 10.244.{node}.0/24 via {address}";
        yield return $"ip -n {router} -6 route add fd00:10:244:{node}::/64 via {addressV6}";
        yield return Forwarding(name);
    }

    private IEnumerable<string> PodLines(LabPod pod)
    {
        var (node, name) = (Node(pod.Cluster, pod.Node), Of(pod));
        yield return $"ip -n {node} link add p{pod.Host} type veth peer name eth0 netns {name}";
        yield return $"ip -n {node} link set p{pod.Host} master br0 up";
        yield return $"ip -n {name} addr add {pod.Address}/24 dev eth0";
        yield return $"ip -n {name} addr add {pod.AddressV6}/64 dev eth0 nodad";
        yield return $"ip -n {name} link set eth0 up";
        yield return $"ip -n {name} route add default via 10.244.{pod.Node}.1";
        yield return $"ip -n {name} -6 route add default via fd00:10:244:{pod.Node}::1";
        // As the kubelet writes it: nobody is at that address, so that names come from the node proxy alone.
        yield return $"mkdir -p {ResolverFolder}/{name}";
        yield return $"printf 'nameserver 10.96.0.10\\nsearch sample.svc.cluster.local svc.cluster.local cluster.local\\noptions ndots:5 timeout:2\\n' > {ResolverFolder}/{name}/resolv.conf";
    }

    private static string Forwarding(string netns) => string.Create(
        CultureInfo.InvariantCulture, $"ip netns exec {netns} sysctl -q -w net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");

    private static async Task<Ran> RunAsync(string program, IEnumerable<string> arguments, string input)
    {
        var (code, output, error) = await NetworkNamespaces.RunAsync(program, arguments, input);
        return new Ran(code, output, error);
    }
}
