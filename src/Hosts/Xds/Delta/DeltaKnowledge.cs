using System.Collections.Immutable;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>
/// What a client has been told of one type: versions by name. A null version says that it has been told that there
/// is nothing under that key; an empty one, that it has something of which we do not know the version.
/// </summary>
internal sealed record DeltaKnowledge(ImmutableDictionary<string, string?> Versions)
{
    private const string Outdated = "";

    public static DeltaKnowledge Nothing { get; } =
        new(ImmutableDictionary.Create<string, string?>(StringComparer.Ordinal));

    public static DeltaKnowledge Claimed(ImmutableDictionary<string, string> versions) =>
        new(Nothing.Versions.AddRange(versions.Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value))));

    /// <summary>What the client must be told so that it knows what it wants to know.</summary>
    public DeltaChange Towards(XdsResourceSet set, DeltaInterest interest)
    {
        var wanted = interest.In(set);
        var upserts = wanted.Where(resource => !Knows(resource.Name, resource.Version));
        var absent = interest.AbsentFrom(set).Where(key => !Knows(key, version: null));
        var covers = Covers(set, interest);
        var gone = Versions.Where(entry => entry.Value is not null && !covers(entry.Key)).Select(entry => entry.Key);
        return new DeltaChange(upserts.ToValueList(), absent.Union(gone).Order(StringComparer.Ordinal).ToValueList());
    }

    /// <summary>What the client knows once it has taken a change over.</summary>
    public DeltaKnowledge After(DeltaChange change, DeltaInterest interest)
    {
        var versions = Versions.ToBuilder();
        foreach (var resource in change.Upserts)
            versions[resource.Name] = resource.Version;
        foreach (var name in change.Removed)
        {
            if (interest.Names.Contains(name))
                versions[name] = null;
            else
                versions.Remove(name);
        }
        return new DeltaKnowledge(versions.ToImmutable());
    }

    /// <summary>
    /// Who subscribes to a key again may have lost what it had (xDS, "resource_names_subscribe"), so it is sent again.
    /// </summary>
    public DeltaKnowledge Resubscribed(XdsResourceSet set, ValueList<string> keys)
    {
        var names = keys.Contains(DeltaInterest.Everything)
            ? Versions.Keys
            : keys.Items.Concat(keys.SelectMany(set.Resolve).Select(resource => resource.Name));
        var versions = Versions.ToBuilder();
        foreach (var name in names.Where(Versions.ContainsKey))
        {
            if (Versions[name] is null)
                versions.Remove(name);
            else
                versions[name] = Outdated;
        }
        return new DeltaKnowledge(versions.ToImmutable());
    }

    /// <summary>Who unsubscribes forgets by itself: it is not told that what still exists is gone.</summary>
    public DeltaKnowledge Unsubscribed(XdsResourceSet set, DeltaInterest interest)
    {
        var covers = Covers(set, interest);
        var forgotten = Versions.Where(entry => entry.Value is null
            ? !interest.Names.Contains(entry.Key)
            : set.Contains(entry.Key) && !covers(entry.Key));
        return new DeltaKnowledge(Versions.RemoveRange(forgotten.Select(entry => entry.Key)));
    }

    private bool Knows(string name, string? version) =>
        Versions.TryGetValue(name, out var known) && known == version;

    private static Func<string, bool> Covers(XdsResourceSet set, DeltaInterest interest) =>
        interest.Wildcard
            ? set.Contains
            : interest.In(set).Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal).Contains;
}
