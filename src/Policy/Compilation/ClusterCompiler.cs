using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>One cluster's manifests to the cluster that they describe.</summary>
internal static class ClusterCompiler
{
    /// <summary>The cluster: all that is valid of it. Errors are in the bag.</summary>
    /// <param name="manifests">Its manifests.</param>
    /// <param name="policy">Which of its Services are global.</param>
    /// <param name="config">The MeshConfig that holds for it.</param>
    /// <param name="trust">The trust domains that policies may speak of, its own among them.</param>
    /// <param name="domainSuffix">The suffix of Services' host names.</param>
    /// <param name="bag">Where findings go.</param>
    public static Cluster Compile(
        ClusterManifests manifests, ScopePolicy policy, MeshConfig config, PolicyTrust trust, string domainSuffix, DiagnosticBag bag)
    {
        var systemNamespace = config.RootNamespace ?? WellKnown.SystemNamespace;
        var objects = ClusterObjects.Create(manifests.Readable, systemNamespace, bag);
        CheckClusterLabel(manifests.Id, objects, systemNamespace, bag);
        var nodes = NodePlan.Compile(objects, manifests.Folder, bag);
        var facts = new ClusterFacts(
            manifests.Id,
            SystemLabel(objects, systemNamespace, WellKnown.NetworkLabel)?.Value ?? "",
            trust.Own,
            systemNamespace,
            domainSuffix,
            nodes.IsDualStack);
        var authorizations = AuthorizationPlan.Compile(objects, manifests.Unreadable, trust, systemNamespace, bag);
        var gateways = objects.Of<GatewayManifest>();
        GatewayPlan.ReportUnused(gateways, bag);
        var cluster = new Cluster
        {
            Id = manifests.Id,
            Network = facts.Network,
            TrustDomain = facts.TrustDomain,
            TrustDomainAliases = trust.Aliases.Distinct().Order(StringComparer.Ordinal).ToValueList(),
            Federation = (config.Federation ?? []).Where(bundle => bundle.TrustDomain != facts.TrustDomain).ToValueList(),
            OutboundTrafficPolicy = config.OutboundTrafficPolicy ?? OutboundTrafficPolicy.AllowAny,
            ClusterLocalHosts = ClusterLocalPlan.Compile(config.ServiceSettings ?? [], systemNamespace, domainSuffix),
            Exports = objects.Of<ServiceExportManifest>()
                .Select(export => new ExportedService(ClusterObjects.NameOf(export), export.Meta.CreationTimestamp))
                .ToValueList(),
            Imports = objects.Of<ServiceImportManifest>().Select(ClusterObjects.NameOf).ToValueList(),
            ScopePolicy = policy,
            Namespaces = objects.Namespaces.Keys.Select(ns => new Namespace(ns, objects.LabelsOf(ns))).ToValueList(),
            Nodes = nodes.Nodes,
            Gateways = GatewayPlan.Own(gateways, facts, bag),
            RemoteGateways = GatewayPlan.Remote(gateways, facts, bag),
            Authorizations = authorizations.Policies,
        };
        return WithServices(cluster, objects, nodes, facts, authorizations, bag);
    }

    /// <summary>The cluster with its Services and what serves them.</summary>
    private static Cluster WithServices(
        Cluster cluster,
        ClusterObjects objects,
        NodePlan nodes,
        ClusterFacts facts,
        AuthorizationPlan authorizations,
        DiagnosticBag bag)
    {
        var waypoints = WaypointPlan.Compile(objects, facts, bag);
        var services = ServiceSelection.Select(
            ServicePlan.Compile(objects.Of<ServiceManifest>(), waypoints, objects, facts, bag)
                .Concat(ServiceEntryPlan.Compile(objects.Of<ServiceEntryManifest>(), waypoints, objects, bag)),
            bag);
        var selections = new Selections(services, authorizations);
        var pods = PodPlan.Compile(objects, nodes, bag);
        foreach (var draft in pods)
            waypoints.ReportWorkload("Pod", draft.Name, draft.Written, bag);
        var listed = EndpointPlan.Compile(facts, objects, nodes, services, pods, bag);
        var entries = new EntryWorkloads(facts, waypoints, selections);
        var enrolment = new Enrolment(objects);
        return cluster with
        {
            Services = services.Select(draft => draft.Service).ToValueList(),
            Pods = pods
                .Select(draft => WorkloadPlan.Compile(draft, facts, enrolment, waypoints, selections, listed.Of(draft.Name)))
                .ToValueList(),
            Endpoints = listed.Others
                .Concat(entries.OfEntries(objects.Of<WorkloadEntryManifest>(), bag))
                .Concat(entries.OfServiceEntries(services))
                .OrderBy(workload => workload.Uid, StringComparer.Ordinal)
                .ToValueList(),
        };
    }

    /// <summary>The folder's name is the cluster's id; a label that says otherwise means that something was misplaced.</summary>
    private static void CheckClusterLabel(
        string id, ClusterObjects objects, string systemNamespace, DiagnosticBag bag)
    {
        if (SystemLabel(objects, systemNamespace, WellKnown.ClusterLabel) is not { } label || label.Value == id)
            return;
        bag.Error(
            CompilationCodes.DuplicateCluster,
            label.Span,
            $"the folder says that this is cluster `{id}`, and `{WellKnown.ClusterLabel}` that it is `{label.Value}`",
            "rename the folder, or correct the label");
    }

    /// <summary>A label of the control plane's namespace: the one that MeshConfig names, else the usual one.</summary>
    private static LocatedEntry? SystemLabel(ClusterObjects objects, string systemNamespace, string key)
    {
        foreach (var ns in (ReadOnlySpan<string>)[systemNamespace, WellKnown.SystemNamespace])
        {
            if (objects.Namespaces[ns] is { } manifest && manifest.Meta.Labels.TryGet(key, out var label))
                return label;
        }

        return null;
    }
}
