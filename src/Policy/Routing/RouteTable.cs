using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// Everything that one viewpoint needs to decide about connections: services, workloads and authorization
/// policies, ordered, indexed and never changed. Equal contents have equal bytes and equal hashes.
/// </summary>
public sealed class RouteTable : IEquatable<RouteTable>
{
    private readonly FrozenDictionary<string, ImmutableArray<MeshService>> _byHostname;
    private readonly FrozenDictionary<NetworkAddress, ImmutableArray<MeshService>> _byVirtualAddress;
    private readonly FrozenDictionary<NamespacedName, MeshService> _services;
    private readonly FrozenDictionary<string, Workload> _workloads;
    private readonly FrozenDictionary<NetworkAddress, ImmutableArray<Workload>> _byAddress;
    private readonly FrozenDictionary<NamespacedName, ImmutableArray<Endpoint>> _endpoints;
    private readonly FrozenDictionary<NamespacedName, AuthorizationPolicy> _authorizations;
    private readonly Lazy<PolicyIndex> _policyIndex;
    private readonly ConcurrentDictionary<Workload, WorkloadPolicies> _policiesOf = new(ReferenceEqualityComparer.Instance);

    private RouteTable(
        Viewpoint viewpoint,
        ValueList<MeshService> services,
        ValueList<Workload> workloads,
        ValueList<AuthorizationPolicy> authorizations,
        RouteTable? before)
    {
        Viewpoint = viewpoint;
        Services = services;
        Workloads = workloads;
        Authorizations = authorizations;
        _services = services.ToFrozenDictionary(service => service.Key);
        _byHostname = Group<MeshService, string>(services, service => [service.Hostname]);
        _byVirtualAddress = Group<MeshService, NetworkAddress>(services, service => service.Addresses);
        _workloads = workloads.ToFrozenDictionary(workload => workload.Uid);
        _byAddress = Group(workloads, workload => workload.Addresses.Select(a => new NetworkAddress(workload.Network, a)));
        _authorizations = authorizations.ToFrozenDictionary(policy => policy.Key);
        _policyIndex = before?.Authorizations == authorizations
            ? before._policyIndex
            : new Lazy<PolicyIndex>(() => PolicyIndex.Create(authorizations));
        _endpoints = workloads
            .SelectMany(workload => workload.Services.Select(membership => new Endpoint(workload, membership)))
            .GroupBy(endpoint => endpoint.Membership.Service)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
        ContentHash = RouteTableEncoding.Hash(this);
        Plans = new RoutePlans(this);
    }

    /// <summary>For whom the table is.</summary>
    public Viewpoint Viewpoint { get; }

    /// <summary>The services that may be called, ordered by key.</summary>
    public ValueList<MeshService> Services { get; }

    /// <summary>The workloads, ordered by uid.</summary>
    public ValueList<Workload> Workloads { get; }

    /// <summary>The authorization policies, ordered by namespace and name.</summary>
    public ValueList<AuthorizationPolicy> Authorizations { get; }

    /// <summary>SHA-256 over the canonical encoding, in lower-case hexadecimal.</summary>
    public string ContentHash { get; }

    /// <summary>Decisions that were asked for, prepared for the next time.</summary>
    internal RoutePlans Plans { get; }

    /// <summary>Orders and indexes the contents of a table. Of two entries of one key the later counts.</summary>
    /// <param name="viewpoint">For whom.</param>
    /// <param name="services">The services, in any order.</param>
    /// <param name="workloads">The workloads, in any order.</param>
    /// <param name="authorizations">The authorization policies, in any order.</param>
    /// <param name="before">A table whose compiled policies serve on where its policies are the same; null where none was.</param>
    public static RouteTable Create(
        Viewpoint viewpoint,
        IEnumerable<MeshService> services,
        IEnumerable<Workload> workloads,
        IEnumerable<AuthorizationPolicy> authorizations,
        RouteTable? before = null) =>
        new(
            viewpoint,
            Ordered(services, service => service.Key, Comparer<NamespacedName>.Default),
            Ordered(workloads, workload => workload.Uid, StringComparer.Ordinal),
            Ordered(
                authorizations,
                policy => policy.Key,
                Comparer<NamespacedName>.Default),
            before);

    /// <summary>A table that holds nothing: every connection is refused.</summary>
    /// <param name="viewpoint">For whom.</param>
    public static RouteTable Empty(Viewpoint viewpoint) => Create(viewpoint, [], [], []);

    /// <summary>The service of that key, or null.</summary>
    /// <param name="key">Namespace and host name.</param>
    public MeshService? FindService(NamespacedName key) => _services.GetValueOrDefault(key);

    /// <summary>The workload of that uid, or null.</summary>
    /// <param name="uid">A workload's uid.</param>
    public Workload? FindWorkload(string uid) => _workloads.GetValueOrDefault(uid);

    /// <summary>The authorization policy of that name, or null.</summary>
    /// <param name="name">Its namespace and name.</param>
    public AuthorizationPolicy? FindAuthorization(NamespacedName name) => _authorizations.GetValueOrDefault(name);

    /// <summary>The authorization policies that apply to a workload, compiled when they are first asked for.</summary>
    /// <param name="workload">A workload of this table.</param>
    public WorkloadPolicies PoliciesOf(Workload workload) => _policiesOf.GetOrAdd(
        workload, static (asked, index) => index.Value.For(asked.Namespace, asked.AuthorizationPolicies), _policyIndex);

    /// <summary>The service of a host name that a namespace can see: its own, else the canonical one, else the first.</summary>
    /// <param name="hostname">A full host name, in lower case.</param>
    /// <param name="preferredNamespace">The caller's namespace; empty for one that is not known, which can see all.</param>
    public MeshService? FindByHostname(string hostname, string preferredNamespace) =>
        Preferred(_byHostname.GetValueOrDefault(hostname), preferredNamespace);

    /// <summary>
    /// The service of a virtual address that a namespace can see: its own, else the canonical one, else the first. Where
    /// none has the address, one of those whose ranges hold it: its own, then that of the longest prefix.
    /// </summary>
    /// <param name="address">A virtual address in its network.</param>
    /// <param name="preferredNamespace">The caller's namespace; empty for one that is not known, which can see all.</param>
    public MeshService? FindByVirtualAddress(NetworkAddress address, string preferredNamespace) =>
        Preferred(_byVirtualAddress.GetValueOrDefault(address), preferredNamespace)
        ?? (from service in Services
            where CanSee(service, preferredNamespace)
            from block in service.AddressBlocks
            where block.Network == address.Network && block.Block.Contains(address.Address)
            orderby service.Namespace == preferredNamespace descending, block.Block.PrefixLength descending, service.IsCanonical descending
            select service).FirstOrDefault();

    /// <summary>
    /// The workload that has an address, or null: of several a Pod rather than another, one that takes HBONE rather than
    /// another, then the first by uid. What is on its Node's network is not found so.
    /// </summary>
    /// <param name="address">An address in its network.</param>
    public Workload? FindByAddress(NetworkAddress address)
    {
        var found = _byAddress.GetValueOrDefault(address);
        return found.IsDefaultOrEmpty
            ? null
            : found.Where(workload => workload.NetworkMode != NetworkMode.HostNetwork)
                .OrderByDescending(workload => workload.Uid.Contains("//Pod/", StringComparison.Ordinal))
                .ThenByDescending(workload => workload.TunnelProtocol == TunnelProtocol.Hbone)
                .FirstOrDefault();
    }

    /// <summary>The first workload by uid that a namespace and host name lead to, or null.</summary>
    /// <param name="host">The namespace and host name.</param>
    public Workload? FindWorkloadByHostname(NamespacedName host) =>
        Workloads.FirstOrDefault(workload => workload.Hostname == host.Name && workload.Namespace == host.Namespace);

    /// <summary>The endpoints of a service, ordered by uid.</summary>
    /// <param name="service">The service's key.</param>
    public ImmutableArray<Endpoint> EndpointsOf(NamespacedName service)
    {
        var found = _endpoints.GetValueOrDefault(service);
        return found.IsDefault ? [] : found;
    }

    /// <inheritdoc/>
    public bool Equals(RouteTable? other) =>
        other is not null && Viewpoint == other.Viewpoint && Services == other.Services
        && Workloads == other.Workloads && Authorizations == other.Authorizations;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RouteTable);

    /// <inheritdoc/>
    public override int GetHashCode() => ContentHash.GetHashCode(StringComparison.Ordinal);

    private static MeshService? Preferred(ImmutableArray<MeshService> found, string preferredNamespace) =>
        found.IsDefaultOrEmpty
            ? null
            : found.Where(service => CanSee(service, preferredNamespace))
                .OrderByDescending(service => service.Namespace == preferredNamespace)
                .ThenByDescending(service => service.IsCanonical)
                .FirstOrDefault();

    private static bool CanSee(MeshService service, string ns) =>
        service.Visibility == ServiceVisibility.Public || ns.Length == 0 || service.Namespace == ns;

    private static ValueList<T> Ordered<T, TKey>(IEnumerable<T> items, Func<T, TKey> key, IComparer<TKey> order)
        where TKey : notnull
    {
        var byKey = new SortedDictionary<TKey, T>(order);
        foreach (var item in items)
            byKey[key(item)] = item;
        return byKey.Values.ToValueList();
    }

    private static FrozenDictionary<TKey, ImmutableArray<T>> Group<T, TKey>(
        ValueList<T> items, Func<T, IEnumerable<TKey>> keys)
        where TKey : notnull =>
        items.SelectMany(item => keys(item).Select(key => (key, item)))
            .GroupBy(pair => pair.key, pair => pair.item)
            .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());
}

/// <summary>A workload as an endpoint of one service.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Membership">Its part in the service.</param>
public sealed record Endpoint(Workload Workload, ServiceMembership Membership);
