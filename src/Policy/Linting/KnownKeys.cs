using System.Collections.Frozen;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;

namespace ScopeMesh.Policy.Linting;

/// <summary>The labels and annotations that have a meaning to the mesh, to Istio or to Kubernetes.</summary>
internal static class KnownKeys
{
    /// <summary>Labels that the mesh acts on.</summary>
    public static FrozenSet<string> Labels { get; } = FrozenSet.Create(
        WellKnown.NetworkLabel, WellKnown.ClusterLabel, WellKnown.RegionLabel, WellKnown.ZoneLabel, WellKnown.SubzoneLabel,
        WellKnown.DataplaneModeLabel, WellKnown.GatewayNameLabel, WellKnown.GatewayManagedLabel, WellKnown.UseWaypointLabel,
        WellKnown.UseWaypointNamespaceLabel, WellKnown.WaypointForLabel, WellKnown.IngressUseWaypointLabel,
        WellKnown.UseWaypointCanaryLabel, WellKnown.UseWaypointCanaryNamespaceLabel, WellKnown.TunnelLabel,
        WellKnown.AutoallocateIpLabel, WellKnown.GlobalLabel, "service.istio.io/canonical-name", "service.istio.io/canonical-revision",
        "kubernetes.io/service-name", "kubernetes.io/metadata.name", "app.kubernetes.io/name", "app.kubernetes.io/version");

    /// <summary>Annotations that the mesh acts on.</summary>
    public static FrozenSet<string> Annotations { get; } = FrozenSet.Create(
        WellKnown.TrafficDistributionAnnotation, WellKnown.GatewayServiceAccountAnnotation, WellKnown.GatewayNameOverrideAnnotation,
        WellKnown.GatewayWeightAnnotation, WellKnown.RoutingPreferenceAnnotation, WellKnown.ClusterWeightsAnnotation,
        WellKnown.PortMergingAnnotation, WellKnown.UseWaypointCanaryWeightAnnotation, WellKnown.WaypointInboundBindingAnnotation,
        WellKnown.RedirectionAnnotation, AuthorizationPolicyCompiler.DryRun, LintIgnore.Annotation);

    /// <summary>What others act on, and what is like one of these for a reason.</summary>
    public static FrozenSet<string> OfOthers { get; } = FrozenSet.Create(
        "istio.io/rev", "istio.io/tag", "istio.io/config", "istio-injection", "app.kubernetes.io/component", "app.kubernetes.io/instance",
        "app.kubernetes.io/managed-by", "app.kubernetes.io/part-of", "kubernetes.io/hostname", "kubernetes.io/os", "kubernetes.io/arch",
        "topology.kubernetes.io/hostname", "networking.istio.io/exportTo", "istio.io/reroute-virtual-interfaces");

    /// <summary>The values that labels may have, where only some mean something.</summary>
    public static FrozenDictionary<string, string[]> Values { get; } = new Dictionary<string, string[]>
    {
        [WellKnown.GlobalLabel] = ["true", "false"],
        [WellKnown.DataplaneModeLabel] = ["ambient", "none"],
        [WellKnown.IngressUseWaypointLabel] = ["true", "false"],
        [WellKnown.TunnelLabel] = ["http"],
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
