using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Makes workloads of pods: their identity, the Services that they are endpoints of, the policies that select them.</summary>
internal static class WorkloadPlan
{
    /// <summary>The mode of a Namespace or Pod that stays out of the mesh; everything else takes part.</summary>
    private const string OutOfTheMesh = "none";

    public static Pod Compile(
        PodDraft draft,
        Cluster cluster,
        ClusterObjects objects,
        ImmutableArray<ServiceDraft> services,
        IEnumerable<ServiceMembership> listed,
        AuthorizationPlan policies)
    {
        var parts = services
            .Where(service => Selects(service, draft))
            .Select(service => new ServiceMembership(service.Service.Key, ServicePorts.At(service, draft.Spec)))
            .Concat(listed)
            .OrderBy(part => part.Service)
            .ToValueList();
        var workload = new Workload
        {
            Uid = $"{cluster.Id}//Pod/{draft.Name.Namespace}/{draft.Name.Name}",
            Name = draft.Name.Name,
            Namespace = draft.Name.Namespace,
            Addresses = draft.Addresses,
            Network = cluster.Network,
            TunnelProtocol = IsInMesh(draft, objects) ? TunnelProtocol.Hbone : TunnelProtocol.None,
            TrustDomain = cluster.TrustDomain,
            ServiceAccount = draft.ServiceAccount,
            Node = draft.Node.Name,
            CanonicalName = First(draft.Labels, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app") ?? draft.Owner,
            CanonicalRevision =
                First(draft.Labels, "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version") ?? "latest",
            Kind = draft.Kind,
            Owner = draft.Owner,
            Services = parts,
            AuthorizationPolicies = policies.Of(draft.Name.Namespace, draft.Labels),
            Status = draft.IsReady ? HealthStatus.Healthy : HealthStatus.Unhealthy,
            Cluster = cluster.Id,
            Locality = draft.Node.Locality,
        };
        return new Pod(workload, draft.Labels, Ports(draft, parts));
    }

    private static bool IsInMesh(PodDraft draft, ClusterObjects objects)
    {
        var ofNamespace = objects.Namespaces[draft.Name.Namespace]?.Meta.Labels[WellKnown.DataplaneModeLabel];
        var mode = First(draft.Labels, WellKnown.DataplaneModeLabel) ?? ofNamespace;
        return mode != OutOfTheMesh && !draft.Spec.HostNetwork;
    }

    /// <summary>Whether a Service selects a pod. One without a selector selects none (as in Kubernetes).</summary>
    private static bool Selects(ServiceDraft service, PodDraft draft)
    {
        var selector = service.Manifest.Selector;
        return service.Service.Name.Namespace == draft.Name.Namespace
            && selector is { Entries.IsEmpty: false }
            && selector.Entries.All(entry => draft.Labels.TryGet(entry.Key, out var value) && value == entry.Value);
    }

    /// <summary>Container ports, and the ports that Services lead to; what a Service says of the protocol counts.</summary>
    private static ValueList<PodPort> Ports(PodDraft draft, ValueList<ServiceMembership> parts)
    {
        var ports = new SortedDictionary<int, AppProtocol>();
        foreach (var port in draft.Spec.Containers.SelectMany(container => container.Ports))
        {
            if (port.Protocol is not { Value: not TransportProtocol.Tcp })
                ports[port.Port.Value] = AppProtocol.Unknown;
        }

        foreach (var port in parts.SelectMany(part => part.Ports))
        {
            if (!ports.TryGetValue(port.TargetPort, out var known) || known == AppProtocol.Unknown)
                ports[port.TargetPort] = port.AppProtocol;
        }

        return ports.Select(port => new PodPort(port.Key, port.Value)).ToValueList();
    }

    private static string? First(LabelSet labels, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (labels.TryGet(key, out var value) && value.Length > 0)
                return value;
        }

        return null;
    }
}
