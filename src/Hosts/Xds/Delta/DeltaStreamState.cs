using System.Collections.Immutable;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>An effect, and the type that it concerns.</summary>
internal readonly record struct TypedEffect(string TypeUrl, DeltaEffect Effect);

/// <summary>
/// The server's side of one stream: its subscriptions by type, in the order in which the client asked for them. All of them
/// are served of one snapshot, and go on to a newer one together when nothing is under way, so that a client which wants all has
/// every part of it after one answer of each, however fast snapshots follow each other.
/// </summary>
internal sealed record DeltaStreamState(string NoncePrefix, XdsSnapshot Latest, XdsLimits Limits)
{
    /// <summary>What is being served: the latest, or one before it that the client has not answered yet.</summary>
    private XdsSnapshot Served { get; init; } = Latest;

    private ValueList<(string TypeUrl, DeltaSubscription Subscription)> Subscriptions { get; init; }

    /// <summary>Whether one more type would be one too many.</summary>
    public bool IsFull(string typeUrl) =>
        Subscriptions.Count >= Limits.StreamTypes && Subscriptions.All(entry => entry.TypeUrl != typeUrl);

    /// <summary>Takes in what the client says of a type.</summary>
    public (DeltaStreamState Next, ValueList<TypedEffect> Effects) OnRequest(string typeUrl, DeltaRequest request)
    {
        var at = Subscriptions.Items.Select(entry => entry.TypeUrl).ToList().IndexOf(typeUrl);
        var subscription = at < 0
            ? DeltaSubscription.Start(NoncePrefix, Served.Of(typeUrl))
            : Subscriptions[at].Subscription;
        var (changed, effects) = subscription.OnRequest(request, Limits);
        var subscriptions = at < 0
            ? Subscriptions.Items.Add((typeUrl, changed))
            : Subscriptions.Items.SetItem(at, (typeUrl, changed));
        var (next, more) = (this with { Subscriptions = new(subscriptions) }).Advance();
        return (next, new(Typed(typeUrl, effects, Served).Concat(more.Items).ToImmutableArray()));
    }

    /// <summary>Takes in a newer snapshot.</summary>
    public (DeltaStreamState Next, ValueList<TypedEffect> Effects) OnSnapshot(XdsSnapshot latest) =>
        (this with { Latest = latest }).Advance();

    private (DeltaStreamState Next, ValueList<TypedEffect> Effects) Advance()
    {
        if (ReferenceEquals(Served, Latest) || Subscriptions.Any(entry => entry.Subscription.IsUnderWay))
            return (this, []);
        var steps = Subscriptions.Items
            .Select(entry => (entry.TypeUrl, Step: entry.Subscription.OnSnapshot(Latest.Of(entry.TypeUrl))))
            .ToImmutableArray();
        var next = this with
        {
            Served = Latest,
            Subscriptions = steps.Select(step => (step.TypeUrl, step.Step.Next)).ToValueList(),
        };
        return (next, steps.SelectMany(step => Typed(step.TypeUrl, step.Step.Effects, Latest)).ToValueList());
    }

    private static IEnumerable<TypedEffect> Typed(string typeUrl, ValueList<DeltaEffect> effects, XdsSnapshot of) =>
        effects.Select(effect => new TypedEffect(typeUrl, effect is DeltaEffect.Send send
            ? new DeltaEffect.Send(send.Response with { Version = of.Version })
            : effect));
}
