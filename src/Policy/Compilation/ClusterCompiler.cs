using System.Collections.Immutable;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;
using ScopeMesh.ScopeLang.Diagnostics;

namespace ScopeMesh.Policy.Compilation;

/// <summary>One cluster's manifests to the cluster that they describe.</summary>
internal static class ClusterCompiler
{
    /// <summary>The cluster: all that is valid of it. Errors are in the bag.</summary>
    public static Cluster Compile(
        ClusterSources sources, ScopePolicy policy, PolicyTrust trust, string domainSuffix, DiagnosticBag bag)
    {
        var (manifests, unreadable) = Read(sources, bag);
        var objects = ClusterObjects.Create(manifests, bag);
        CheckClusterLabel(sources, objects, bag);
        var network = objects.Namespaces[WellKnown.SystemNamespace]?.Meta.Labels[WellKnown.NetworkLabel] ?? "";
        var nodes = NodePlan.Compile(objects, sources.Folder, bag);
        var services = ServicePlan.Compile(objects, domainSuffix, bag);
        var authorizations = AuthorizationPlan.Compile(objects, unreadable, trust, bag);
        var cluster = new Cluster
        {
            Id = sources.Id,
            Network = network,
            TrustDomain = trust.Own,
            TrustDomainAliases = trust.Aliases.Distinct().Order(StringComparer.Ordinal).ToValueList(),
            ScopePolicy = policy,
            Namespaces = objects.Namespaces
                .Select(ns => new Namespace(ns.Key, Labels(ns.Key, ns.Value)))
                .ToValueList(),
            Nodes = nodes,
            Services = services.Select(draft => draft.Service).ToValueList(),
            Gateways = GatewayPlan.Compile(objects, network, trust.Own, bag),
            Authorizations = authorizations.Policies,
        };
        var pods = PodPlan.Compile(objects, nodes, bag);
        var listed = EndpointPlan.Compile(cluster, objects, services, pods, bag);
        return cluster with
        {
            Pods = pods
                .Select(draft => WorkloadPlan.Compile(draft, cluster, objects, services, listed.Of(draft.Name), authorizations))
                .ToValueList(),
            Endpoints = listed.Others,
        };
    }

    /// <summary>The manifests that can be read, and what of the policies cannot.</summary>
    private static (ImmutableArray<Manifest> Manifests, ImmutableArray<RejectedManifest> Unreadable) Read(
        ClusterSources sources, DiagnosticBag bag)
    {
        var manifests = ImmutableArray.CreateBuilder<Manifest>();
        var unreadable = ImmutableArray.CreateBuilder<RejectedManifest>();
        var ignored = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var source in sources.Manifests)
        {
            var read = ManifestReader.Read(source);
            bag.AddRange(read.Diagnostics);
            manifests.AddRange(read.Manifests);
            unreadable.AddRange(AuthorizationPlan.Unreadable(source, read));
            foreach (var kind in read.Ignored)
            {
                var name = $"{kind.ApiVersion}/{kind.Kind}";
                ignored[name] = ignored.GetValueOrDefault(name) + kind.Count;
            }
        }

        if (ignored.Count > 0)
        {
            var list = string.Join(", ", ignored.Select(kind => $"{kind.Key} ({kind.Value})"));
            bag.Note(CompilationCodes.IgnoredKind, SourceSpan.OfFile(sources.Folder), $"these kinds are not read: {list}");
        }

        return (manifests.ToImmutable(), unreadable.ToImmutable());
    }

    /// <summary>The folder's name is the cluster's id; a label that says otherwise means that something was misplaced.</summary>
    private static void CheckClusterLabel(ClusterSources sources, ClusterObjects objects, DiagnosticBag bag)
    {
        var labels = objects.Namespaces[WellKnown.SystemNamespace]?.Meta.Labels;
        if (labels is null || !labels.TryGet(WellKnown.ClusterLabel, out var label) || label.Value == sources.Id)
            return;
        bag.Error(
            CompilationCodes.DuplicateCluster,
            label.Span,
            $"the folder says that this is cluster `{sources.Id}`, and `{WellKnown.ClusterLabel}` that it is `{label.Value}`",
            "rename the folder, or correct the label");
    }

    private static LabelSet Labels(string name, NamespaceManifest? manifest) =>
        (manifest?.Meta.Labels.ToLabelSet() ?? LabelSet.Empty).With(NamespaceFacts.NameLabel, name);
}
