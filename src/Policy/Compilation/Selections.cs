using System.Collections.Immutable;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Compilation;

/// <summary>What selects workloads by labels: Services and ServiceEntries, and authorization policies.</summary>
internal sealed class Selections
{
    private readonly SelectorIndex<ServiceDraft> _services;
    private readonly AuthorizationPlan _policies;

    /// <summary>Files what selects.</summary>
    /// <param name="services">The Services; one without a selector selects nothing (as in Kubernetes).</param>
    /// <param name="policies">The policies.</param>
    public Selections(ImmutableArray<ServiceDraft> services, AuthorizationPlan policies)
    {
        _services = SelectorIndex<ServiceDraft>.Create(services
            .Where(draft => draft.Selector is { Entries.IsEmpty: false })
            .Select(draft => (draft.Service.Name.Namespace, LabelSelector.OfLabels(draft.Selector!.ToLabelSet()), draft)));
        _policies = policies;
    }

    /// <summary>The Services that select a workload, in no order.</summary>
    public IEnumerable<ServiceDraft> ServicesOf(string ns, LabelSet labels) => _services.Find(ns, labels);

    /// <summary>The policies that a workload lists, ordered, each once.</summary>
    public ValueList<NamespacedName> PoliciesOf(string ns, LabelSet labels) => _policies.Of(ns, labels);
}
