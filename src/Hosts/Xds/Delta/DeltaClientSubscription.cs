using System.Collections.Immutable;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>
/// The client's side of one type, which it wants all of: a reducer over streams, responses and verdicts.
/// </summary>
internal sealed record DeltaClientSubscription(string TypeUrl)
{
    /// <summary>What is in force here, name to version. Outlives streams.</summary>
    public ImmutableDictionary<string, string> Held { get; private init; } =
        ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Whether a response was ever accepted.</summary>
    public bool Synced { get; private init; }

    /// <summary>Why the newest response was refused; null where it was not.</summary>
    public string? Refusal { get; private init; }

    /// <summary>
    /// Whether the server knows what is held. Where that is too much to tell, the first response is everything
    /// there is, and what it does not name is gone.
    /// </summary>
    private bool ServerKnows { get; init; }

    /// <summary>A stream begins; says what to ask for.</summary>
    public (DeltaClientSubscription Next, DeltaRequest Request) Connect(XdsLimits limits)
    {
        // A name and a version cost their bytes, and up to 16 for tags and lengths.
        var bytes = Held.Sum(entry => entry.Key.Length + entry.Value.Length + 16L);
        var tell = bytes <= limits.ClaimedVersionsBytes;
        var request = tell ? new DeltaRequest { InitialVersions = Held } : DeltaRequest.Empty;
        return (this with { ServerKnows = tell }, request);
    }

    /// <summary>What a response asks of us; what is wrong with it regardless of its content, if anything.</summary>
    public (XdsUpdate Update, ValueList<XdsRejection> Faults) OnResponse(DeltaResponse response)
    {
        var names = response.Change.Upserts.Select(resource => resource.Name).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> removed = ServerKnows ? response.Change.Removed : response.Change.Removed.Union(Held.Keys);
        removed = removed.Where(name => !names.Contains(name)).Distinct().Order(StringComparer.Ordinal);
        var update = new XdsUpdate(TypeUrl, response.Change.Upserts, removed.ToValueList()) { Version = response.Version };
        return (update, Faults(response.Change.Upserts).ToValueList());
    }

    /// <summary>What became of the update; says what to answer.</summary>
    public (DeltaClientSubscription Next, DeltaRequest Answer) Settle(
        string nonce, XdsUpdate update, XdsVerdict verdict, XdsLimits limits) =>
        verdict.Match(
            _ => (Accept(update), new DeltaRequest { Nonce = nonce }),
            rejected => Refuse(nonce, Describe(rejected.Rejections, limits.NackedNames)));

    /// <summary><c>name: reason; name: reason; …</c>, as ztunnel writes it.</summary>
    internal static string Describe(ValueList<XdsRejection> rejections, int maximum)
    {
        var named = string.Join("; ", rejections.Take(maximum));
        return rejections.Count <= maximum ? named : $"{named}; and {rejections.Count - maximum} more";
    }

    private DeltaClientSubscription Accept(XdsUpdate update) => this with
    {
        Synced = true,
        Refusal = null,
        ServerKnows = true,
        Held = Held
            .RemoveRange(update.Removed)
            .SetItems(update.Upserts.Select(resource => KeyValuePair.Create(resource.Name, resource.Version))),
    };

    private (DeltaClientSubscription Next, DeltaRequest Answer) Refuse(string nonce, string reason) =>
        (this with { Refusal = reason }, new DeltaRequest { Nonce = nonce, Error = reason });

    private IEnumerable<XdsRejection> Faults(ValueList<XdsResource> upserts)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in upserts)
        {
            if (resource.Name.Length == 0)
                yield return new XdsRejection("(unnamed)", "a resource needs a name");
            else if (!seen.Add(resource.Name))
                yield return new XdsRejection(resource.Name, "comes twice in one response");
            if (resource.Payload.TypeUrl != TypeUrl)
                yield return new XdsRejection(resource.Name, $"is a `{resource.Payload.TypeUrl}`, not a `{TypeUrl}`");
        }
    }
}
