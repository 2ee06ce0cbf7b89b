using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing.Catalogs;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// Everything that one viewpoint needs to decide about connections: services, workloads and authorization policies,
/// indexed and never changed. Equal contents have equal bytes and equal hashes, whatever they were made from. A table that
/// comes of another by a <see cref="RouteTableDelta"/> shares with it all that has not changed.
/// </summary>
public sealed class RouteTable : IEquatable<RouteTable>
{
    private readonly RouteTableIndexes _indexes;
    private readonly CompiledPolicies _policies;
    private readonly Lazy<ValueList<MeshService>> _services;
    private readonly Lazy<ValueList<Workload>> _workloads;
    private readonly Lazy<ValueList<AuthorizationPolicy>> _authorizations;
    private string? _contentHash;

    private RouteTable(Viewpoint viewpoint, RouteTableContents contents, RouteTableIndexes indexes, CompiledPolicies policies)
    {
        Viewpoint = viewpoint;
        Contents = contents;
        _indexes = indexes;
        _policies = policies;
        _services = new(() => contents.Services.OrderBy(service => service.Key).ToValueList());
        _workloads = new(() => contents.Workloads.OrderBy(workload => workload.Uid, StringComparer.Ordinal).ToValueList());
        _authorizations = new(() => contents.Authorizations.OrderBy(policy => policy.Key).ToValueList());
        Plans = new RoutePlans(this);
    }

    /// <summary>For whom the table is.</summary>
    public Viewpoint Viewpoint { get; }

    /// <summary>The services that may be called, ordered by key. Ordered when first asked for: decisions do not.</summary>
    public ValueList<MeshService> Services => _services.Value;

    /// <summary>The workloads, ordered by uid. Ordered when first asked for: decisions do not.</summary>
    public ValueList<Workload> Workloads => _workloads.Value;

    /// <summary>The authorization policies, ordered by namespace and name. Ordered when first asked for.</summary>
    public ValueList<AuthorizationPolicy> Authorizations => _authorizations.Value;

    /// <summary>SHA-256 as <see cref="RouteTableEncoding"/> says, in lower-case hexadecimal. Computed when first asked for.</summary>
    public string ContentHash => _contentHash ??= RouteTableEncoding.Hash(Contents);

    /// <summary>Whether every authorization policy that a workload lists is there.</summary>
    public bool IsWhole => _indexes.ListedPolicies.Missing == 0;

    /// <summary>What it holds, by key.</summary>
    internal RouteTableContents Contents { get; }

    /// <summary>Decisions that were asked for, prepared for the next time.</summary>
    internal RoutePlans Plans { get; }

    /// <summary>Indexes the contents of a table. Of two entries of one key the later counts.</summary>
    /// <param name="viewpoint">For whom.</param>
    /// <param name="services">The services, in any order.</param>
    /// <param name="workloads">The workloads, in any order.</param>
    /// <param name="authorizations">The authorization policies, in any order.</param>
    /// <param name="before">A table whose equal parts, with what is known of them, serve on; null where there was none.</param>
    public static RouteTable Create(
        Viewpoint viewpoint,
        IEnumerable<MeshService> services,
        IEnumerable<Workload> workloads,
        IEnumerable<AuthorizationPolicy> authorizations,
        RouteTable? before = null)
    {
        var start = before ?? Empty(viewpoint);
        return start.With(viewpoint, RouteTableContents.Of(services, workloads, authorizations).Sharing(start.Contents));
    }

    /// <summary>A table that holds nothing: every connection is refused.</summary>
    /// <param name="viewpoint">For whom.</param>
    public static RouteTable Empty(Viewpoint viewpoint) => new(
        viewpoint,
        RouteTableContents.Empty,
        RouteTableIndexes.Empty,
        new CompiledPolicies(RouteTableContents.Empty.Authorizations));

    /// <summary>The service of that key, or null.</summary>
    /// <param name="key">Namespace and host name.</param>
    public MeshService? FindService(NamespacedName key) => Contents.Services.Find(key);

    /// <summary>The workload of that uid, or null.</summary>
    /// <param name="uid">A workload's uid.</param>
    public Workload? FindWorkload(string uid) => Contents.Workloads.Find(uid);

    /// <summary>The authorization policy of that name, or null.</summary>
    /// <param name="name">Its namespace and name.</param>
    public AuthorizationPolicy? FindAuthorization(NamespacedName name) => Contents.Authorizations.Find(name);

    /// <summary>The authorization policies that apply to a workload, compiled when they are first asked for.</summary>
    /// <param name="workload">A workload of this table.</param>
    public WorkloadPolicies PoliciesOf(Workload workload) => _policies.Of(workload);

    /// <summary>
    /// The service that a host name means to a caller. Of those that it can see: the one in its own namespace, else the
    /// first by key that is canonical, else the first.
    /// </summary>
    /// <param name="hostname">A full host name, in lower case.</param>
    /// <param name="preferredNamespace">The caller's namespace; empty where it is not known, and then all can be seen.</param>
    public MeshService? FindByHostname(string hostname, string preferredNamespace) =>
        ServiceRank.Best(_indexes.ServicesByHostname.Find(hostname), preferredNamespace);

    /// <summary>The service that a virtual address means to a caller, chosen as by <see cref="FindByVirtualAddress(string,IPAddress,string)"/>.</summary>
    /// <param name="address">A virtual address in its network.</param>
    /// <param name="preferredNamespace">The caller's namespace; empty where it is not known.</param>
    public MeshService? FindByVirtualAddress(NetworkAddress address, string preferredNamespace) =>
        FindByVirtualAddress(address.Network, address.Address, preferredNamespace);

    /// <summary>
    /// The service that a virtual address means to a caller: of those that have this very address, chosen as by host name;
    /// where it can see none of them, of those in whose ranges it is: one in the caller's namespace, else of those with the
    /// longest prefix.
    /// </summary>
    /// <param name="network">The network of the address.</param>
    /// <param name="address">The address.</param>
    /// <param name="preferredNamespace">The caller's namespace; empty where it is not known.</param>
    public MeshService? FindByVirtualAddress(string network, IPAddress address, string preferredNamespace) =>
        ServiceRank.Best(_indexes.ServicesByAddress.Find(new AddressKey(network, address)), preferredNamespace)
        ?? _indexes.ServicesByBlock.Find(network, address, preferredNamespace);

    /// <summary>The workload that has an address, chosen as by <see cref="FindByAddress(string,IPAddress)"/>.</summary>
    /// <param name="address">An address in its network.</param>
    public Workload? FindByAddress(NetworkAddress address) => FindByAddress(address.Network, address.Address);

    /// <summary>
    /// The workload that has an address, or null: of several a Pod, else one that takes HBONE, else the first by uid. One in
    /// its Node's network is not found: the address is the Node's.
    /// </summary>
    /// <param name="network">The network of the address.</param>
    /// <param name="address">The address.</param>
    public Workload? FindByAddress(string network, IPAddress address)
    {
        var found = _indexes.WorkloadsByAddress.Find(new AddressKey(network, address));
        if (found.Length <= 1)
            return found.IsEmpty ? null : found[0];
        var best = found[0];
        foreach (var workload in found.AsSpan()[1..])
        {
            if (Rank(workload) > Rank(best))
                best = workload;
        }

        return best;
    }

    /// <summary>The workload of that host name, or null; of several the first by uid. It is how gateways are named that are no service.</summary>
    /// <param name="name">Its namespace and host name.</param>
    public Workload? FindWorkloadByHostname(NamespacedName name) => _indexes.WorkloadsByHostname.Find(name).FirstOrDefault();

    /// <summary>The endpoints of a service, ordered by uid.</summary>
    /// <param name="service">The service's key.</param>
    public ImmutableArray<Endpoint> EndpointsOf(NamespacedName service) => _indexes.Endpoints.Find(service);

    /// <summary>What stands for the single pods of a headless service that are in other networks, ordered by key: services with virtual addresses.</summary>
    /// <param name="headless">The headless service's key.</param>
    public ImmutableArray<MeshService> PodsElsewhere(NamespacedName headless) => _indexes.PodsElsewhere.Find(headless);

    /// <inheritdoc/>
    public bool Equals(RouteTable? other) =>
        other is not null && Viewpoint == other.Viewpoint && Contents == other.Contents;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RouteTable);

    /// <inheritdoc/>
    public override int GetHashCode() => Contents.GetHashCode();

    /// <summary>All services that an address may mean to some caller.</summary>
    internal IEnumerable<MeshService> ServicesAt(string network, IPAddress address) =>
        _indexes.ServicesByAddress.Find(new AddressKey(network, address)).Concat(_indexes.ServicesByBlock.FindAll(network, address));

    /// <summary>All services that a host name may mean to some caller.</summary>
    internal IEnumerable<MeshService> ServicesNamed(string hostname) => _indexes.ServicesByHostname.Find(hostname);

    /// <summary>All workloads that have an address.</summary>
    internal IEnumerable<Workload> WorkloadsAt(string network, IPAddress address) =>
        _indexes.WorkloadsByAddress.Find(new AddressKey(network, address));

    /// <summary>All workloads on a Node of a cluster.</summary>
    internal IEnumerable<Workload> WorkloadsOn(string cluster, string node) =>
        _indexes.WorkloadsByNode.Find(new NodeKey(cluster, node));

    /// <summary>A table of the same viewpoint and policies with these alone.</summary>
    internal RouteTable Restricted(IEnumerable<MeshService> services, IEnumerable<Workload> workloads)
    {
        var contents = RouteTableContents.Of(services, workloads, []) with { Authorizations = Contents.Authorizations };
        return new RouteTable(Viewpoint, contents, RouteTableIndexes.Empty.With(RouteTableContents.Empty, contents), _policies);
    }

    /// <summary>The table after a change, in work proportional to it.</summary>
    internal RouteTable With(RouteTableDelta delta) => With(Viewpoint, Contents.With(delta));

    private RouteTable With(Viewpoint viewpoint, RouteTableContents contents) => new(
        viewpoint,
        contents,
        _indexes.With(Contents, contents),
        ReferenceEquals(contents.Authorizations, Contents.Authorizations) ? _policies : new CompiledPolicies(contents.Authorizations));

    /// <summary>How much speaks for a workload among those of one address: a Pod is what really runs there.</summary>
    private static int Rank(Workload workload) =>
        (workload.Uid.Contains("//Pod/", StringComparison.Ordinal) ? 2 : 0)
        + (workload.TunnelProtocol == TunnelProtocol.Hbone ? 1 : 0);
}

/// <summary>A workload as an endpoint of one service.</summary>
/// <param name="Workload">The workload.</param>
/// <param name="Membership">Its part in the service.</param>
public sealed record Endpoint(Workload Workload, ServiceMembership Membership);
