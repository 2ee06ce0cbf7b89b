using System.Collections.Frozen;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <content>The names of single pods: each is a service with one endpoint.</content>
internal sealed partial class ServiceCompiler
{
    private static readonly IReadOnlyDictionary<string, ValueList<NamespacedName>> NoNames =
        FrozenDictionary<string, ValueList<NamespacedName>>.Empty;

    private CompiledService WithPodNames(CompiledService compiled)
    {
        var merged = compiled.Merged;
        if (!merged.Copies.Any(copy => PodNames.HasAny(copy.Service)))
            return compiled;
        var services = new List<MeshService>(compiled.Services);
        var elsewhere = new List<Workload>(compiled.Elsewhere);
        var names = new Dictionary<string, ValueList<NamespacedName>>();
        var called = CalledByShortName(merged);
        foreach (var copy in merged.Copies.Where(copy => PodNames.HasAny(copy.Service)))
        {
            foreach (var pod in copy.Members.Where(member => IsCalledByName(member, merged)))
            {
                string[] hostnames = called[pod.Name] == pod.Uid
                    ? [PodNames.Short(copy.Service, pod), PodNames.Full(copy.Service, pod)]
                    : [PodNames.Full(copy.Service, pod)];
                foreach (var hostname in hostnames)
                {
                    var service = Of(compiled.Services[0], pod, hostname);

                    // A Service that is called so goes before.
                    if (_index.Find(service.Key) is not null)
                        continue;
                    services.Add(service);
                    if (pod.Network == _viewpoint.Network)
                        names[pod.Uid] = names.GetValueOrDefault(pod.Uid).Add(service.Key);
                    else
                        elsewhere.AddRange(SplitHorizon.Of(service, [pod with { Services = [] }], _gateways));
                }
            }
        }

        return compiled with { Services = services.ToValueList(), Elsewhere = elsewhere.ToValueList(), PodNames = names };
    }

    /// <summary>A gateway leads to pods of its own network, a caller to those and, where the Service is shared, to others.</summary>
    private bool IsCalledByName(Workload pod, MergedService merged) =>
        PodNames.IsNamed(pod)
        && (pod.Network == _viewpoint.Network
            || (_viewpoint.Role == ViewpointRole.Node && merged.IsShared && pod.TunnelProtocol == TunnelProtocol.Hbone));

    /// <summary>
    /// For each short name the uid of the pod that it means, or empty: of pods of one name that can be called that of the
    /// caller's network and cluster, else of its network, else of its cluster, else of the smallest cluster id. In another
    /// network it means a pod only where that network shares no other of that name, because its gateway has to know as
    /// well which one is meant.
    /// </summary>
    private Dictionary<string, string> CalledByShortName(MergedService merged)
    {
        var inNetwork = _index.Find(merged.Service.Key)!.Copies
            .Where(copy => PodNames.HasAny(copy.Service) && _index.ExportOf(copy).IsShared)
            .SelectMany(copy => copy.Members)
            .Where(PodNames.IsNamed)
            .CountBy(pod => (pod.Network, pod.Name))
            .ToDictionary();
        return merged.Copies
            .Where(copy => PodNames.HasAny(copy.Service))
            .SelectMany(copy => copy.Members)
            .Where(pod => IsCalledByName(pod, merged))
            .GroupBy(pod => pod.Name)
            .ToDictionary(same => same.Key, same => Nearest(same.Where(IsKnownThere))?.Uid ?? "");

        bool IsKnownThere(Workload pod) =>
            (_viewpoint.Role == ViewpointRole.Node && pod.Network == _viewpoint.Network)
            || inNetwork.GetValueOrDefault((pod.Network, pod.Name)) == 1;

        Workload? Nearest(IEnumerable<Workload> pods) => pods
            .OrderBy(pod => pod.Network != _viewpoint.Network)
            .ThenBy(pod => pod.Cluster != _viewpoint.Cluster)
            .ThenBy(pod => pod.Cluster, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private MeshService Of(MeshService headless, Workload pod, string hostname)
    {
        var isHere = pod.Network == _viewpoint.Network;
        return headless with
        {
            Name = $"{hostname[..^headless.Hostname.Length]}{headless.Name}",
            Hostname = hostname,
            Addresses = isHere ? [] : WithVirtualAddress([], hostname, headless.IpFamilies),
            Ports = pod.Membership(headless.Key)?.Ports ?? headless.Ports,
            SubjectAltNames = isHere || pod.Identity.IsNone ? [] : [pod.Identity],
            LoadBalancing = LoadBalancing.Default with { Health = headless.LoadBalancing.Health },
            Waypoint = pod.Waypoint,
            WeightedWaypoints = [],
            ClusterWeights = [],
            HasClientAffinity = false,
        };
    }
}
