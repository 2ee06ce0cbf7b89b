using System.Collections.Immutable;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>Which written pods are Deployments' own, and so which Deployments have none.</summary>
/// <param name="deployments">The Deployments, ordered.</param>
internal sealed class DeploymentOwners(ImmutableArray<DeploymentManifest> deployments)
{
    private readonly HashSet<int> _withPods = [];

    private readonly SelectorIndex<int> _byLabels = SelectorIndex<int>.Create(deployments.Select(
        (deployment, place) => (deployment.Meta.Namespace.Value, deployment.Selector.ToLabelSelector(), place)));

    /// <summary>The Deployments that select none of the pods that were asked about, in order.</summary>
    public IEnumerable<DeploymentManifest> WithoutPods => deployments.Where((_, place) => !_withPods.Contains(place));

    /// <summary>The first Deployment that selects a written pod, if one does; all that do have it.</summary>
    public DeploymentManifest? OwnerOf(string ns, LabelSet labels)
    {
        var owners = _byLabels.Find(ns, labels);
        _withPods.UnionWith(owners);
        return owners.Count == 0 ? null : deployments[owners.Min()];
    }
}
