using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The Services of Kubernetes that a cluster has, as an API server would complete them.</summary>
internal static class ServicePlan
{
    /// <summary>The Services that can be called, ordered by namespace and name.</summary>
    /// <param name="written">Those that are written.</param>
    /// <param name="waypoints">The waypoints, whose Services a controller would make.</param>
    /// <param name="objects">The cluster's objects.</param>
    /// <param name="facts">What holds for the whole cluster.</param>
    /// <param name="bag">Where findings go.</param>
    public static ImmutableArray<ServiceDraft> Compile(
        ImmutableArray<ServiceManifest> written,
        WaypointPlan waypoints,
        ClusterObjects objects,
        ClusterFacts facts,
        DiagnosticBag bag)
    {
        foreach (var alias in written.Where(IsAlias))
            ReportAlias(alias, bag);
        TrafficDistributionChecks.Report(written.RemoveAll(IsAlias), objects, bag);
        var manifests = written.AddRange(waypoints.GeneratedServices(written)).RemoveAll(IsAlias);
        var addresses = new ServiceAddresses(manifests, facts.IsDualStack, bag);
        return
        [
            .. manifests
                .OrderBy(ClusterObjects.NameOf)
                .Select(manifest => Compile(manifest, waypoints, objects, facts, addresses, bag)),
        ];
    }

    private static bool IsAlias(ServiceManifest manifest) => manifest.Type?.Value == ServiceType.ExternalName;

    /// <summary>An alias is a matter of DNS: programs resolve it, and call what it stands for.</summary>
    private static void ReportAlias(ServiceManifest manifest, DiagnosticBag bag) => bag.Note(
        CompilationCodes.AliasNotCarried,
        manifest.ExternalName?.Span ?? manifest.Span,
        $"{ClusterObjects.Describe(manifest)} is an alias of "
        + $"{UserText.Quote(manifest.ExternalName?.Value ?? "")} in DNS and is not carried by the mesh");

    private static ServiceDraft Compile(
        ServiceManifest manifest,
        WaypointPlan waypoints,
        ClusterObjects objects,
        ClusterFacts facts,
        ServiceAddresses addresses,
        DiagnosticBag bag)
    {
        var name = ClusterObjects.NameOf(manifest);
        var ports = Ports(manifest, bag);
        var binding = waypoints.OfService(manifest, bag);
        var service = new ClusterService
        {
            Name = name,
            Hostname = facts.HostnameOf(name),
            Labels = manifest.Meta.Labels.ToLabelSet(),
            Source = ServiceSource.Service,
            IsHeadless = manifest.IsHeadless,
            Addresses = addresses.Of(manifest),
            Ports = ServicePorts.Of(ports),
            LoadBalancing = TrafficDistribution.Of(manifest, objects.Namespaces[name.Namespace]),
            IpFamilies = addresses.FamiliesOf(manifest),
            Waypoint = binding.Waypoint,
            WeightedWaypoints = binding.Weighted,
            UsesWaypointForIngress = binding.IsForIngress,
            HasClientAffinity = manifest.SessionAffinity?.Value == SessionAffinity.ClientIp,
            CreatedAt = manifest.Meta.CreationTimestamp,
        };
        return new ServiceDraft(RoutingAnnotations.Apply(service, manifest, bag), manifest.Selector, ports, manifest);
    }

    private static ValueList<DraftPort> Ports(ServiceManifest manifest, DiagnosticBag bag)
    {
        foreach (var port in manifest.Ports.Where(port => !ServicePorts.IsTcp(port.Protocol)))
        {
            bag.Note(
                CompilationCodes.PortNotCarried,
                port.Port.Span,
                $"port {port.Port.Value} of Service `{manifest.Meta.Name.Value}` is not TCP and is not carried by the mesh");
        }

        return manifest.Ports
            .Where(port => ServicePorts.IsTcp(port.Protocol))
            .DistinctBy(port => port.Port.Value)
            .Select(port => new DraftPort(
                port.Port.Value, port.Name?.Value ?? "", port.TargetPort?.Value, ServicePorts.AppProtocolOf(port)))
            .ToValueList();
    }
}
