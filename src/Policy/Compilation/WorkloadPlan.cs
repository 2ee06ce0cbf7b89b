using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Makes workloads of pods: their identity, the Services that they are endpoints of, the policies that select them.</summary>
internal static class WorkloadPlan
{
    private const string LatestRevision = "latest";

    /// <summary>The workload that a pod is.</summary>
    /// <param name="draft">The pod.</param>
    /// <param name="facts">What holds for its cluster.</param>
    /// <param name="enrolment">Who takes part in the mesh.</param>
    /// <param name="waypoints">The waypoints.</param>
    /// <param name="selections">What selects it.</param>
    /// <param name="listed">The parts that EndpointSlices give it in Services.</param>
    public static Pod Compile(
        PodDraft draft,
        ClusterFacts facts,
        Enrolment enrolment,
        WaypointPlan waypoints,
        Selections selections,
        IEnumerable<ServiceMembership> listed)
    {
        var ns = draft.Name.Namespace;
        var parts = selections.ServicesOf(ns, draft.Labels)
            .Select(service => new ServiceMembership(service.Service.Key, ServicePorts.At(service, draft.Spec)))
            .Concat(listed)
            .OrderBy(part => part.Service)
            .ToValueList();
        var (canonicalName, revision) = Canonical(draft.Labels, draft.Owner);
        var workload = new Workload
        {
            Uid = $"{facts.Id}//Pod/{draft.Name}",
            Name = draft.Name.Name,
            Namespace = ns,
            Addresses = draft.Addresses,
            Network = NetworkOf(draft, facts),
            NetworkMode = draft.Spec.HostNetwork ? NetworkMode.HostNetwork : NetworkMode.Standard,
            TunnelProtocol = enrolment.OfPod(draft) ? TunnelProtocol.Hbone : TunnelProtocol.None,
            IsNativeTunnel = Enrolment.IsNative(draft.Written),
            ApplicationTunnel = waypoints.TunnelOf(draft.Written, ns),
            Waypoint = waypoints.OfWorkload(draft.Written, ns),
            TrustDomain = facts.TrustDomain,
            ServiceAccount = draft.ServiceAccount,
            Node = draft.Node.Name,
            CanonicalName = canonicalName,
            CanonicalRevision = revision,
            Kind = draft.Kind,
            Owner = draft.Owner,
            Services = parts,
            AuthorizationPolicies = selections.PoliciesOf(ns, draft.Labels),
            Status = draft.IsReady ? HealthStatus.Healthy : HealthStatus.Unhealthy,
            Cluster = facts.Id,
            Locality = draft.Node.Locality,
        };
        return new Pod(workload, draft.Labels, Ports(draft, parts));
    }

    /// <summary>The name and revision by which telemetry knows an application, after its owner where no label says it.</summary>
    public static (string Name, string Revision) Canonical(LabelSet labels, string owner) => (
        First(labels, "service.istio.io/canonical-name", "app.kubernetes.io/name", "app") ?? owner,
        First(labels, "service.istio.io/canonical-revision", "app.kubernetes.io/version", "version") ?? LatestRevision);

    /// <summary>The network that the pod names, else its Node, else its cluster.</summary>
    private static string NetworkOf(PodDraft draft, ClusterFacts facts)
    {
        if (First(draft.Labels, WellKnown.NetworkLabel) is { } own)
            return own;
        return draft.Node.Network.Length > 0 ? draft.Node.Network : facts.Network;
    }

    /// <summary>
    /// Container ports, and the ports that Services lead to; what a Service says of the protocol counts. At the node proxy's
    /// own ports no application listens: what leads there, as to a waypoint, is HBONE.
    /// </summary>
    private static ValueList<PodPort> Ports(PodDraft draft, ValueList<ServiceMembership> parts)
    {
        var ports = new SortedDictionary<int, AppProtocol>();
        foreach (var port in draft.Spec.Containers.SelectMany(container => container.Ports))
        {
            if (ServicePorts.IsTcp(port.Protocol))
                ports[port.Port.Value] = AppProtocol.Unknown;
        }

        foreach (var port in parts.SelectMany(part => part.Ports))
        {
            if (!ports.TryGetValue(port.TargetPort, out var known) || known == AppProtocol.Unknown)
                ports[port.TargetPort] = port.AppProtocol;
        }

        return ports
            .Where(port => !WellKnown.IsNodeProxyPort(port.Key))
            .Select(port => new PodPort(port.Key, port.Value))
            .ToValueList();
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
