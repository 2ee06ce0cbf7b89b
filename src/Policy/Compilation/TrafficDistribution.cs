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
        return Prefer(OfField(service.TrafficDistribution?.Value) ?? Annotated(service.Meta, ns), health);
    }

    /// <summary>What a ServiceEntry prefers. One without a resolution has no endpoints but what was called.</summary>
    public static LoadBalancing Of(ServiceEntryManifest entry, NamespaceManifest? ns) =>
        (entry.Resolution?.Value ?? ServiceResolution.None) == ServiceResolution.None
            ? new LoadBalancing(LoadBalancingMode.Passthrough, [], HealthPolicy.AllowAll)
            : Prefer(Annotated(entry.Meta, ns), HealthPolicy.OnlyHealthy);

    /// <summary>What a value of <c>spec.trafficDistribution</c> prefers; null where it is not known, and has no effect.</summary>
    public static ValueList<RoutingScope>? OfField(string? value) => value switch
    {
        "PreferClose" or "PreferSameZone" => SameZone,
        "PreferSameNode" => SameNode,
        _ => null,
    };

    /// <summary>Whether a value of the annotation is one that means something, or is empty and says nothing.</summary>
    public static bool IsKnownAnnotation(string value) =>
        value.ToLowerInvariant() is "" or "any" or "preferclose" or "prefersamezone" or "prefersamenode";

    private static LoadBalancing Prefer(ValueList<RoutingScope> preferences, HealthPolicy health) =>
        new(preferences.IsEmpty ? LoadBalancingMode.Any : LoadBalancingMode.Failover, preferences, health);

    private static ValueList<RoutingScope> Annotated(ObjectMeta meta, NamespaceManifest? ns) =>
        Annotated(meta) ?? (ns is null ? null : Annotated(ns.Meta)) ?? [];

    private static ValueList<RoutingScope>? Annotated(ObjectMeta meta) =>
        meta.Annotations[WellKnown.TrafficDistributionAnnotation]?.ToLowerInvariant() switch
        {
            null or "" => null,
            "preferclose" or "prefersamezone" => SameZone,
            "prefersamenode" => SameNode,
            _ => [],
        };
}
