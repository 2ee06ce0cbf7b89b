using System.Collections.Frozen;
using ScopeMesh.ScopeLang.Syntax;

namespace ScopeMesh.ScopeLang.Editing;

/// <summary>
/// The services and namespaces of a mesh, as far as an editor knows them: what hovering counts and completion offers.
/// </summary>
public sealed class KnownServices
{
    private readonly FrozenDictionary<Subject, ValueList<string>> _names;
    private readonly FrozenDictionary<(Subject Subject, string Key), FrozenDictionary<string, int>> _values;

    private KnownServices(ValueList<ScopeFacts> services, (string Cluster, NamespaceFacts Facts)[] namespaces)
    {
        Services = services;
        _names = new Dictionary<Subject, ValueList<string>>
        {
            [Subject.Service] = Sorted(services.Select(facts => facts.Service)),
            [Subject.Namespace] = Sorted(namespaces.Select(ns => ns.Facts.Name)),
            [Subject.Cluster] = Sorted(services.Select(facts => facts.Cluster).Concat(namespaces.Select(ns => ns.Cluster))),
        }.ToFrozenDictionary();
        _values = services.SelectMany(facts => facts.ServiceLabels.Select(label => (Subject.Service, label)))
            .Concat(namespaces.SelectMany(ns => (ns.Facts.Labels ?? LabelSet.Empty).Select(label => (Subject.Namespace, label))))
            .GroupBy(pair => (pair.Item1, pair.label.Key))
            .ToFrozenDictionary(
                group => group.Key,
                group => group.CountBy(pair => pair.label.Value).ToFrozenDictionary());
    }

    /// <summary>No mesh is known.</summary>
    public static KnownServices None { get; } = Create([], []);

    /// <summary>The services, in ordinal order of cluster, namespace and name.</summary>
    public ValueList<ScopeFacts> Services { get; }

    /// <summary>What is known.</summary>
    /// <param name="services">The services of all clusters, in any order.</param>
    /// <param name="namespaces">
    /// Namespaces of clusters, in any order; those of the services need not be among them.
    /// </param>
    public static KnownServices Create(
        IEnumerable<ScopeFacts> services, IEnumerable<(string Cluster, NamespaceFacts Facts)> namespaces)
    {
        var ordered = services
            .OrderBy(facts => facts.Cluster, StringComparer.Ordinal)
            .ThenBy(facts => facts.Namespace.Name, StringComparer.Ordinal)
            .ThenBy(facts => facts.Service, StringComparer.Ordinal)
            .ToValueList();
        var all = ordered.Select(facts => (facts.Cluster, facts.Namespace)).Concat(namespaces)
            .DistinctBy(ns => (ns.Item1, ns.Item2.Name));
        return new KnownServices(ordered, [.. all]);
    }

    /// <summary>The names of all services, namespaces or clusters, in ordinal order.</summary>
    internal ValueList<string> Names(Subject subject) => _names[subject];

    /// <summary>The label keys of all services or namespaces.</summary>
    internal IEnumerable<string> Keys(Subject subject) => _values.Keys.Where(key => key.Subject == subject).Select(key => key.Key);

    /// <summary>The values of a label key, and how many services or namespaces have each.</summary>
    internal IReadOnlyDictionary<string, int> Values(Subject subject, string key) =>
        _values.GetValueOrDefault((subject, key)) ?? FrozenDictionary<string, int>.Empty;

    private static ValueList<string> Sorted(IEnumerable<string> names) =>
        names.Distinct().Order(StringComparer.Ordinal).ToValueList();
}
