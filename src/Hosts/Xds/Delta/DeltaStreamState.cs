using System.Collections.Immutable;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>An effect, and the type that it concerns.</summary>
internal readonly record struct TypedEffect(string TypeUrl, DeltaEffect Effect);

/// <summary>
/// The server's side of one stream: its subscriptions by type, in the order in which the client asked for them.
/// </summary>
internal sealed record DeltaStreamState(string NoncePrefix, XdsSnapshot Latest, XdsLimits Limits)
{
    private ValueList<(string TypeUrl, DeltaSubscription Subscription)> Subscriptions { get; init; }

    /// <summary>Whether one more type would be one too many.</summary>
    public bool IsFull(string typeUrl) =>
        Subscriptions.Count >= Limits.StreamTypes && Subscriptions.All(entry => entry.TypeUrl != typeUrl);

    /// <summary>Takes in what the client says of a type.</summary>
    public (DeltaStreamState Next, ValueList<TypedEffect> Effects) OnRequest(string typeUrl, DeltaRequest request)
    {
        var at = Subscriptions.Items.Select(entry => entry.TypeUrl).ToList().IndexOf(typeUrl);
        var subscription = at < 0
            ? DeltaSubscription.Start(NoncePrefix, Latest.Of(typeUrl))
            : Subscriptions[at].Subscription;
        var (next, effects) = subscription.OnRequest(request, Limits);
        var subscriptions = at < 0
            ? Subscriptions.Items.Add((typeUrl, next))
            : Subscriptions.Items.SetItem(at, (typeUrl, next));
        return (
            this with { Subscriptions = new(subscriptions) },
            effects.Select(effect => new TypedEffect(typeUrl, effect)).ToValueList());
    }

    /// <summary>Takes in a newer snapshot.</summary>
    public (DeltaStreamState Next, ValueList<TypedEffect> Effects) OnSnapshot(XdsSnapshot latest)
    {
        var steps = Subscriptions.Items
            .Select(entry => (entry.TypeUrl, Step: entry.Subscription.OnSnapshot(latest.Of(entry.TypeUrl))))
            .ToImmutableArray();
        var next = this with
        {
            Latest = latest,
            Subscriptions = steps.Select(step => (step.TypeUrl, step.Step.Next)).ToValueList(),
        };
        var effects = steps.SelectMany(
            step => step.Step.Effects.Items, (step, effect) => new TypedEffect(step.TypeUrl, effect));
        return (next, effects.ToValueList());
    }
}
