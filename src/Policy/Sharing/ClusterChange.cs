using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Sharing;

/// <summary>What changed in one cluster of a mesh.</summary>
/// <param name="Cluster">The cluster's id.</param>
public sealed record ClusterChange(string Cluster)
{
    /// <summary>Pods that are new or changed, ordered by namespace and name.</summary>
    public ValueList<Pod> Pods { get; init; }

    /// <summary>Pods that are gone, ordered.</summary>
    public ValueList<NamespacedName> RemovedPods { get; init; }

    /// <summary>Services that are new or changed, ordered by <see cref="ClusterService.Id"/>.</summary>
    public ValueList<ClusterService> Services { get; init; }

    /// <summary>Services that are gone, ordered.</summary>
    public ValueList<ServiceId> RemovedServices { get; init; }

    /// <summary>Other endpoints that are new or changed, ordered by uid.</summary>
    public ValueList<Workload> Endpoints { get; init; }

    /// <summary>Uids of other endpoints that are gone, ordered.</summary>
    public ValueList<string> RemovedEndpoints { get; init; }

    /// <summary>The cluster's authorization policies, where any of them changed; null where none did.</summary>
    public ValueList<Authorization.AuthorizationPolicy>? Authorizations { get; init; }

    /// <summary>The cluster without its contents, where anything else changed; null where nothing did.</summary>
    public Cluster? Rest { get; init; }

    /// <summary>Whether nothing changes.</summary>
    public bool IsEmpty => this == new ClusterChange(Cluster);

    /// <summary>What turns one state of a cluster into another: <c>Between(a, b).Apply(a)</c> equals <c>b</c>.</summary>
    /// <param name="before">The cluster before.</param>
    /// <param name="after">The cluster after.</param>
    public static ClusterChange Between(Cluster before, Cluster after)
    {
        var (pods, removedPods) = OrderedChanges.Between(before.Pods, after.Pods, pod => pod.Name);
        var (services, removedServices) = OrderedChanges.Between(before.Services, after.Services, service => service.Id);
        var (endpoints, removedEndpoints) = OrderedChanges.Between(before.Endpoints, after.Endpoints, one => one.Uid, StringComparer.Ordinal);
        var rest = after.WithoutContents();
        return new ClusterChange(after.Id)
        {
            Pods = pods,
            RemovedPods = removedPods,
            Services = services,
            RemovedServices = removedServices,
            Endpoints = endpoints,
            RemovedEndpoints = removedEndpoints,
            Authorizations = before.Authorizations == after.Authorizations ? null : after.Authorizations,
            Rest = before.WithoutContents() == rest ? null : rest,
        };
    }

    /// <summary>The cluster after the change.</summary>
    /// <param name="before">The cluster before.</param>
    public Cluster Apply(Cluster before) => (Rest ?? before) with
    {
        Pods = OrderedChanges.Apply(before.Pods, Pods, RemovedPods, pod => pod.Name),
        Services = OrderedChanges.Apply(before.Services, Services, RemovedServices, service => service.Id),
        Endpoints = OrderedChanges.Apply(before.Endpoints, Endpoints, RemovedEndpoints, one => one.Uid, StringComparer.Ordinal),
        Authorizations = Authorizations ?? before.Authorizations,
    };
}
