using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing.Catalogs;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>Where the contents of a route table are found by something else than their keys.</summary>
internal sealed class RouteTableIndexes
{
    private RouteTableIndexes(
        CatalogIndex<string, MeshService, TextKeying> servicesByHostname,
        CatalogIndex<AddressKey, MeshService, AddressKeying> servicesByAddress,
        AddressBlockIndex servicesByBlock,
        CatalogIndex<NamespacedName, MeshService, NameKeying> podsElsewhere,
        CatalogIndex<AddressKey, Workload, AddressKeying> workloadsByAddress,
        CatalogIndex<NamespacedName, Workload, NameKeying> workloadsByHostname,
        CatalogIndex<NodeKey, Workload, NodeKeying> workloadsByNode,
        CatalogIndex<NamespacedName, Endpoint, NameKeying> endpoints,
        ListedPolicies listedPolicies)
    {
        ServicesByHostname = servicesByHostname;
        ServicesByAddress = servicesByAddress;
        ServicesByBlock = servicesByBlock;
        PodsElsewhere = podsElsewhere;
        WorkloadsByAddress = workloadsByAddress;
        WorkloadsByHostname = workloadsByHostname;
        WorkloadsByNode = workloadsByNode;
        Endpoints = endpoints;
        ListedPolicies = listedPolicies;
    }

    /// <summary>The indexes of nothing.</summary>
    public static RouteTableIndexes Empty { get; } = new(
        CatalogIndex<string, MeshService, TextKeying>.Empty,
        CatalogIndex<AddressKey, MeshService, AddressKeying>.Empty,
        AddressBlockIndex.Empty,
        CatalogIndex<NamespacedName, MeshService, NameKeying>.Empty,
        CatalogIndex<AddressKey, Workload, AddressKeying>.Empty,
        CatalogIndex<NamespacedName, Workload, NameKeying>.Empty,
        CatalogIndex<NodeKey, Workload, NodeKeying>.Empty,
        CatalogIndex<NamespacedName, Endpoint, NameKeying>.Empty,
        ListedPolicies.Empty);

    /// <summary>Services by host name.</summary>
    public CatalogIndex<string, MeshService, TextKeying> ServicesByHostname { get; }

    /// <summary>Services by virtual address.</summary>
    public CatalogIndex<AddressKey, MeshService, AddressKeying> ServicesByAddress { get; }

    /// <summary>Services by ranges of addresses.</summary>
    public AddressBlockIndex ServicesByBlock { get; }

    /// <summary>What stands for single pods in other networks, by the headless service that they serve.</summary>
    public CatalogIndex<NamespacedName, MeshService, NameKeying> PodsElsewhere { get; }

    /// <summary>Workloads by address. One in its Node's network is not found by it: whatever listens there has that address.</summary>
    public CatalogIndex<AddressKey, Workload, AddressKeying> WorkloadsByAddress { get; }

    /// <summary>Workloads by namespace and host name, of those that have one.</summary>
    public CatalogIndex<NamespacedName, Workload, NameKeying> WorkloadsByHostname { get; }

    /// <summary>Workloads by the Node that they run on, of those that run on one.</summary>
    public CatalogIndex<NodeKey, Workload, NodeKeying> WorkloadsByNode { get; }

    /// <summary>Endpoints by service.</summary>
    public CatalogIndex<NamespacedName, Endpoint, NameKeying> Endpoints { get; }

    /// <summary>Which policies workloads list.</summary>
    public ListedPolicies ListedPolicies { get; }

    /// <summary>The indexes after a change of contents.</summary>
    /// <param name="before">What these indexes are of.</param>
    /// <param name="after">What they are to be of.</param>
    public RouteTableIndexes With(RouteTableContents before, RouteTableContents after)
    {
        var services = before.Services.Differences(after.Services);
        var workloads = before.Workloads.Differences(after.Workloads);
        var authorizations = before.Authorizations.Differences(after.Authorizations);
        return new RouteTableIndexes(
            ServicesByHostname.With(Changes(services, HostnameOf), ServiceRank.ByKey),
            ServicesByAddress.With(Changes(services, AddressesOf), ServiceRank.ByKey),
            ServicesByBlock.With(services),
            PodsElsewhere.With(Changes(services, HeadlessOf), ServiceRank.ByKey),
            WorkloadsByAddress.With(Changes(workloads, AddressesOf), ByUid),
            WorkloadsByHostname.With(Changes(workloads, HostnamesOf), ByUid),
            WorkloadsByNode.With(Changes(workloads, NodesOf), ByUid),
            Endpoints.With(EndpointChanges(workloads), static (left, right) => ByUid(left.Workload, right.Workload)),
            ListedPolicies.With(workloads, authorizations, before.Authorizations, after.Authorizations));
    }

    private static List<IndexChange<TIndexKey, TItem>> Changes<TKey, TItem, TIndexKey>(
        IReadOnlyList<CatalogDifference<TKey, TItem>> differences, Func<TItem, IEnumerable<TIndexKey>> keys)
        where TItem : class
    {
        var changes = new List<IndexChange<TIndexKey, TItem>>(differences.Count);
        foreach (var (_, before, after) in differences)
        {
            if (before is not null)
                changes.AddRange(keys(before).Select(key => new IndexChange<TIndexKey, TItem>(key, before, Comes: false)));
            if (after is not null)
                changes.AddRange(keys(after).Select(key => new IndexChange<TIndexKey, TItem>(key, after, Comes: true)));
        }

        return changes;
    }

    private static List<IndexChange<NamespacedName, Endpoint>> EndpointChanges(
        IReadOnlyList<CatalogDifference<string, Workload>> workloads)
    {
        var changes = new List<IndexChange<NamespacedName, Endpoint>>();
        foreach (var (_, before, after) in workloads)
        {
            Add(before, comes: false);
            Add(after, comes: true);
        }

        return changes;

        void Add(Workload? workload, bool comes)
        {
            foreach (var membership in workload?.Services ?? [])
                changes.Add(new IndexChange<NamespacedName, Endpoint>(membership.Service, new Endpoint(workload!, membership), comes));
        }
    }

    private static IEnumerable<string> HostnameOf(MeshService service) => [service.Hostname];

    private static IEnumerable<NamespacedName> HeadlessOf(MeshService service) =>
        PodNames.HeadlessOf(service) is { } hostname ? [new NamespacedName(service.Namespace, hostname)] : [];

    private static IEnumerable<AddressKey> AddressesOf(MeshService service) =>
        Once(service.Addresses, address => new AddressKey(address.Network, address.Address));

    private static IEnumerable<AddressKey> AddressesOf(Workload workload) =>
        workload.NetworkMode == NetworkMode.HostNetwork
            ? []
            : Once(workload.Addresses, address => new AddressKey(workload.Network, address));

    /// <summary>The keys of items, none of them twice.</summary>
    private static IEnumerable<AddressKey> Once<T>(ValueList<T> items, Func<T, AddressKey> key) =>
        items.Count == 1 ? [key(items[0])] : items.Select(key).Distinct();

    private static IEnumerable<NamespacedName> HostnamesOf(Workload workload) =>
        workload.Hostname.Length == 0 ? [] : [new NamespacedName(workload.Namespace, workload.Hostname)];

    private static IEnumerable<NodeKey> NodesOf(Workload workload) =>
        workload.Node.Length == 0 ? [] : [new NodeKey(workload.Cluster, workload.Node)];

    private static int ByUid(Workload left, Workload right) => string.CompareOrdinal(left.Uid, right.Uid);
}
