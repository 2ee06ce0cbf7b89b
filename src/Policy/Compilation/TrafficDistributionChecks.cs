using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>
/// Tells of preferences that have no effect. Istio takes a value that it does not know for none, so a misspelt one
/// would send traffic everywhere and nobody would see why.
/// </summary>
internal static class TrafficDistributionChecks
{
    /// <summary>Reports what the Services and Namespaces of a cluster say in vain.</summary>
    public static void Report(ImmutableArray<ServiceManifest> services, ClusterObjects objects, DiagnosticBag bag)
    {
        foreach (var ns in objects.Namespaces.Values.OfType<NamespaceManifest>())
            ReportAnnotation(ns.Meta, $"Namespace `{ns.Meta.Name.Value}`", bag);
        foreach (var service in services)
        {
            var name = $"Service `{service.Meta.Namespace.Value}/{service.Meta.Name.Value}`";
            ReportAnnotation(service.Meta, name, bag);
            ReportField(service, name, bag);
        }
    }

    /// <summary>Reports what ServiceEntries say in vain.</summary>
    public static void Report(ImmutableArray<ServiceEntryManifest> entries, DiagnosticBag bag)
    {
        foreach (var entry in entries)
            ReportAnnotation(entry.Meta, ClusterObjects.Describe(entry), bag);
    }

    private static void ReportField(ServiceManifest service, string name, DiagnosticBag bag)
    {
        if (service.TrafficDistribution is not { Value.Length: > 0 } field)
            return;
        if (TrafficDistribution.OfField(field.Value) is null)
        {
            Unknown(field.Span, $"`spec.trafficDistribution` of {name} is {UserText.Quote(field.Value)}, which is not known and has no effect",
                "write `PreferClose`, `PreferSameZone` or `PreferSameNode`, with capitals as here", bag);
        }
        else if (service.InternalTrafficPolicy?.Value == InternalTrafficPolicy.Local)
        {
            bag.Note(
                CompilationCodes.OverruledDistribution,
                field.Span,
                $"`spec.trafficDistribution` of {name} has no effect: `internalTrafficPolicy: Local` lets traffic to its own Node only",
                "remove one of the two");
        }
    }

    private static void ReportAnnotation(ObjectMeta meta, string name, DiagnosticBag bag)
    {
        const string annotation = WellKnown.TrafficDistributionAnnotation;
        if (meta.Annotations.TryGet(annotation, out var entry) && !TrafficDistribution.IsKnownAnnotation(entry.Value))
        {
            Unknown(entry.Span, $"annotation `{annotation}` of {name} is {UserText.Quote(entry.Value)}, which is not known and counts as `Any`",
                "write `PreferClose`, `PreferSameZone`, `PreferSameNode` or `Any`", bag);
        }
    }

    private static void Unknown(SourceSpan span, string message, string remedy, DiagnosticBag bag) =>
        bag.Warning(CompilationCodes.UnknownDistribution, span, message, remedy);
}
