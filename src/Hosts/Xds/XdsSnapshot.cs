using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ScopeMesh.Hosts.Xds;

/// <summary>Everything that one client may see at one moment, by type URL.</summary>
internal sealed class XdsSnapshot(IEnumerable<KeyValuePair<string, XdsResourceSet>> sets)
{
    private readonly FrozenDictionary<string, XdsResourceSet> _sets = sets.ToFrozenDictionary(StringComparer.Ordinal);

    public static XdsSnapshot Empty { get; } = new(ImmutableDictionary<string, XdsResourceSet>.Empty);

    /// <summary>What names its content as a whole, told with every response of it; empty where nothing does.</summary>
    public string Version { get; private init; } = "";

    /// <summary>The resources of a type; none where nobody provides it.</summary>
    public XdsResourceSet Of(string typeUrl) => _sets.GetValueOrDefault(typeUrl, XdsResourceSet.Empty);

    /// <summary>The same but for one type.</summary>
    public XdsSnapshot With(string typeUrl, XdsResourceSet set) =>
        new(_sets.Where(entry => entry.Key != typeUrl).Append(KeyValuePair.Create(typeUrl, set))) { Version = Version };

    /// <summary>The same under another version.</summary>
    public XdsSnapshot Named(string version) => new(_sets) { Version = version };
}
