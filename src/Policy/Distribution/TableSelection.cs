using System.Globalization;
using System.Net;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Distribution;

/// <summary>Gathers a part of a route table that is closed: whatever a decision about something in it looks at is in it.</summary>
internal sealed class TableSelection(RouteTable table)
{
    private readonly Dictionary<NamespacedName, MeshService> _services = [];
    private readonly Dictionary<string, Workload> _workloads = new(StringComparer.Ordinal);

    /// <summary>What is in it, as a table of the same viewpoint, policies and settings.</summary>
    public RouteTable ToTable()
    {
        IEnumerable<MeshService> services = _services.Values;
        if (OutboundTraffic.IsRegistryOnly(table))
            services = services.Append(OutboundTraffic.RegistryOnly);
        if (BelievedDomains.Find(table) is { } believed)
            services = services.Append(believed);
        return table.Restricted(services, _workloads.Values);
    }

    /// <summary>Adds a workload, and what it needs.</summary>
    public void Add(Workload workload) => Close([workload]);

    /// <summary>Adds what a key leads to, and what that needs; says whether there is anything.</summary>
    public bool Add(string key)
    {
        object[] found = [.. Resolve(key)];
        Close(found);
        return found.Length > 0;
    }

    private IEnumerable<object> Resolve(string key)
    {
        if (table.FindWorkload(key) is { } workload)
            return [workload];
        return key.Split('/') switch
        {
            [var network, var address] when AddressText.TryParse(address, out var parsed) => At(network, parsed),
            [var network, var address, var length] when AddressText.TryParse(address, out var parsed) => At(network, parsed, length),
            [var ns, var hostname] => Named(new NamespacedName(ns, hostname)),
            _ => [],
        };
    }

    private IEnumerable<object> At(string network, IPAddress address) =>
        table.ServicesAt(network, address).Concat<object>(table.WorkloadsAt(network, address));

    private IEnumerable<object> At(string network, IPAddress start, string length)
    {
        var isLength = int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
            && bits <= start.GetAddressBytes().Length * 8;
        if (!isLength)
            return [];
        var block = NetworkBlock.Of(network, start, bits);
        return table.ServicesAt(network, start).Where(service => service.AddressBlocks.Contains(block));
    }

    /// <summary>All services of the host name, whatever their namespace: which of them is meant depends on the caller.</summary>
    private IEnumerable<object> Named(NamespacedName name)
    {
        var services = table.ServicesNamed(name.Name);
        return table.FindWorkloadByHostname(name) is { } workload ? services.Append<object>(workload) : services;
    }

    private void Close(IEnumerable<object> found)
    {
        var waiting = new Stack<object>(found);
        while (waiting.TryPop(out var next))
        {
            foreach (var needed in next switch
            {
                MeshService service when _services.TryAdd(service.Key, service) => NeedsOf(service),
                Workload workload when _workloads.TryAdd(workload.Uid, workload) => NeedsOf(workload),
                _ => [],
            })
            {
                waiting.Push(needed);
            }
        }
    }

    private IEnumerable<object> NeedsOf(MeshService service) =>
        table.EndpointsOf(service.Key).Select(endpoint => endpoint.Workload)
            .Concat(service.WeightedWaypoints.Select(waypoint => waypoint.Destination).Append(service.Waypoint).SelectMany(NeedsOf));

    private IEnumerable<object> NeedsOf(Workload workload) =>
        new[] { workload.NetworkGateway, workload.Waypoint }.SelectMany(NeedsOf);

    private IEnumerable<object> NeedsOf(GatewayAddress? gateway) => gateway switch
    {
        GatewayAddress.Addressed addressed => At(addressed.Address.Network, addressed.Address.Address),
        GatewayAddress.Named named => Named(named.Host),
        _ => [],
    };
}
