using ScopeMesh.Policy.Model;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>A network of a cluster, with its ways in.</summary>
internal sealed record ClusterNetwork(string Name, IReadOnlyList<(string Gateway, string Address)> Gateways);

/// <summary>A cluster of which people edit the manifests.</summary>
internal sealed class EditableCluster
{
    public static readonly string[] Namespaces = ["a", "b"];
    public static readonly string[] Apps = ["cart", "web", "pay"];
    public static readonly string[] Tiers = ["red", "blue"];
    public static readonly string[] Accounts = ["default", "one", "two"];
    private static readonly string[] Distributions = ["", "", "PreferClose"];

    /// <summary>Errors of every kind: of YAML, of a type, of a value, and the same object twice.</summary>
    private static readonly string[] BadTexts =
    [
        "{apiVersion: v1, kind: Service, metadata: {name: ",
        "{apiVersion: v1, kind: Service, metadata: {name: bad, namespace: a}, spec: {ports: [{port: many}]}}",
        "{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: bad, namespace: a}, spec: {action: MAYBE}}",
        "{apiVersion: apps/v1, kind: Deployment, metadata: {name: bad, namespace: b}, spec: {replicas: many}}",
        "{apiVersion: v1, kind: Namespace, metadata: {name: c}}\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: c}}",
    ];

    private readonly Dictionary<string, string?> _before = [];

    private EditableCluster(string id, int number, string trustDomain, IReadOnlyList<ClusterNetwork> networks, int nodes, ClusterText text)
    {
        (Id, Number, TrustDomain, Networks, Text) = (id, number, trustDomain, networks, text);
        Nodes = [.. Enumerable.Range(0, nodes).Select(node => (NodeName(id, node), NetworkOf(node, nodes, networks)))];
    }

    public string Id { get; }

    public int Number { get; }

    public string TrustDomain { get; }

    /// <summary>Its own network first.</summary>
    public IReadOnlyList<ClusterNetwork> Networks { get; }

    /// <summary>Its Nodes; the network is null where it is the cluster's.</summary>
    public IReadOnlyList<(string Name, string? Network)> Nodes { get; }

    public ClusterText Text { get; private set; }

    public Dictionary<string, ServiceState> Services { get; } = [];

    public Dictionary<string, DeploymentState> Deployments { get; } = [];

    public static EditableCluster Create(
        int number, string trustDomain, IEnumerable<string> believed, IReadOnlyList<ClusterNetwork> networks, bool overlaps, Dice dice)
    {
        var id = $"c{number}";
        var nodes = dice.Between(2, 3);
        var block = overlaps ? 0 : number;
        var files = new Dictionary<string, string>
        {
            ["mesh.yaml"] = ManifestText.Config(trustDomain, believed),
            ["system.yaml"] = ManifestText.Namespace("istio-system", $"topology.istio.io/network: {networks[0].Name}"),
            ["nodes.yaml"] = string.Join("\n---\n", Enumerable.Range(0, nodes).Select(node => ManifestText.Node(
                NodeName(id, node), $"10.{block}.{node}.0/24", NetworkOf(node, nodes, networks) ?? "", $"r{number % 2}"))),
        };
        foreach (var ns in Namespaces)
        {
            files[$"ns-{ns}.yaml"] = string.Join(
                "\n---\n", Accounts.Skip(1).Select(account => ManifestText.ServiceAccount(ns, account)).Prepend(ManifestText.Namespace(ns, "")));
        }

        foreach (var network in networks)
        {
            foreach (var (gateway, address) in network.Gateways)
                files[GatewayFile(gateway)] = ManifestText.Gateway(gateway, network.Name, address);
        }

        var cluster = new EditableCluster(id, number, trustDomain, networks, nodes, ClusterText.Of(id, files));
        cluster.Populate(dice);
        return cluster;
    }

    public static string GatewayFile(string gateway) => $"gw-{gateway}.yaml";

    /// <summary>Writes a file, or takes it away.</summary>
    public void Put(string file, string? text)
    {
        _before.Remove(file);
        Text = Text.With(file, text);
    }

    public void Put(ServiceState service)
    {
        Services[service.File] = service;
        Put(service.File, ManifestText.Service(service));
    }

    public void Put(DeploymentState deployment)
    {
        Deployments[deployment.File] = deployment;
        Put(deployment.File, ManifestText.Deployment(deployment));
    }

    public void Remove(ServiceState service)
    {
        Services.Remove(service.File);
        Put(service.File, null);
    }

    public static ServiceState NewService(string ns, string app, Dice dice) =>
        new(ns, app, dice.Permille(650), dice.Permille(150) ? "wp" : "", dice.Pick(Distributions));

    public static DeploymentState NewDeployment(string ns, string app, Dice dice) =>
        new(ns, app, dice.Between(1, 3), dice.Pick(Tiers), dice.Pick(Accounts));

    /// <summary>Spoils a file that is there, or adds one that cannot be read.</summary>
    public void Spoil(Dice dice)
    {
        var spoilable = Text.Files.Keys.Where(file => file.Contains('-', StringComparison.Ordinal)).Append("bad.yaml").ToArray();
        var file = dice.Pick(spoilable);
        if (!_before.ContainsKey(file))
            _before[file] = Text.Files.GetValueOrDefault(file);
        Text = Text.With(file, dice.Pick(BadTexts), isBad: true);
    }

    /// <summary>Puts back what was there before it was spoiled.</summary>
    public void Mend()
    {
        foreach (var (file, text) in _before.ToArray())
            Put(file, text);
    }

    public void Commit() => Text = Text.Next();

    public void SetThere(bool isThere) => Text = Text with { IsThere = isThere };

    public SpiffeId GatewayIdentity(string gateway) => new(TrustDomain, WellKnown.SystemNamespace, gateway);

    private void Populate(Dice dice)
    {
        foreach (var ns in Namespaces)
        {
            foreach (var app in Apps)
            {
                if (dice.Permille(650))
                    Put(NewService(ns, app, dice));
                if (dice.Permille(600))
                    Put(NewDeployment(ns, app, dice));
            }
        }

        Put(new DeploymentState(dice.Pick(Namespaces), "client", 2, dice.Pick(Tiers), dice.Pick(Accounts)));
        if (dice.Permille(400))
            Put("wp-a.yaml", ManifestText.Waypoint("a"));
    }

    private static string NodeName(string id, int node) => $"{id}-n{node}";

    /// <summary>Where a cluster has two networks its last Node is in the second.</summary>
    private static string? NetworkOf(int node, int nodes, IReadOnlyList<ClusterNetwork> networks) =>
        networks.Count > 1 && node == nodes - 1 ? networks[1].Name : null;
}
