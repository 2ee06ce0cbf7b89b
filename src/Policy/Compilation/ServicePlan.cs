using System.Collections.Immutable;
using System.Net;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>A Service that is compiled, and what is still needed of its manifest to find its endpoints.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Manifest">Its manifest.</param>
internal sealed record ServiceDraft(ClusterService Service, ServiceManifest Manifest);

/// <summary>The Services of a cluster, with virtual addresses as an API server would give them.</summary>
internal static class ServicePlan
{
    /// <summary>The range of virtual addresses where manifests name none.</summary>
    public static readonly IPNetwork ServiceCidr = IPNetwork.Parse("10.96.0.0/16");

    /// <summary>The same of the other family, for Services whose <c>ipFamilies</c> name it.</summary>
    public static readonly IPNetwork ServiceCidrV6 = IPNetwork.Parse("fd00:10:96::/112");

    /// <summary>The Services that can be called, ordered by namespace and name.</summary>
    public static ImmutableArray<ServiceDraft> Compile(ClusterObjects objects, string domainSuffix, DiagnosticBag bag)
    {
        var all = objects.Of<ServiceManifest>();
        var manifests = all.RemoveAll(IsAlias);
        foreach (var alias in all.Where(IsAlias))
            ReportAlias(alias, bag);
        TrafficDistributionChecks.Report(manifests, objects, bag);
        var taken = manifests.SelectMany(manifest => manifest.ClusterIps.Select(ip => ip.Value)).ToHashSet();
        return [.. manifests.Select(manifest => Compile(manifest, objects, domainSuffix, taken, bag))];
    }

    private static bool IsAlias(ServiceManifest manifest) => manifest.Type?.Value == ServiceType.ExternalName;

    /// <summary>An alias is a matter of DNS: programs resolve it, and call what it stands for.</summary>
    private static void ReportAlias(ServiceManifest manifest, DiagnosticBag bag) => bag.Note(
        CompilationCodes.AliasNotCarried,
        manifest.ExternalName?.Span ?? manifest.Span,
        $"Service `{manifest.Meta.Namespace.Value}/{manifest.Meta.Name.Value}` is an alias of "
        + $"{UserText.Quote(manifest.ExternalName?.Value ?? "")} in DNS and is not carried by the mesh");

    private static ServiceDraft Compile(
        ServiceManifest manifest, ClusterObjects objects, string domainSuffix, HashSet<IPAddress> taken, DiagnosticBag bag)
    {
        var name = new NamespacedName(manifest.Meta.Namespace.Value, manifest.Meta.Name.Value);
        var service = new ClusterService
        {
            Name = name,
            Hostname = $"{name.Name}.{name.Namespace}.svc.{domainSuffix}",
            Labels = manifest.Meta.Labels.ToLabelSet(),
            IsHeadless = manifest.IsHeadless,
            Addresses = Addresses(manifest, name, taken, bag),
            Ports = Ports(manifest, bag),
            LoadBalancing = TrafficDistribution.Of(manifest, objects.Namespaces[name.Namespace]),
            CreatedAt = manifest.Meta.CreationTimestamp,
        };
        return new ServiceDraft(service, manifest);
    }

    private static ValueList<IPAddress> Addresses(
        ServiceManifest manifest, NamespacedName name, HashSet<IPAddress> taken, DiagnosticBag bag)
    {
        if (manifest.IsHeadless)
            return [];
        if (!manifest.ClusterIps.IsEmpty)
            return manifest.ClusterIps.Select(ip => ip.Value).Order(AddressOrder.Instance).ToValueList();
        var hash = StableHash.Of(name.Namespace, name.Name);
        var given = new List<IPAddress>();
        foreach (var range in Ranges(manifest))
        {
            if (new AddressRange(range, taken).Take(hash) is { } address)
                given.Add(address);
            else
                ReportExhausted(manifest, name, range, bag);
        }

        return given.Order(AddressOrder.Instance).ToValueList();
    }

    /// <summary>A range for each family that is asked for; IPv4 where none is.</summary>
    private static IEnumerable<IPNetwork> Ranges(ServiceManifest manifest) => manifest.IpFamilies.IsEmpty
        ? [ServiceCidr]
        : manifest.IpFamilies.Select(family => family.Value).Distinct()
            .Select(family => family == IpFamily.IPv6 ? ServiceCidrV6 : ServiceCidr);

    private static void ReportExhausted(ServiceManifest manifest, NamespacedName name, IPNetwork range, DiagnosticBag bag) =>
        bag.Warning(
            CompilationCodes.AddressesExhausted,
            manifest.Span,
            $"the range {range} has no address left for Service `{name}`; it can be called by name only",
            "give it a `spec.clusterIP`");

    private static ValueList<PortMapping> Ports(ServiceManifest manifest, DiagnosticBag bag)
    {
        foreach (var port in manifest.Ports.Where(port => !ServicePorts.IsTcp(port)))
        {
            bag.Note(
                CompilationCodes.PortNotCarried,
                port.Port.Span,
                $"port {port.Port.Value} of Service `{manifest.Meta.Name.Value}` is not TCP and is not carried by the mesh");
        }

        return manifest.Ports
            .Where(ServicePorts.IsTcp)
            .Select(port => new PortMapping(port.Port.Value, NumericTarget(port), ServicePorts.AppProtocolOf(port)))
            .DistinctBy(port => port.ServicePort)
            .OrderBy(port => port.ServicePort)
            .ToValueList();
    }

    /// <summary>The target port as a number: the service port where none is written, 0 where it is a name.</summary>
    private static int NumericTarget(ServicePortManifest port) => port.TargetPort?.Value switch
    {
        null => port.Port.Value,
        PortReference.Number number => number.Port,
        _ => 0,
    };
}
