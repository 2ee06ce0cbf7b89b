using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Which endpoints a Service prefers, by Istio's precedence: <c>internalTrafficPolicy: Local</c>, then
/// <c>spec.trafficDistribution</c>, then the Service's annotation, then its Namespace's. An annotation that is set
/// ends the search even where its value is not known.
/// </summary>
internal static class TrafficDistribution
{
    private static readonly ValueList<RoutingScope> SameZone =
        [RoutingScope.Network, RoutingScope.Region, RoutingScope.Zone];

    private static readonly ValueList<RoutingScope> SameNode =
        [RoutingScope.Network, RoutingScope.Region, RoutingScope.Zone, RoutingScope.Subzone, RoutingScope.Node];

    public static LoadBalancing Of(ServiceManifest service, NamespaceManifest? ns)
    {
        var health = service.PublishNotReadyAddresses?.Value == true ? HealthPolicy.AllowAll : HealthPolicy.OnlyHealthy;
        if (service.InternalTrafficPolicy?.Value == InternalTrafficPolicy.Local)
            return new LoadBalancing(LoadBalancingMode.Strict, [RoutingScope.Node], health);
        var preferences = Preferences(service, ns);
        return new LoadBalancing(
            preferences.IsEmpty ? LoadBalancingMode.Any : LoadBalancingMode.Failover, preferences, health);
    }

    private static ValueList<RoutingScope> Preferences(ServiceManifest service, NamespaceManifest? ns) =>
        service.TrafficDistribution?.Value switch
        {
            "PreferClose" or "PreferSameZone" => SameZone,
            "PreferSameNode" => SameNode,
            _ => Annotated(service.Meta) ?? (ns is null ? null : Annotated(ns.Meta)) ?? [],
        };

    private static ValueList<RoutingScope>? Annotated(ObjectMeta meta) =>
        meta.Annotations[WellKnown.TrafficDistributionAnnotation]?.ToLowerInvariant() switch
        {
            null or "" => null,
            "preferclose" or "prefersamezone" => SameZone,
            "prefersamenode" => SameNode,
            _ => [],
        };
}
