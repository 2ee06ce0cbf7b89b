using System.Collections.Immutable;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>What a client wants of one type.</summary>
/// <param name="Wildcard">Everything.</param>
/// <param name="Names">Keys that it asked for by name, with <paramref name="Wildcard"/> or without.</param>
internal sealed record DeltaInterest(bool Wildcard, ImmutableSortedSet<string> Names)
{
    public const string Everything = "*";

    public static DeltaInterest None { get; } =
        new(Wildcard: false, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    /// <summary>The interest after a request. A first request that names nothing wants everything.</summary>
    public DeltaInterest After(DeltaRequest request, bool first)
    {
        var subscribed = request.Subscribe.Contains(Everything) || (first && request.Subscribe.IsEmpty);
        var wildcard = (Wildcard || subscribed) && !request.Unsubscribe.Contains(Everything);
        var names = Names.Union(request.Subscribe.Items);
        // As istiod does: without a wildcard, what a client kept is what it wants.
        if (first && !wildcard)
            names = names.Union(request.InitialVersions.Keys);
        return new DeltaInterest(wildcard, names.Except(request.Unsubscribe.Items).Remove(Everything));
    }

    /// <summary>The resources that it covers, sorted by name.</summary>
    public IEnumerable<XdsResource> In(XdsResourceSet set) => Wildcard
        ? set.Resources
        : Names.SelectMany(set.Resolve)
            .DistinctBy(resource => resource.Name)
            .OrderBy(resource => resource.Name, StringComparer.Ordinal);

    /// <summary>The keys asked for by name under which there is nothing.</summary>
    public IEnumerable<string> AbsentFrom(XdsResourceSet set) => Names.Where(key => !set.Resolves(key));
}
