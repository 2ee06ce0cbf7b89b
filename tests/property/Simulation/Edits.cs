namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>What people do to manifests.</summary>
internal static class Edits
{
    private static readonly string[] Sources =
    [
        "from: [{source: {namespaces: [a]}}]", "from: [{source: {namespaces: [b]}}]", "from: [{source: {notNamespaces: [a]}}]",
        "from: [{source: {principals: [\"*/ns/a/sa/one\"]}}]", "from: [{source: {principals: [\"*/sa/two\"]}}]",
        "from: [{source: {notPrincipals: [\"cluster.local/ns/b/sa/default\"]}}]", "from: [{source: {principals: [\"other.example/*\"]}}]",
    ];

    private static readonly string[] Targets = ["", "", "to: [{operation: {ports: [\"8080\"]}}]", "to: [{operation: {notPorts: [\"8080\"]}}]"];

    private static readonly string[] Selectors =
        ["", "selector: {matchLabels: {tier: red}}, ", "selector: {matchLabels: {tier: blue}}, ", "selector: {matchLabels: {app: cart}}, "];

    private static readonly string[] Scopes =
    [
        "global \"opt-in\" when service(istio.io/global=true)\n",
        "global \"all\" when service()\n",
        "global \"opt-in\" when service(istio.io/global=true)\nlocal \"b stays\" when namespace named b\n",
        "global \"a\" when namespace named a\nlocal \"pay stays\" when service named pay\n",
        "local \"none\" when service()\n",
    ];

    private static readonly string[] BadScopes = ["global when when", "global \"twice\" when service()\nglobal \"twice\" when service()\n"];

    public static string FirstScope => Scopes[0];

    /// <summary>Edits a cluster in some way, and says in which; what belongs together comes as one version.</summary>
    public static string Any(EditableCluster cluster, Dice dice)
    {
        var what = dice.Below(100) switch
        {
            < 10 => OfService(cluster, dice, service => service with { IsGlobal = !service.IsGlobal }, "toggles global of"),
            < 16 => AddOrRemove(cluster, dice),
            < 28 => OfDeployment(cluster, dice, one => one with { Replicas = dice.Between(0, 4) }, "scales"),
            < 36 => OfDeployment(cluster, dice, one => one with { Tier = dice.Pick(EditableCluster.Tiers) }, "relabels"),
            < 40 => OfDeployment(cluster, dice, one => one with { Account = dice.Pick(EditableCluster.Accounts) }, "changes the account of"),
            < 60 => OfPolicy(cluster, dice),
            < 70 => OfPolicyAndPods(cluster, dice),
            < 76 => OfService(cluster, dice, one => one with { Waypoint = one.Waypoint.Length > 0 ? "" : "wp" }, "turns the waypoint of"),
            < 80 => TurnWaypoint(cluster, dice),
            < 84 => TurnGateway(cluster, dice),
            < 87 => TurnStrict(cluster, dice),
            < 93 => Spoil(cluster, dice),
            _ => Mend(cluster),
        };
        cluster.Commit();
        return $"{what}: {cluster.Text}";
    }

    /// <summary>Another scope policy for the mesh, or one that cannot be read.</summary>
    public static ScopeText Scope(ScopeText before, Dice dice) => dice.Permille(250)
        ? new ScopeText(before.Version + 1, dice.Pick(BadScopes), IsBad: true)
        : new ScopeText(before.Version + 1, dice.Pick(Scopes), IsBad: false);

    public static string Mend(EditableCluster cluster)
    {
        cluster.Mend();
        return "mends what was spoiled";
    }

    private static string OfService(EditableCluster cluster, Dice dice, Func<ServiceState, ServiceState> change, string verb)
    {
        if (cluster.Services.Count == 0)
            return "finds no service to edit";
        var service = dice.Pick([.. cluster.Services.Values.OrderBy(one => one.File, StringComparer.Ordinal)]);
        cluster.Put(change(service));
        return $"{verb} {service.Namespace}/{service.Name}";
    }

    private static string OfDeployment(EditableCluster cluster, Dice dice, Func<DeploymentState, DeploymentState> change, string verb)
    {
        var deployment = dice.Pick([.. cluster.Deployments.Values.OrderBy(one => one.File, StringComparer.Ordinal)]);
        cluster.Put(change(deployment));
        return $"{verb} {deployment.Namespace}/{deployment.Name}";
    }

    private static string AddOrRemove(EditableCluster cluster, Dice dice)
    {
        var (ns, app) = (dice.Pick(EditableCluster.Namespaces), dice.Pick(EditableCluster.Apps));
        var fresh = EditableCluster.NewService(ns, app, dice);
        if (!cluster.Deployments.ContainsKey($"dep-{ns}-{app}.yaml"))
            cluster.Put(EditableCluster.NewDeployment(ns, app, dice));
        if (cluster.Services.TryGetValue(fresh.File, out var known))
            cluster.Remove(known);
        else
            cluster.Put(fresh);
        return $"adds or removes {ns}/{app}";
    }

    private static string OfPolicy(EditableCluster cluster, Dice dice)
    {
        var ns = dice.Permille(150) ? "istio-system" : dice.Pick(EditableCluster.Namespaces);
        var name = $"p{dice.Below(2)}";
        var file = $"pol-{ns}-{name}.yaml";
        if (cluster.Text.Files.ContainsKey(file) && dice.Permille(350))
        {
            cluster.Put(file, null);
            return $"removes policy {ns}/{name}";
        }

        var spec = Spec(dice);
        cluster.Put(file, ManifestText.Policy(ns, name, spec, dice.Permille(120)));
        return $"puts policy {ns}/{name} {spec}";
    }

    /// <summary>An edit of both: pods that another policy selects, and that policy, which were there before.</summary>
    private static string OfPolicyAndPods(EditableCluster cluster, Dice dice)
    {
        var first = OfDeployment(cluster, dice, one => one with { Tier = one.Tier == "red" ? "blue" : "red" }, "relabels");
        return $"{first} and {OfPolicy(cluster, dice)}";
    }

    private static string Spec(Dice dice)
    {
        var action = dice.Permille(500) ? "ALLOW" : "DENY";
        var rules = Enumerable.Range(0, dice.Between(1, 2)).Select(_ => Rule(dice));
        return dice.Permille(60) ? dice.Pick(Selectors).TrimEnd(' ', ',') : $"{dice.Pick(Selectors)}action: {action}, rules: [{string.Join(", ", rules)}]";
    }

    private static string Rule(Dice dice)
    {
        string[] parts = [dice.Pick(Sources), dice.Pick(Targets)];
        return $"{{{string.Join(", ", parts.Where(part => part.Length > 0))}}}";
    }

    private static string TurnWaypoint(EditableCluster cluster, Dice dice)
    {
        var ns = dice.Pick(EditableCluster.Namespaces);
        var file = $"wp-{ns}.yaml";
        cluster.Put(file, cluster.Text.Files.ContainsKey(file) ? null : ManifestText.Waypoint(ns));
        return $"adds or removes the waypoint of {ns}";
    }

    private static string TurnGateway(EditableCluster cluster, Dice dice)
    {
        var network = dice.Pick(cluster.Networks);
        var (gateway, address) = dice.Pick(network.Gateways);
        var file = EditableCluster.GatewayFile(gateway);
        cluster.Put(file, cluster.Text.Files.ContainsKey(file) ? null : ManifestText.Gateway(gateway, network.Name, address));
        return $"adds or removes gateway {gateway}";
    }

    private static string TurnStrict(EditableCluster cluster, Dice dice)
    {
        var ns = dice.Pick(EditableCluster.Namespaces);
        var file = $"peer-{ns}.yaml";
        cluster.Put(file, cluster.Text.Files.ContainsKey(file) ? null : ManifestText.PeerAuthentication(ns, dice.Pick(["STRICT", "PERMISSIVE"])));
        return $"adds or removes the PeerAuthentication of {ns}";
    }

    private static string Spoil(EditableCluster cluster, Dice dice)
    {
        cluster.Spoil(dice);
        return "spoils a file";
    }
}
