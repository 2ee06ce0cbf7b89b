using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The Services that ServiceEntries define, one for each host (Istio: <c>ambient/services.go</c>).</summary>
internal static class ServiceEntryPlan
{
    private const string Everybody = "*";
    private const string OwnNamespace = ".";
    private const string Nobody = "~";
    private const string NotAllocated = "false";

    /// <summary>The Services that ServiceEntries define and somebody may see, ordered by namespace, name and host.</summary>
    public static ImmutableArray<ServiceDraft> Compile(
        ImmutableArray<ServiceEntryManifest> entries, WaypointPlan waypoints, ClusterObjects objects, DiagnosticBag bag)
    {
        TrafficDistributionChecks.Report(entries, bag);
        return [.. entries.SelectMany(entry => Compile(entry, waypoints, objects, bag))];
    }

    /// <summary>Whether the names of its hosts are resolved, so that it needs no endpoints besides.</summary>
    public static bool IsResolvedByName(ServiceEntryManifest entry) =>
        entry.Resolution?.Value is ServiceResolution.Dns or ServiceResolution.DnsRoundRobin;

    private static IEnumerable<ServiceDraft> Compile(
        ServiceEntryManifest entry, WaypointPlan waypoints, ClusterObjects objects, DiagnosticBag bag)
    {
        if (Visibility(entry, bag) is not { } visibility)
            return [];
        var ports = Ports(entry, bag);
        var binding = waypoints.OfService(entry, bag);
        var name = ClusterObjects.NameOf(entry);
        var service = new ClusterService
        {
            Name = name,
            Hostname = "",
            Labels = entry.Meta.Labels.ToLabelSet(),
            Source = ServiceSource.ServiceEntry,
            AddressBlocks = Blocks(entry),
            Ports = ServicePorts.Of(ports),
            LoadBalancing = TrafficDistribution.Of(entry, objects.Namespaces[name.Namespace]),
            Visibility = visibility,
            IsCanonical = false,
            Waypoint = binding.Waypoint,
            WeightedWaypoints = binding.Weighted,
            UsesWaypointForIngress = binding.IsForIngress,
            SubjectAltNames = Identities(entry),
            IsOutside = entry.Location is not { Value: ServiceLocation.MeshInternal },
            CreatedAt = entry.Meta.CreationTimestamp,
        };
        service = RoutingAnnotations.Apply(service, entry, bag);
        return entry.Hosts
            .Select(host => host.Value.TrimEnd('.').ToLowerInvariant())
            .Distinct()
            .Order(StringComparer.Ordinal)
            .Select(host => new ServiceDraft(
                service with { Hostname = host, Addresses = Addresses(entry, host) }, entry.WorkloadSelector, ports, entry));
    }

    /// <summary>Who sees it; null where nobody does. The mesh knows everybody and the own namespace, and nothing between.</summary>
    private static ServiceVisibility? Visibility(ServiceEntryManifest entry, DiagnosticBag bag)
    {
        var targets = entry.ExportTo.Select(target => target.Value).ToArray();
        if (targets.Length == 0 || targets.Contains(Everybody))
            return ServiceVisibility.Public;
        if (targets.All(target => target == Nobody))
            return null;
        foreach (var other in entry.ExportTo.Where(
            target => target.Value is not (OwnNamespace or Nobody) && target.Value != entry.Meta.Namespace.Value))
        {
            bag.Warning(
                CompilationCodes.ExportNotSupported,
                other.Span,
                $"{ClusterObjects.Describe(entry)} is exported to namespace `{other.Value}`, and its own namespace alone sees it",
                "write `*`, or define it there as well");
        }

        return ServiceVisibility.Namespace;
    }

    private static ValueList<DraftPort> Ports(ServiceEntryManifest entry, DiagnosticBag bag)
    {
        const string udp = "udp";
        foreach (var port in entry.Ports.Where(port => port.Protocol?.Value == udp))
        {
            bag.Note(
                CompilationCodes.PortNotCarried,
                port.Number.Span,
                $"port {port.Number.Value} of {ClusterObjects.Describe(entry)} is not TCP and is not carried by the mesh");
        }

        return entry.Ports
            .Where(port => port.Protocol?.Value != udp)
            .Select(port => new DraftPort(
                port.Number.Value,
                port.Name.Value,
                port.TargetPort is { } target ? new PortReference.Number(target.Value) : null,
                ServicePorts.AppProtocolOf(port.Protocol?.Value)))
            .ToValueList();
    }

    /// <summary>The written addresses; where there are none, those that a controller gave the host and nobody opted out of.</summary>
    private static ValueList<IPAddress> Addresses(ServiceEntryManifest entry, string host)
    {
        if (!entry.Addresses.IsEmpty)
        {
            return entry.Addresses.Where(range => IsSingle(range.Value)).Select(range => range.Value.BaseAddress)
                .Distinct().Order(AddressOrder.Instance).ToValueList();
        }

        var resolution = entry.Resolution?.Value ?? ServiceResolution.None;
        var isWildcard = host.StartsWith('*');
        if (resolution == ServiceResolution.None
            || (isWildcard && resolution != ServiceResolution.DynamicDns)
            || string.Equals(entry.Meta.Labels[WellKnown.AutoallocateIpLabel], NotAllocated, StringComparison.OrdinalIgnoreCase))
            return [];
        return entry.Assigned
            .Where(assigned => string.Equals(assigned.Host.TrimEnd('.'), host, StringComparison.OrdinalIgnoreCase))
            .Select(assigned => assigned.Address.Value)
            .Distinct()
            .Order(AddressOrder.Instance)
            .ToValueList();
    }

    private static ValueList<IPNetwork> Blocks(ServiceEntryManifest entry) => entry.Addresses
        .Select(range => range.Value)
        .Where(range => !IsSingle(range))
        .Distinct()
        .OrderBy(range => range.BaseAddress, AddressOrder.Instance)
        .ThenBy(range => range.PrefixLength)
        .ToValueList();

    private static bool IsSingle(IPNetwork range) => range.PrefixLength == AddressText.BitsOf(range.BaseAddress);

    /// <summary>The identities of the mesh among the names: another name is proved by nobody in it.</summary>
    private static ValueList<SpiffeId> Identities(ServiceEntryManifest entry) => entry.SubjectAltNames
        .Select(name => SpiffeId.TryParse(name.Value, out var id) ? id : default)
        .Where(id => !id.IsNone)
        .Distinct()
        .OrderBy(id => id.ToString(), StringComparer.Ordinal)
        .ToValueList();
}
