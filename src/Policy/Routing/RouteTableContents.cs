using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing.Catalogs;

namespace ScopeMesh.Policy.Routing;

/// <summary>What a route table holds, by key. Two tables of one history share what they have in common.</summary>
internal sealed record RouteTableContents(
    Catalog<NamespacedName, MeshService, NameKeying> Services,
    Catalog<string, Workload, TextKeying> Workloads,
    Catalog<NamespacedName, AuthorizationPolicy, NameKeying> Authorizations)
{
    /// <summary>Nothing.</summary>
    public static RouteTableContents Empty { get; } = new(
        Catalog<NamespacedName, MeshService, NameKeying>.Empty,
        Catalog<string, Workload, TextKeying>.Empty,
        Catalog<NamespacedName, AuthorizationPolicy, NameKeying>.Empty);

    /// <summary>These, in any order. Of two of one key the later counts.</summary>
    public static RouteTableContents Of(
        IEnumerable<MeshService> services, IEnumerable<Workload> workloads, IEnumerable<AuthorizationPolicy> authorizations) =>
        new(
            Empty.Services.With(services.Select(Set)),
            Empty.Workloads.With(workloads.Select(Set)),
            Empty.Authorizations.With(authorizations.Select(Set)));

    /// <summary>The same with the parts of others in the place of equal ones.</summary>
    public RouteTableContents Sharing(RouteTableContents other) => new(
        Services.Sharing(other.Services), Workloads.Sharing(other.Workloads), Authorizations.Sharing(other.Authorizations));

    /// <summary>After a change. What it removes and has anew stays.</summary>
    public RouteTableContents With(RouteTableDelta delta) => new(
        Services.With(delta.RemovedServices
            .Select(CatalogChange.Remove<NamespacedName, MeshService>)
            .Concat(delta.Services.Select(Set))),
        Workloads.With(delta.RemovedWorkloads
            .Select(CatalogChange.Remove<string, Workload>)
            .Concat(delta.Workloads.Select(Set))),
        Authorizations.With(delta.RemovedAuthorizations
            .Select(CatalogChange.Remove<NamespacedName, AuthorizationPolicy>)
            .Concat(delta.Authorizations.Select(Set))));

    private static CatalogChange<NamespacedName, MeshService> Set(MeshService service) => CatalogChange.Set(service.Key, service);

    private static CatalogChange<string, Workload> Set(Workload workload) => CatalogChange.Set(workload.Uid, workload);

    private static CatalogChange<NamespacedName, AuthorizationPolicy> Set(AuthorizationPolicy policy) =>
        CatalogChange.Set(policy.Key, policy);
}
