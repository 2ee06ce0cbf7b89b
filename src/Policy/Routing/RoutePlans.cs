using System.Collections.Concurrent;
using System.Net;
using System.Runtime.InteropServices;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// The decisions that a table's callers asked for, prepared: what a connection's decision takes then is two look-ups and
/// a pick. They are a cache, and follow from the table alone; it starts anew when it holds too much.
/// </summary>
/// <param name="table">The table.</param>
internal sealed class RoutePlans(RouteTable table)
{
    /// <summary>How many prepared decisions one table holds, about 50 MB of them.</summary>
    public const int MaxDecisions = 262_144;

    /// <summary>How many decisions take as much memory as what is kept for each caller.</summary>
    private const int CostOfCaller = 16;

    private readonly ConcurrentDictionary<Workload, CallerRoutes> _callers = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<PlanKey, Choice<RouteDecision>> _plans = new();
    private int _held;

    /// <summary>How many prepared decisions there are.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>What is prepared for a caller.</summary>
    /// <param name="source">A workload of the table.</param>
    public CallerRoutes Of(Workload source)
    {
        if (_callers.TryGetValue(source, out var routes))
            return routes;
        Count(CostOfCaller);
        return _callers.GetOrAdd(source, new CallerRoutes(table, this, source));
    }

    /// <summary>Connections to a service, which callers at the same place share.</summary>
    /// <param name="source">The caller.</param>
    /// <param name="service">The service.</param>
    /// <param name="port">The service port.</param>
    /// <param name="called">The address that was called, if one was.</param>
    public Choice<RouteDecision> ToService(Workload source, MeshService service, int port, IPAddress? called)
    {
        var key = new PlanKey(service.Key, port, called, source.Network, source.Cluster, source.Locality, source.Node);
        if (_plans.TryGetValue(key, out var plan))
            return plan;
        plan = new RoutePlanner(table, source).ToService(service, port, called);
        Count(plan.Count);
        return _plans.GetOrAdd(key, plan);
    }

    /// <summary>Makes room for what is about to be held.</summary>
    /// <param name="decisions">How many decisions that are.</param>
    public void Count(int decisions)
    {
        if (Interlocked.Add(ref _held, decisions) <= MaxDecisions)
            return;
        _plans.Clear();
        _callers.Clear();
        Volatile.Write(ref _held, decisions);
    }

    /// <summary>What a plan depends on besides the table.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct PlanKey(
        NamespacedName Service, int Port, IPAddress? Called, string Network, string Cluster, Locality Locality, string Node);
}

/// <summary>What is prepared for one caller.</summary>
/// <param name="table">The table.</param>
/// <param name="plans">What callers share.</param>
/// <param name="source">The caller.</param>
internal sealed class CallerRoutes(RouteTable table, RoutePlans plans, Workload source)
{
    private readonly ConcurrentDictionary<IPEndPoint, Choice<RouteDecision>> _byAddress = new();
    private readonly ConcurrentDictionary<NameKey, Choice<RouteDecision>> _byName = new();

    /// <summary>Connections to an address.</summary>
    /// <param name="target">The address and port that were called.</param>
    public Choice<RouteDecision> To(IPEndPoint target)
    {
        if (_byAddress.TryGetValue(target, out var prepared))
            return prepared;
        if (target.Address.IsIPv4MappedToIPv6)
            return To(new IPEndPoint(target.Address.MapToIPv4(), target.Port));
        return Find(target) is var (choice, isShared) ? Keep(_byAddress, target, choice, isShared) : Choice.One(Unknown(target));
    }

    /// <summary>Connections to a name.</summary>
    /// <param name="name">The name and port that were called.</param>
    /// <param name="domainSuffix">The suffix of full names.</param>
    public Choice<RouteDecision> To(Destination.Named name, string domainSuffix)
    {
        var key = new NameKey(name.Host, name.Port, domainSuffix);
        if (_byName.TryGetValue(key, out var prepared))
            return prepared;
        if (NameResolver.Resolve(table, name.Host, source.Namespace, domainSuffix) is { } service)
            return Keep(_byName, key, plans.ToService(source, service, name.Port, null), isShared: true);
        return Choice.One<RouteDecision>(new RouteDecision.Refused(
            RefusalReason.UnknownHost,
            $"no service `{name.Host}` can be seen from cluster `{source.Cluster}`: "
            + "it is not defined there, and no other cluster shares one of that name as global"));
    }

    /// <summary>Whether it is the caller, and not chance, that some connections to a destination go by.</summary>
    /// <param name="destination">The name or address and port that were called.</param>
    /// <param name="domainSuffix">The suffix of full names.</param>
    public bool GoesByCaller(Destination destination, string domainSuffix)
    {
        var choice = destination switch
        {
            Destination.Named name when NameResolver.Resolve(table, name.Host, source.Namespace, domainSuffix) is { } service =>
                plans.ToService(source, service, name.Port, null),
            Destination.Addressed { Target: var target } => Find(target)?.Choice,
            _ => null,
        };
        return choice is not null && !ReferenceEquals(choice.Settle(source.Uid), choice);
    }

    /// <summary>As in ztunnel, an address that is a workload's and a service's has the service's endpoints, and not its waypoint.</summary>
    private (Choice<RouteDecision> Choice, bool IsShared)? Find(IPEndPoint target)
    {
        if (AddressSelection.IsCallersOwn(target.Address))
            return null;
        var workload = table.FindByAddress(source.Network, target.Address);
        return (workload, table.FindByVirtualAddress(source.Network, target.Address, source.Namespace)) switch
        {
            (null, { } service) => (plans.ToService(source, service, target.Port, target.Address), true),
            (_, { } service) => (new RoutePlanner(table, source).ToBoth(service, target), false),
            ({ } called, _) => (new RoutePlanner(table, source).ToWorkload(called, target), false),
            _ => null,
        };
    }

    /// <summary>What leads nowhere that is known. It is not kept: there is no end of such addresses.</summary>
    private RouteDecision Unknown(IPEndPoint target)
    {
        // Each pod has a loopback interface of its own, which nobody else may reach by its node proxy.
        if (AddressSelection.IsCallersOwn(target.Address))
            return new RouteDecision.Refused(RefusalReason.SelfCall, $"{target} is the caller's own, and is not carried");
        return OutboundTraffic.IsRegistryOnly(table)
            ? new RouteDecision.Refused(
                RefusalReason.NotInRegistry,
                $"{target} is no service and no workload that cluster `{source.Cluster}` knows, and its "
                + "`outboundTrafficPolicy` is REGISTRY_ONLY: a ServiceEntry would make it known")
            : new RouteDecision.Plain(target, null, null);
    }

    private Choice<RouteDecision> Keep<TKey>(
        ConcurrentDictionary<TKey, Choice<RouteDecision>> routes, TKey key, Choice<RouteDecision> choice, bool isShared)
        where TKey : notnull
    {
        var settled = choice.Settle(source.Uid);
        plans.Count(isShared && ReferenceEquals(settled, choice) ? 1 : settled.Count);
        return routes.GetOrAdd(key, settled);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct NameKey(string Host, int Port, string DomainSuffix)
    {
        public override int GetHashCode() => HashCode.Combine(Host.GetHashCode(StringComparison.Ordinal), Port);
    }
}
