using System.Collections.Immutable;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Indexing;

/// <summary>One update of one namespace, and what it did so far.</summary>
internal sealed class NamespaceUpdate(ScopePolicy policy, LabelVocabulary vocabulary, string cluster)
{
    private readonly List<ServiceChange> _changes = [];

    public IReadOnlyCollection<ServiceChange> Changes => _changes;

    /// <summary>How many Services were decided anew.</summary>
    public int Reevaluated { get; private set; }

    /// <summary>How many Services there are more.</summary>
    public int Added { get; private set; }

    /// <summary>Other facts of the namespace, for all its Services except one.</summary>
    public NamespaceServices Namespace(NamespaceServices before, NamespaceFacts facts, string? except)
    {
        var after = before with { Facts = facts };
        return vocabulary.CanTell(Subject.Namespace, before.Facts.Labels, facts.Labels)
            ? DecideAnew(after, (name, _) => name != except)
            : after;
    }

    /// <summary>A Service that is new, or may have other labels, in a namespace of which something else may be known.</summary>
    public NamespaceServices Service(NamespaceServices before, NamespaceServices after, string service, LabelSet labels)
    {
        var wasThere = before.Services.TryGetValue(service, out var known);
        var isTouched = !wasThere
            || vocabulary.CanTell(Subject.Namespace, before.Facts.Labels, after.Facts.Labels)
            || (after.Facts.Labels is not null && vocabulary.CanTell(Subject.Service, known.Labels, labels));
        var decided = known with { Labels = labels };
        if (isTouched)
            decided = Decide(after, service, decided, wasThere);
        Added += wasThere ? 0 : 1;
        return after with { Services = after.Services.SetItem(service, decided) };
    }

    public NamespaceServices WithoutService(NamespaceServices before, string service)
    {
        if (!before.Services.TryGetValue(service, out var known))
            return before;
        Added--;
        _changes.Add(new ServiceChange(cluster, before.Facts.Name, service, known.Decision, null));
        return before with { Services = before.Services.Remove(service) };
    }

    /// <summary>Another policy, by the rules that changed. In a namespace that is unknown no rule matters.</summary>
    public NamespaceServices Rules(NamespaceServices services, RuleChanges rules) => services.Facts.Labels is null
        ? services
        : DecideAnew(services, (name, service) => rules.Touch(services.FactsOf(name, service.Labels)));

    private NamespaceServices DecideAnew(NamespaceServices services, Func<string, DecidedService, bool> isTouched)
    {
        ImmutableSortedDictionary<string, DecidedService>.Builder? changed = null;
        foreach (var (name, service) in services.Services)
        {
            if (!isTouched(name, service))
                continue;
            var decided = Decide(services, name, service, wasThere: true);
            if (decided.Decision != service.Decision)
                (changed ??= services.Services.ToBuilder())[name] = decided;
        }
        return changed is null ? services : services with { Services = changed.ToImmutable() };
    }

    private DecidedService Decide(NamespaceServices ns, string service, DecidedService known, bool wasThere)
    {
        Reevaluated++;
        var decision = policy.Decide(ns.FactsOf(service, known.Labels));
        if (!wasThere || decision != known.Decision)
            _changes.Add(new ServiceChange(cluster, ns.Facts.Name, service, wasThere ? known.Decision : null, decision));
        return known with { Decision = decision };
    }
}
