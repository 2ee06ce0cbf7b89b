using System.Globalization;
using System.Net;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>What came of a simulation.</summary>
/// <param name="Steps">How many things happened.</param>
/// <param name="Trace">A hash over all of them, and when they did.</param>
/// <param name="Opened">How many connections were opened.</param>
internal sealed record SimulationResult(int Steps, ulong Trace, int Opened);

/// <summary>
/// A whole mesh in one thread: clusters, their control planes, node proxies and gateways, and what is between them. Everything is a
/// function of the seed. What they decide and how they follow each other is the product's code; what moves messages is not.
/// </summary>
internal sealed class SimulatedMesh
{
    private const int KeptEvents = 20;
    private const ulong TracePrime = 0x100000001B3;

    private readonly Queue<string> _last = new();
    private readonly SimulationPlan _plan;
    private readonly Dictionary<string, XdsSnapshot> _resources = [];
    private readonly SimulatedDisorder _disorder;
    private readonly Action<string>? _tell;
    private readonly int _slowness;
    private int _steps;
    private ulong _trace = 0xCBF29CE484222325;

    private SimulatedMesh(SimulationPlan plan, Action<string>? tell)
    {
        (_plan, _tell) = (plan, tell);
        Dice = new Dice(plan.Seed ^ 0x5DEECE66D);
        _slowness = Dice.Pick([5, 20, 60, 250]);
        Limits = XdsLimits.Default with
        {
            // Sometimes what is held is too much to tell at the beginning of a stream.
            ClaimedVersionsBytes = Dice.Pick([0, 1500, XdsLimits.Default.ClaimedVersionsBytes]),
            ServedStreams = Dice.Pick([8, 16, XdsLimits.Default.ServedStreams]),
            StreamTypes = 2,
        };
        (Oracle, Network, Sources, Calls) = (new Oracle(this), new SimulatedNetwork(this), new SourceFeed(this), new SimulatedCalls(this));
        Clusters = CreateClusters();
        ControlPlanes = [.. Clusters.Select(cluster => new SimulatedControlPlane(this, cluster.Id))];
        Proxies = [.. Clusters.Zip(ControlPlanes).SelectMany(pair => CreateProxies(pair.Item1, pair.Item2))];
        _disorder = new SimulatedDisorder(this);
    }

    public SimulatedTime Time { get; } = new();

    public Dice Dice { get; }

    public XdsLimits Limits { get; }

    public Oracle Oracle { get; }

    public SimulatedNetwork Network { get; }

    public SourceFeed Sources { get; }

    public SimulatedCalls Calls { get; }

    public ReferenceMeshes References { get; } = new();

    public IReadOnlyList<EditableCluster> Clusters { get; }

    public IReadOnlyList<SimulatedControlPlane> ControlPlanes { get; }

    public IReadOnlyList<SimulatedProxy> Proxies { get; }

    public ScopeText Scope { get; set; } = new(0, Edits.FirstScope, IsBad: false);

    /// <summary>Whether messages may be lost, repeated and late.</summary>
    public bool IsRough { get; private set; } = true;

    /// <summary>Runs a plan to its end.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="tell">Is told everything that happens.</param>
    /// <exception cref="SimulationFailure">Something did not hold.</exception>
    public static SimulationResult Run(SimulationPlan plan, Action<string>? tell = null)
    {
        var mesh = new SimulatedMesh(plan, tell);
        try
        {
            mesh.Run();
            return new SimulationResult(mesh._steps, mesh._trace, mesh.Calls.Opened);
        }
        catch (Exception error) when (error is not SimulationFailure)
        {
            throw mesh.Fail("nothing throws", error.ToString());
        }
    }

    /// <summary>How long a message takes.</summary>
    public TimeSpan Delay() => Dice.Milliseconds(1, IsRough ? _slowness : 20);

    /// <summary>What a table is on the wire.</summary>
    public XdsSnapshot Resources(RouteTable table)
    {
        if (!_resources.TryGetValue(table.ContentHash, out var known))
            _resources[table.ContentHash] = known = RouteTableResources.Of(table);
        return known;
    }

    /// <summary>Notes what happens.</summary>
    public void Note(string what)
    {
        foreach (var letter in what)
            _trace = (_trace ^ letter) * TracePrime;
        _trace = (_trace ^ (ulong)Time.Now.Ticks) * TracePrime;
        _last.Enqueue($"{Time.Now.TotalSeconds.ToString("00.000000", CultureInfo.InvariantCulture)} {what}");
        _tell?.Invoke(_last.Last());
        if (_last.Count > KeptEvents)
            _last.Dequeue();
    }

    public SimulationFailure Fail(string expected, string came)
    {
        var text = $"""
            seed {_plan.Seed}, step {_steps}, at {Time.Now.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s; SCOPEMESH_SIM_SEED={_plan.Seed} replays it
            expected: {expected}
            came:     {came}
            before that:
              {string.Join("\n  ", _last)}
            """;
        return new SimulationFailure(_plan, _steps, came, text);
    }

    private void Run()
    {
        foreach (var control in ControlPlanes)
            Time.After(Dice.Milliseconds(0, 200), control.Start);
        foreach (var proxy in Proxies)
            Time.After(Dice.Milliseconds(0, 600), proxy.Start);
        foreach (var planned in _plan.Events)
            Time.After(planned.At, () => _disorder.Happen(planned));
        StepUntil(SimulationPlan.Quiet);
        IsRough = false;
        Note("quiet");
        _disorder.End();
        StepUntil(SimulationPlan.End);
        new SettledMesh(this).Check();
        StepUntil(SimulationPlan.End + TimeSpan.FromSeconds(1));
    }

    private void StepUntil(TimeSpan end)
    {
        while (Time.Step(end))
        {
            _steps++;
            foreach (var proxy in Proxies)
                proxy.Observe();
        }
    }

    private EditableCluster[] CreateClusters()
    {
        var count = Dice.Pick([2, 2, 2, 3, 3, 4]);
        var (overlaps, shared, foreign) = (Dice.Permille(300), Dice.Permille(300), Dice.Permille(350));
        var two = Dice.Permille(350) ? Dice.Below(count) : -1;
        string TrustDomain(int number) => foreign && number == count - 1 ? "other.example" : WellKnown.DefaultTrustDomain;
        var believes = Dice.Permille(700);
        var clusters = new EditableCluster[count];
        for (var number = 0; number < count; number++)
        {
            // Addresses may be the same in different networks, and in one network they may not.
            var own = shared && number < 2 && !overlaps ? "net-shared" : $"net-{number}";
            var networks = new List<ClusterNetwork> { NetworkOf(own, number, 0, Dice.Permille(250) ? 2 : 1) };
            if (number == two)
                networks.Add(NetworkOf($"net-{number}-far", number, 5, 1));
            var domains = Enumerable.Range(0, count).Select(TrustDomain).Distinct().Where(domain => domain != TrustDomain(number));
            clusters[number] = EditableCluster.Create(number, TrustDomain(number), believes ? domains : [], networks, overlaps, Dice);
        }

        return clusters;
    }

    private static ClusterNetwork NetworkOf(string name, int cluster, int first, int gateways) => new(
        name,
        [.. Enumerable.Range(first, gateways).Select(place => ($"ew-{cluster}-{place}", $"203.0.113.{(10 * cluster) + place + 1}"))]);

    private IEnumerable<SimulatedProxy> CreateProxies(EditableCluster cluster, SimulatedControlPlane control)
    {
        foreach (var (name, network) in cluster.Nodes)
        {
            yield return new SimulatedProxy(this, control, new XdsNode
            {
                Kind = XdsNodeKind.Ztunnel,
                Address = "192.0.2.1",
                Name = name,
                Namespace = WellKnown.SystemNamespace,
                Cluster = cluster.Id,
                Network = network ?? "",
                NodeName = name,
            }, null, default);
        }

        foreach (var network in cluster.Networks)
        {
            foreach (var (gateway, address) in network.Gateways)
            {
                yield return new SimulatedProxy(this, control, new XdsNode
                {
                    Kind = XdsNodeKind.Waypoint,
                    Address = address,
                    Name = gateway,
                    Namespace = WellKnown.SystemNamespace,
                    Cluster = cluster.Id,
                    Network = network.Name,
                    RequestedNetworkView = [network.Name],
                }, IPAddress.Parse(address), cluster.GatewayIdentity(gateway));
            }
        }
    }
}
