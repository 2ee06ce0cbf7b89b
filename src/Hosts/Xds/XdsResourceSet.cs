using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ScopeMesh.Hosts.Xds;

/// <summary>All resources of one type at one moment, sorted by name.</summary>
internal sealed class XdsResourceSet
{
    private readonly FrozenDictionary<string, XdsResource> _byName;
    private readonly ILookup<string, XdsResource> _byAlias;

    private XdsResourceSet(ImmutableArray<XdsResource> resources)
    {
        Resources = resources;
        _byName = resources.ToFrozenDictionary(resource => resource.Name, StringComparer.Ordinal);
        _byAlias = resources
            .SelectMany(resource => resource.Aliases.Items, (resource, alias) => (resource, alias))
            .ToLookup(pair => pair.alias, pair => pair.resource, StringComparer.Ordinal);
    }

    public static XdsResourceSet Empty { get; } = new([]);

    public ImmutableArray<XdsResource> Resources { get; }

    /// <exception cref="ArgumentException">Two resources have the same name.</exception>
    public static XdsResourceSet Create(IEnumerable<XdsResource> resources)
    {
        var sorted = resources.OrderBy(resource => resource.Name, StringComparer.Ordinal).ToImmutableArray();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Name == sorted[i - 1].Name)
                throw new ArgumentException($"two resources are named `{sorted[i].Name}`", nameof(resources));
        }
        return new XdsResourceSet(sorted);
    }

    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>What a client means by a key: the resource of that name, and those of which it is an alias.</summary>
    public IEnumerable<XdsResource> Resolve(string key)
    {
        if (_byName.TryGetValue(key, out var named))
            yield return named;
        foreach (var aliased in _byAlias[key])
        {
            if (aliased != named)
                yield return aliased;
        }
    }

    public bool Resolves(string key) => _byName.ContainsKey(key) || _byAlias.Contains(key);
}
