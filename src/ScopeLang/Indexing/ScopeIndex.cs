using System.Collections.Immutable;

namespace ScopeMesh.ScopeLang.Indexing;

/// <summary>
/// The decisions of one policy on all Services of a mesh, kept up to date: a change decides anew only what it can touch,
/// and says whose decision became another. Immutable: each change gives another index, and shares with it what stayed.
/// </summary>
public sealed class ScopeIndex
{
    private readonly ImmutableSortedDictionary<NamespaceKey, NamespaceServices> _namespaces;
    private readonly LabelVocabulary _vocabulary;

    private ScopeIndex(
        ScopePolicy policy, LabelVocabulary vocabulary, ImmutableSortedDictionary<NamespaceKey, NamespaceServices> namespaces, int count)
    {
        (Policy, _vocabulary, _namespaces, Count) = (policy, vocabulary, namespaces, count);
    }

    /// <summary>The policy that decides.</summary>
    public ScopePolicy Policy { get; }

    /// <summary>How many Services there are.</summary>
    public int Count { get; }

    /// <summary>All Services with their decisions, by cluster, namespace and name in ordinal order.</summary>
    public IEnumerable<(ScopeFacts Facts, ScopeDecision Decision)> Services =>
        from ns in _namespaces.Values
        from service in ns.Services
        select (ns.FactsOf(service.Key, service.Value.Labels), service.Value.Decision);

    /// <summary>Decides on Services from nothing.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="services">
    /// The Services in any order. What comes later counts where two are the same Service, or say different things of one
    /// namespace.
    /// </param>
    public static ScopeIndex Create(ScopePolicy policy, IEnumerable<ScopeFacts> services)
    {
        var groups = new Dictionary<NamespaceKey, (NamespaceFacts Facts, List<ScopeFacts> Services)>();
        foreach (var facts in services)
        {
            var key = new NamespaceKey(facts.Cluster, facts.Namespace.Name);
            var known = groups.GetValueOrDefault(key);
            if (!ReferenceEquals(known.Facts, facts.Namespace))
                groups[key] = known = (facts.Namespace, known.Services ?? []);
            known.Services.Add(facts);
        }
        var namespaces = ImmutableSortedDictionary.CreateBuilder<NamespaceKey, NamespaceServices>(NamespaceKey.Order);
        foreach (var (key, (facts, members)) in groups)
            namespaces.Add(key, NamespaceServices.Decide(policy, key.Cluster, facts, members));
        return new ScopeIndex(
            policy, new LabelVocabulary(policy), namespaces.ToImmutable(), namespaces.Values.Sum(ns => ns.Services.Count));
    }

    /// <summary>The decision on a Service, or null where there is none of that name.</summary>
    /// <param name="cluster">The cluster that defines it.</param>
    /// <param name="ns">The name of its namespace.</param>
    /// <param name="service">Its name.</param>
    public ScopeDecision? Decision(string cluster, string ns, string service) =>
        _namespaces.TryGetValue(new NamespaceKey(cluster, ns), out var known) && known.Services.TryGetValue(service, out var decided)
            ? decided.Decision
            : null;

    /// <summary>
    /// Adds a Service, or replaces the one of its name. What the facts say of the namespace counts for all its Services.
    /// </summary>
    /// <param name="facts">What is known of the Service.</param>
    public ScopeIndexChange WithService(in ScopeFacts facts)
    {
        var key = new NamespaceKey(facts.Cluster, facts.Namespace.Name);
        var (before, update) = (Find(key, facts.Namespace), new NamespaceUpdate(Policy, _vocabulary, facts.Cluster));
        var after = update.Namespace(before, facts.Namespace, except: facts.Service);
        return With(key, update.Service(before, after, facts.Service, facts.ServiceLabels), update);
    }

    /// <summary>Takes a Service away; one that is not there changes nothing. Its namespace stays known.</summary>
    /// <param name="cluster">The cluster that defines it.</param>
    /// <param name="ns">The name of its namespace.</param>
    /// <param name="service">Its name.</param>
    public ScopeIndexChange WithoutService(string cluster, string ns, string service)
    {
        var (key, update) = (new NamespaceKey(cluster, ns), new NamespaceUpdate(Policy, _vocabulary, cluster));
        return _namespaces.TryGetValue(key, out var known)
            ? With(key, update.WithoutService(known, service), update)
            : new ScopeIndexChange(this, [], 0);
    }

    /// <summary>Replaces what is known of a namespace, whether it has Services or not.</summary>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="facts">What is known of it now; a namespace that was deleted is unknown.</param>
    public ScopeIndexChange WithNamespace(string cluster, NamespaceFacts facts)
    {
        var (key, update) = (new NamespaceKey(cluster, facts.Name), new NamespaceUpdate(Policy, _vocabulary, cluster));
        return With(key, update.Namespace(Find(key, facts), facts, except: null), update);
    }

    /// <summary>
    /// Replaces the policy. Only Services are decided anew that match a rule which came, went, or changed its condition,
    /// name or order, by the old policy or by the new one.
    /// </summary>
    /// <param name="policy">The new policy.</param>
    public ScopeIndexChange WithPolicy(ScopePolicy policy)
    {
        if (policy.Equals(Policy))
            return new ScopeIndexChange(new ScopeIndex(policy, _vocabulary, _namespaces, Count), [], 0);
        var rules = RuleChanges.Between(Policy, policy);
        var vocabulary = new LabelVocabulary(policy);
        var namespaces = _namespaces.ToBuilder();
        var changes = ImmutableArray.CreateBuilder<ServiceChange>();
        var reevaluated = 0;
        foreach (var (key, ns) in _namespaces)
        {
            var update = new NamespaceUpdate(policy, vocabulary, key.Cluster);
            if (update.Rules(ns, rules) is var after && !ReferenceEquals(after, ns))
                namespaces[key] = after;
            changes.AddRange(update.Changes);
            reevaluated += update.Reevaluated;
        }
        var index = new ScopeIndex(policy, vocabulary, namespaces.ToImmutable(), Count);
        return new ScopeIndexChange(index, new ValueList<ServiceChange>(changes.ToImmutable()), reevaluated);
    }

    private NamespaceServices Find(NamespaceKey key, NamespaceFacts facts) =>
        _namespaces.TryGetValue(key, out var known) ? known : NamespaceServices.Empty(key.Cluster, facts);

    private ScopeIndexChange With(NamespaceKey key, NamespaceServices services, NamespaceUpdate update)
    {
        var count = Count + update.Added;
        var index = new ScopeIndex(Policy, _vocabulary, _namespaces.SetItem(key, services), count);
        return new ScopeIndexChange(
            index, update.Changes.OrderBy(change => change.Service, StringComparer.Ordinal).ToValueList(), update.Reevaluated);
    }
}
