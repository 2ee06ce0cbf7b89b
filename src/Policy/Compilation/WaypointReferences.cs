using System.Globalization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What the labels that name waypoints lead to (Istio: <c>ambient/waypoints.go</c>).</summary>
internal sealed class WaypointReferences(
    Dictionary<NamespacedName, Waypoint> waypoints, ClusterObjects objects, ClusterFacts facts)
{
    private const string NoWaypoint = "none";
    private const int WholeWeight = 100;

    /// <summary>The waypoint of something of these labels in a namespace, if it has one.</summary>
    public GatewayAddress? Find(LocatedMap labels, string ns, WaypointTraffic traffic)
    {
        if (Reference(labels, ns) is not { } name)
            return null;
        if (!waypoints.TryGetValue(name, out var waypoint))
            return new GatewayAddress.Named(new NamespacedName(name.Namespace, facts.HostnameOf(name)), WellKnown.HbonePort);
        return IsUsable(waypoint, ns, traffic) ? waypoint.Address : null;
    }

    /// <summary>
    /// The two waypoints of a Service that has a second one, with their shares. What is wrong with the second one leaves all
    /// to the first.
    /// </summary>
    public ValueList<WeightedWaypoint> Weighted(Manifest manifest, DiagnosticBag bag)
    {
        var ns = manifest.Meta.Namespace.Value;
        var primary = Reference(manifest.Meta.Labels, ns);
        if (primary is null || !waypoints.TryGetValue(primary.Value, out var first))
            return [];

        // A second one is inherited together with the first, or not at all.
        var isInherited = !manifest.Meta.Labels.TryGet(WellKnown.UseWaypointLabel, out _);
        var parent = isInherited ? objects.Namespaces[ns]?.Meta : null;
        if ((Canary(manifest.Meta, ns) ?? Canary(parent, ns)) is not var (named, span))
            return [];
        var problem = CanaryProblem(named, first, ns, out var second);
        var weight = Weight(manifest.Meta) ?? Weight(parent);
        var share = ParseWeight(weight);
        problem ??= share is null ? $"its weight {UserText.Quote(weight!.Value)} is no number from 0 to {WholeWeight}" : null;
        if (problem is null)
            return [new(first.Address, (uint)(WholeWeight - share!.Value)), new(second!.Address, (uint)share.Value)];
        bag.Warning(
            CompilationCodes.CanaryNotUsed,
            span,
            $"the second waypoint `{named}` of {ClusterObjects.Describe(manifest)} has no share: {problem}",
            $"correct the label, or the annotation `{WellKnown.UseWaypointCanaryWeightAnnotation}`");
        return [];
    }

    /// <summary>Tells of a label that leads to no waypoint that can be had. What is inherited is told at the Namespace.</summary>
    /// <param name="who">Who has the label, as in <c>Service `shop/cart`</c>.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="ns">The namespace.</param>
    /// <param name="traffic">What the waypoint is wanted for: all where either will do.</param>
    /// <param name="bag">Where findings go.</param>
    public void Report(string who, LocatedMap labels, string ns, WaypointTraffic traffic, DiagnosticBag bag)
    {
        if (!labels.TryGet(WellKnown.UseWaypointLabel, out var label) || Own(labels, ns) is not { } name)
            return;
        if (!waypoints.TryGetValue(name, out var waypoint))
        {
            bag.Warning(
                CompilationCodes.UnknownWaypoint,
                label.Span,
                $"{who} names the waypoint `{name}`, which nobody defines, so that nobody reaches it",
                $"add a Gateway `{name.Name}` of class `{WellKnown.WaypointGatewayClass}` in namespace `{name.Namespace}`, or correct the label");
        }
        else if (Unusable(waypoint, ns, traffic) is var (problem, remedy))
        {
            bag.Warning(
                CompilationCodes.WaypointNotUsed,
                label.Span,
                $"{who} names the waypoint `{name}`, which {problem}, and goes without",
                remedy);
        }
    }

    private bool IsUsable(Waypoint waypoint, string ns, WaypointTraffic traffic) =>
        waypoint.Allows(ns, objects.LabelsOf(ns)) && (waypoint.Takes & traffic) != WaypointTraffic.None;

    private (string Problem, string Remedy)? Unusable(Waypoint waypoint, string ns, WaypointTraffic traffic)
    {
        if (IsUsable(waypoint, ns, traffic))
            return null;
        if (!waypoint.Allows(ns, objects.LabelsOf(ns)))
            return ($"does not allow namespace `{ns}`", "set `allowedRoutes.namespaces` of its listener");
        var kind = traffic == WaypointTraffic.Workload ? "workload" : "service";
        return ($"does not take {kind}s", $"label it `{WellKnown.WaypointForLabel}: {kind}` or `all`");
    }

    /// <summary>The waypoint that labels name, else that of their namespace.</summary>
    private NamespacedName? Reference(LocatedMap labels, string ns) =>
        labels.TryGet(WellKnown.UseWaypointLabel, out _)
            ? Own(labels, ns)
            : objects.Namespaces[ns] is { } parent ? Own(parent.Meta.Labels, ns) : null;

    private static NamespacedName? Own(LocatedMap labels, string ns) => labels[WellKnown.UseWaypointLabel] switch
    {
        null or NoWaypoint or "" => null,
        var name => new NamespacedName(labels[WellKnown.UseWaypointNamespaceLabel] ?? ns, name),
    };

    private static (NamespacedName Name, SourceSpan Span)? Canary(ObjectMeta? meta, string ns) =>
        meta is not null && meta.Labels.TryGet(WellKnown.UseWaypointCanaryLabel, out var label) && label.Value is not ("" or NoWaypoint)
            ? (new NamespacedName(meta.Labels[WellKnown.UseWaypointCanaryNamespaceLabel] ?? ns, label.Value), label.Span)
            : null;

    private static LocatedEntry? Weight(ObjectMeta? meta) =>
        meta is not null && meta.Annotations.TryGet(WellKnown.UseWaypointCanaryWeightAnnotation, out var entry) ? entry : null;

    private static int? ParseWeight(LocatedEntry? weight) =>
        weight is null ? 0
        : int.TryParse(weight.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var share) && share <= WholeWeight ? share
        : null;

    private string? CanaryProblem(NamespacedName canary, Waypoint first, string ns, out Waypoint? second)
    {
        if (!waypoints.TryGetValue(canary, out second))
            return "nobody defines it";
        if (second.Name == first.Name)
            return "it is the first one as well";
        return Unusable(second, ns, WaypointTraffic.Service) is var (problem, _) ? $"it {problem}" : null;
    }
}
