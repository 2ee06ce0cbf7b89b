using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ScopeMesh.Hosts.Certificates;
using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Hosts.Gateway;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.Telemetry.Logs;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Up;

/// <summary>One cluster on this machine: its control plane, a node proxy a Node, its gateways, and its pods.</summary>
internal sealed class ClusterRuntime : IAsyncDisposable
{
    private readonly UpOptions _options;
    private readonly PortAllocator _ports;
    private readonly PodRuntime _pods;
    private readonly X509Certificate2Collection _roots;
    private readonly IHost _control;
    private ImmutableSortedDictionary<string, (IHost Host, IPEndPoint Admin, string Network)> _nodes =
        ImmutableSortedDictionary.Create<string, (IHost Host, IPEndPoint Admin, string Network)>(StringComparer.Ordinal);

    private ImmutableSortedDictionary<NamespacedName, (IHost Host, EastWestGateway Gateway, IPEndPoint Admin)> _gateways =
        ImmutableSortedDictionary<NamespacedName, (IHost Host, EastWestGateway Gateway, IPEndPoint Admin)>.Empty;

    private readonly Dictionary<CallerIdentity, string> _issued = [];
    private readonly List<Task> _ending = [];
    private BootstrapTokens _tokens = BootstrapTokens.None;

    private ClusterRuntime(
        Cluster cluster, UpOptions options, PortAllocator ports, CertificateAuthority authority, ILoggerFactory logs)
    {
        Id = cluster.Id;
        _options = options;
        _ports = ports;
        _roots = authority.Roots;
        _pods = new PodRuntime(Network, logs.CreateLogger<PodRuntime>());
        Control = ports.Next();
        ControlAdmin = ports.Next();
        _control = ControlHost.Build(
            new ControlOptions
            {
                Cluster = cluster.Id,
                MeshFolder = options.MeshFolder,
                Authority = authority,
                Tokens = () => Volatile.Read(ref _tokens),
                Listen = Control,
                Admin = ControlAdmin,
            },
            logging =>
            {
                options.Logging(logging);

                // What the texts of the mesh say wrong is reported once, not by every control plane.
                logging.AddFilter<LineLoggers>("ScopeMesh.Hosts.Sources", LogLevel.None);
            });
    }

    public string Id { get; }

    public IPEndPoint Control { get; }

    public IPEndPoint ControlAdmin { get; }

    public UnderlayNetwork Network { get; } = new(UnderlayMap.Identity);

    /// <summary>The node proxies by the names of their Nodes, with the networks of these; empty for the cluster's.</summary>
    public IReadOnlyDictionary<string, (IHost Host, IPEndPoint Admin, string Network)> Nodes => _nodes;

    /// <summary>The gateways by their names.</summary>
    public IReadOnlyDictionary<NamespacedName, (IHost Host, EastWestGateway Gateway, IPEndPoint Admin)> Gateways => _gateways;

    /// <summary>Starts the control plane of a cluster; nodes, gateways and pods come by <see cref="FollowAsync"/>.</summary>
    /// <exception cref="ListenException">A port is taken.</exception>
    public static async Task<ClusterRuntime> StartAsync(
        Cluster cluster,
        UpOptions options,
        PortAllocator ports,
        CertificateAuthority authority,
        ILoggerFactory logs,
        CancellationToken cancellationToken)
    {
        var runtime = new ClusterRuntime(cluster, options, ports, authority, logs);
        await runtime._control.StartAsync(cancellationToken);
        return runtime;
    }

    /// <summary>Runs what the cluster has now, and stops hosts that it has no more; pods that it has no more go on.</summary>
    /// <returns>Whether every pod runs.</returns>
    public async Task<bool> FollowAsync(Cluster cluster, UnderlayMap map, CancellationToken cancellationToken)
    {
        Network.Map = map;
        var allRun = await _pods.StartAsync(cluster.Pods, cancellationToken);
        foreach (var (gone, running) in _nodes.Where(node => cluster.Nodes.All(wanted => wanted.Name != node.Key || wanted.Network != node.Value.Network)))
        {
            _nodes = _nodes.Remove(gone);
            StopInBackground(running.Host);
        }

        foreach (var node in cluster.Nodes.Where(node => !_nodes.ContainsKey(node.Name)))
            await StartNodeAsync(node, cluster, cancellationToken);
        foreach (var (gone, running) in _gateways.Where(gateway => !cluster.Gateways.Contains(gateway.Value.Gateway)))
        {
            _gateways = _gateways.Remove(gone);
            StopInBackground(running.Host);
        }

        // One that is known by names alone runs elsewhere: nobody here could listen for it.
        foreach (var gateway in cluster.Gateways.Where(
            gateway => !gateway.Addresses.IsEmpty && !_gateways.ContainsKey(gateway.Name)))
            await StartGatewayAsync(gateway, cancellationToken);
        return allRun;
    }

    /// <summary>Stops the pods that the cluster has no more.</summary>
    public Task StopGonePodsAsync(Cluster cluster) => _pods.StopOthersAsync(cluster.Pods);

    public async ValueTask DisposeAsync()
    {
        // All at once: a node proxy waits for the connections that others hold open to it.
        await Task.WhenAll(_nodes.Values.Select(node => StopAsync(node.Host))
            .Concat(_gateways.Values.Select(gateway => StopAsync(gateway.Host)))
            .Concat(_ending));
        await StopAsync(_control);
        await _pods.DisposeAsync();
    }

    private async Task StartNodeAsync(Node node, Cluster cluster, CancellationToken cancellationToken)
    {
        var admin = _ports.Next();
        var token = Issue(new CallerIdentity(
            CallerKind.Node, WellKnown.SystemNamespace, NodeOptions.ServiceAccount, node.Name));
        var host = NodeHost.Build(
            new NodeOptions
            {
                Cluster = Id,
                Node = node.Name,
                TrustDomain = cluster.TrustDomain,
                Supply = new NodeSupply.ControlPlane(Control, _roots, () => token),
                Network = Network,
                NetworkName = node.Network,
                Admin = admin,
                Mode = new NodeMode.Socks(_ports.NextBlock()),
            },
            _options.Logging);
        await StartAsync(host, cancellationToken);
        _nodes = _nodes.SetItem(node.Name, (host, admin, node.Network));
    }

    private async Task StartGatewayAsync(EastWestGateway gateway, CancellationToken cancellationToken)
    {
        var admin = _ports.Next();
        var identity = gateway.Identity;
        var token = Issue(new CallerIdentity(CallerKind.Gateway, identity.Namespace, identity.ServiceAccount, Node: null));
        var host = GatewayHost.Build(
            new GatewayOptions
            {
                Cluster = Id,
                GatewayNetwork = gateway.Network,
                Name = gateway.Name,
                Identity = identity,
                Listen = gateway.Addresses.Select(address => new IPEndPoint(address, gateway.HbonePort)).ToValueList(),
                Control = Control,
                Roots = _roots,
                Token = () => token,
                Network = Network,
                Admin = admin,
            },
            _options.Logging);
        await StartAsync(host, cancellationToken);
        _gateways = _gateways.SetItem(gateway.Name, (host, gateway, admin));
    }

    /// <summary>A token of its own for each host, which its control plane knows from now on.</summary>
    private string Issue(CallerIdentity caller)
    {
        if (_issued.TryGetValue(caller, out var issued))
            return issued;
        var (tokens, token) = _tokens.Issue(caller, RandomNumberGenerator.Fill);
        Volatile.Write(ref _tokens, tokens);
        return _issued[caller] = token;
    }

    /// <summary>Starts a host; one that cannot start leaves nothing behind.</summary>
    private static async Task StartAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch
        {
            await StopAsync(host);
            throw;
        }
    }

    /// <summary>Its addresses are free at once; connections that it serves may take a while to end.</summary>
    private void StopInBackground(IHost host)
    {
        _ending.RemoveAll(task => task.IsCompleted);
        _ending.Add(StopAsync(host));
    }

    private static async Task StopAsync(IHost host)
    {
        await host.StopAsync();
        host.Dispose();
    }
}
