using System.Net;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>
/// Connections: the caller's node decides by its table, then the gateway by its own, then the callee's node by its own, each when the
/// connection gets there. What is let through stays open until one of its ends closes it.
/// </summary>
internal sealed class SimulatedCalls(SimulatedMesh mesh)
{
    /// <summary>The ends of one connection have numbers of their own: a caller and its callee may share a node.</summary>
    private const int Ends = 3;

    private readonly Dictionary<long, Call> _calls = [];
    private long _last;

    public int Opened { get; private set; }

    /// <summary>Lets somebody call something.</summary>
    public void Any(Dice dice)
    {
        var nodes = mesh.Proxies.Where(proxy => proxy.Pods.Any()).ToArray();
        if (nodes.Length == 0)
            return;
        var node = dice.Pick(nodes);
        var source = dice.Pick([.. node.Pods]);
        Start(node, source.Uid, Somewhere(node.Table, source, dice), dice.Roll());
    }

    /// <summary>One connection, from its caller's decision on.</summary>
    public Call Start(SimulatedProxy node, string sourceUid, Destination destination, ulong roll)
    {
        var connection = new OutboundConnection(sourceUid, destination);
        var decision = Router.Decide(node.Table, connection, roll);
        mesh.Oracle.Routes(node, connection, decision);
        var call = new Call(++_last, node, node.Table.FindWorkload(sourceUid));
        _calls[call.Id] = call;
        mesh.Note($"{node.Name} calls {destination} for {sourceUid}: {Say(decision)}");
        decision.Match(
            tunnel => Send(() => ToPod(call, node, call.Source!.Network, tunnel.Address.Address, call.Address, tunnel.Authority, peer =>
            {
                if (mesh.Oracle.IsExpected(call, tunnel.Expected, peer))
                    Opens(call, LiveConnection.Of(call.Id * Ends, call.Source, tunnel, peer));
            })),
            crossing => Send(() => ToGateway(call, crossing)),
            _ => false,
            _ => false,
            _ => false);
        return call;
    }

    /// <summary>One end closes; the others hear of it.</summary>
    public void Closed(long id, SimulatedProxy by)
    {
        if (!_calls.TryGetValue(id / Ends, out var call))
            return;
        call.IsClosed = true;
        foreach (var (proxy, end) in call.Ends.Where(one => one.End != id))
            mesh.Time.After(mesh.Delay(), () => proxy.Hang(end));
    }

    private static Destination Somewhere(RouteTable table, Workload source, Dice dice)
    {
        var (ns, app) = (dice.Pick(EditableCluster.Namespaces), dice.Pick(EditableCluster.Apps));
        switch (dice.Below(20))
        {
            case 0:
                return new Destination.Named("nobody.example", 80);
            case 1:
                return new Destination.Named($"{app}.{ns}.svc.cluster.local", 81);
            case < 5 when !table.Workloads.IsEmpty:
                var pod = dice.Pick(table.Workloads.Items);
                return new Destination.Addressed(new IPEndPoint(
                    pod.Addresses.IsEmpty ? IPAddress.Parse("192.0.2.1") : pod.Addresses[0], ManifestText.TargetPort));
            case < 8 when table.Services.SelectMany(one => one.Addresses).Where(one => one.Network == source.Network).ToArray() is { Length: > 0 } known:
                return new Destination.Addressed(new IPEndPoint(dice.Pick(known).Address, ManifestText.ServicePort));
            case < 10:
                return new Destination.Named(app, ManifestText.ServicePort);
            default:
                return new Destination.Named($"{app}.{ns}.svc.cluster.local", ManifestText.ServicePort);
        }
    }

    private bool Send(Action arrive)
    {
        mesh.Time.After(mesh.Delay(), arrive);
        return true;
    }

    private void ToGateway(Call call, RouteDecision.DoubleTunnel crossing)
    {
        var gateway = mesh.Proxies.FirstOrDefault(proxy => proxy.IsRunning && Equals(proxy.Address, crossing.Address.Address));
        if (gateway is null || mesh.Network.IsPartitioned(call.Caller.Name, gateway.Name))
        {
            mesh.Oracle.Lost(call, $"nobody answers at gateway {crossing.Address}");
            return;
        }

        if (!mesh.Oracle.IsExpected(call, crossing.OuterExpected, gateway.Identity)
            || !BelievedDomains.Believes(gateway.Table, gateway.Identity, call.Source!.Identity))
            return;
        var authority = Split(crossing.Authority);
        var decision = GatewayRouter.Decide(gateway.Table, authority, null, mesh.Dice.Roll());
        mesh.Oracle.Forwards(gateway, authority, decision);
        if (decision is not GatewayDecision.Forward forward)
        {
            mesh.Oracle.Lost(call, $"{gateway.Name} refuses: {((GatewayDecision.Refused)decision).Message}");
            return;
        }

        mesh.Note($"{gateway.Name} forwards call {call.Id} to {forward.To.Uid}");
        Send(() => ToPod(call, gateway, gateway.Key.Network!, forward.Address.Address, gateway.Address!, crossing.Authority, peer =>
        {
            if (!mesh.Oracle.IsExpected(call, crossing.InnerExpected, peer))
                return;
            Enter(call, gateway, new LiveConnection.Relayed((call.Id * Ends) + 1, forward.Service.Key, forward.To.Uid));
            Opens(call, LiveConnection.Of(call.Id * Ends, call.Source, crossing, peer));
        }));
    }

    private void ToPod(
        Call call, SimulatedProxy from, string network, IPAddress address, IPAddress peer, string authority, Action<SpiffeId> accepted)
    {
        var (node, pod) = mesh.Proxies
            .SelectMany(proxy => proxy.Pods.Select(pod => (proxy, pod)))
            .FirstOrDefault(one => one.pod.Network == network && one.pod.Addresses.Contains(address));
        if (node is null || mesh.Network.IsPartitioned(from.Name, node.Name))
        {
            mesh.Oracle.Lost(call, $"nobody answers at {network}/{address}");
            return;
        }

        var source = call.Source!.Identity;
        if (!BelievedDomains.Believes(node.Table, pod.Identity, source))
        {
            mesh.Oracle.Lost(call, $"{node.Name} does not believe {source}");
            return;
        }

        var decision = InboundDecision.Of(node.Table, pod.Uid, address, peer, source, Split(authority));
        mesh.Oracle.LetsIn(node, pod, address, peer, source, Split(authority), decision);
        if (decision is not InboundDecision.Connect connect)
        {
            mesh.Oracle.Refused(call, pod, (InboundDecision.Refused)decision);
            return;
        }

        mesh.Note($"{node.Name} lets call {call.Id} in to {pod.Uid}");
        Enter(call, node, new LiveConnection.Inbound((call.Id * Ends) + 2, pod.Uid, pod.Identity, connect.Connection));
        Send(() => accepted(pod.Identity));
    }

    private void Opens(Call call, LiveConnection connection)
    {
        Enter(call, call.Caller, connection);
        Opened++;
    }

    private static void Enter(Call call, SimulatedProxy proxy, LiveConnection connection)
    {
        if (call.IsClosed || !proxy.IsRunning)
            return;
        call.Ends.Add((proxy, connection.Id));
        proxy.Enter(connection);
    }

    private static Destination Split(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return Destination.Of(authority[..colon], int.Parse(authority[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static string Say(RouteDecision decision) => decision.Match(
        tunnel => $"tunnel to {tunnel.To.Uid}",
        crossing => $"double tunnel by {crossing.Address}",
        plain => $"plain to {plain.Address}",
        unresolved => $"asks for {unresolved.Host}",
        refused => $"refused, {refused.Reason}");
}

/// <summary>One connection that somebody wants to make.</summary>
internal sealed record Call(long Id, SimulatedProxy Caller, Workload? Source)
{
    public IPAddress Address => Source!.Addresses[0];

    public List<(SimulatedProxy Proxy, long End)> Ends { get; } = [];

    public bool IsClosed { get; set; }

    /// <summary>Whether it must get through or be refused by a policy, since nothing changes any more.</summary>
    public bool MustArrive { get; set; }
}
