using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Manifests.Fields;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>The workloads that are no pods: WorkloadEntries, and what ServiceEntries list (Istio: <c>ambient/workloads.go</c>).</summary>
/// <param name="facts">What holds for the cluster.</param>
/// <param name="waypoints">Its waypoints.</param>
/// <param name="selections">What selects workloads.</param>
internal sealed class EntryWorkloads(ClusterFacts facts, WaypointPlan waypoints, Selections selections)
{
    private const string Group = "networking.istio.io";

    /// <summary>The workloads of WorkloadEntries. One without an address in its cluster's network cannot be called.</summary>
    public IEnumerable<Workload> OfEntries(ImmutableArray<WorkloadEntryManifest> entries, DiagnosticBag bag)
    {
        foreach (var entry in entries)
        {
            if (entry.Spec is { Address: null, Network: null })
                continue;
            var name = ClusterObjects.NameOf(entry);
            var written = Merge(entry.Meta.Labels, entry.Spec.Labels);
            var labels = written.ToLabelSet();
            waypoints.ReportWorkload("WorkloadEntry", name, written, bag);
            var workload = Create(entry.Spec, name, $"{facts.Id}/{Group}/WorkloadEntry/{name}");
            var (canonicalName, revision) = WorkloadPlan.Canonical(labels, name.Name);
            yield return workload with
            {
                Network = entry.Spec.Network?.Value ?? written[WellKnown.NetworkLabel] ?? facts.Network,
                TunnelProtocol = Enrolment.OfEntry(written, entry.Meta.Annotations) ? TunnelProtocol.Hbone : TunnelProtocol.None,
                IsNativeTunnel = Enrolment.IsNative(written),
                ApplicationTunnel = waypoints.TunnelOf(written, name.Namespace),
                Waypoint = waypoints.OfWorkload(written, name.Namespace),
                CanonicalName = canonicalName,
                CanonicalRevision = revision,
                Services = Parts(selections.ServicesOf(name.Namespace, labels), entry.Spec.Ports),
                AuthorizationPolicies = selections.PoliciesOf(name.Namespace, labels),
            };
        }
    }

    /// <summary>The endpoints of ServiceEntries: those that are listed, else the hosts themselves where names are resolved.</summary>
    /// <param name="services">The Services that count.</param>
    public IEnumerable<Workload> OfServiceEntries(ImmutableArray<ServiceDraft> services) => services
        .Where(draft => draft.Manifest is ServiceEntryManifest)
        .GroupBy(draft => draft.Service.Name)
        .SelectMany(hosts => OfServiceEntry((ServiceEntryManifest)hosts.First().Manifest, [.. hosts]))
        .DistinctBy(workload => workload.Uid);

    private IEnumerable<Workload> OfServiceEntry(ServiceEntryManifest entry, ImmutableArray<ServiceDraft> hosts)
    {
        if (!entry.Endpoints.IsEmpty)
        {
            return entry.Endpoints
                .Where(endpoint => endpoint is not { Address: null, Network: null })
                .Select(endpoint => OfEndpoint(entry, endpoint, hosts) with
                {
                    Waypoint = waypoints.OfWorkload(endpoint.Labels, entry.Meta.Namespace.Value),
                    ApplicationTunnel = waypoints.TunnelOf(endpoint.Labels, entry.Meta.Namespace.Value),
                });
        }

        if (!ServiceEntryPlan.IsResolvedByName(entry) || entry.WorkloadSelector is not null)
            return [];
        return hosts.Select(host => OfEndpoint(entry, Itself(entry, host.Service.Hostname), [host]));
    }

    /// <summary>The endpoint that a host stands for by itself.</summary>
    private static WorkloadEntrySpecManifest Itself(ServiceEntryManifest entry, string host) =>
        new(new Located<string>(host, entry.Span), [], LocatedMap.Empty, null, null, null, null);

    private Workload OfEndpoint(ServiceEntryManifest entry, WorkloadEntrySpecManifest endpoint, ImmutableArray<ServiceDraft> hosts)
    {
        var name = ClusterObjects.NameOf(entry);
        var labels = hosts[0].Service.Labels;
        var (canonicalName, revision) = WorkloadPlan.Canonical(labels, name.Name);
        return Create(endpoint, name, $"{facts.Id}/{Group}/ServiceEntry/{name}/{endpoint.Address?.Value}") with
        {
            Network = endpoint.Network?.Value ?? facts.Network,
            TunnelProtocol = Enrolment.OfEntry(entry.Meta.Labels, entry.Meta.Annotations) ? TunnelProtocol.Hbone : TunnelProtocol.None,
            IsNativeTunnel = Enrolment.IsNative(entry.Meta.Labels),
            CanonicalName = canonicalName,
            CanonicalRevision = revision,
            Services = Parts(hosts, endpoint.Ports),
            AuthorizationPolicies = selections.PoliciesOf(name.Namespace, labels),
        };
    }

    /// <summary>What all of them have in common. Nobody says that one is not ready.</summary>
    private Workload Create(WorkloadEntrySpecManifest spec, NamespacedName name, string uid)
    {
        var address = AddressText.TryParse(spec.Address?.Value ?? "", out var parsed) ? parsed : null;
        return new Workload
        {
            Uid = uid,
            Name = name.Name,
            Namespace = name.Namespace,
            Addresses = address is null ? [] : [address],
            Hostname = address is null ? (spec.Address?.Value ?? "").TrimEnd('.').ToLowerInvariant() : "",
            TrustDomain = facts.TrustDomain,
            ServiceAccount = spec.ServiceAccount?.Value ?? "",
            Owner = name.Name,
            Status = HealthStatus.Healthy,
            Cluster = facts.Id,
            Locality = LocalityOf(spec),
            Capacity = spec.Weight is { Value: > 0 } weight ? (uint)weight.Value : 1,
        };
    }

    private static ValueList<ServiceMembership> Parts(IEnumerable<ServiceDraft> services, ValueList<NamedPortManifest> ports) => services
        .Select(service => new ServiceMembership(service.Service.Key, ServicePorts.At(service, ports)))
        .OrderBy(part => part.Service)
        .ToValueList();

    /// <summary>The object's own labels, and those of its spec that it has not (as in Istio).</summary>
    private static LocatedMap Merge(LocatedMap own, LocatedMap ofSpec) => ofSpec.Entries.IsEmpty
        ? own
        : new LocatedMap(own.Entries.Concat(ofSpec.Entries.Where(entry => !own.TryGet(entry.Key, out _))));

    private static Locality LocalityOf(WorkloadEntrySpecManifest spec) => (spec.Locality?.Value ?? "").Split('/') switch
    {
        [var region, var zone, var subzone] => new Locality(region, zone, subzone),
        [var region, var zone] => new Locality(region, zone, ""),
        [{ Length: > 0 } region] => new Locality(region, "", ""),
        _ => Locality.Unknown,
    };
}
