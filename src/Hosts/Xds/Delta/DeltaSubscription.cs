using System.Globalization;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>
/// The server's side of one type on one stream: a reducer over requests and snapshots. At most one response is
/// under way; what changes in the meantime is sent as one change after it.
/// </summary>
internal sealed record DeltaSubscription
{
    private readonly string _noncePrefix;

    private DeltaSubscription(string noncePrefix, XdsResourceSet latest)
    {
        _noncePrefix = noncePrefix;
        Latest = latest;
    }

    /// <summary>What is to be served: the newest set.</summary>
    public XdsResourceSet Latest { get; private init; }

    public DeltaInterest Interest { get; private init; } = DeltaInterest.None;

    /// <summary>What the client knows for certain.</summary>
    public DeltaKnowledge Known { get; private init; } = DeltaKnowledge.Nothing;

    /// <summary>Whether a response waits for the client's answer.</summary>
    public bool IsUnderWay => InFlight is not null;

    /// <summary>The response that the client has yet to answer.</summary>
    private Flight? InFlight { get; init; }

    /// <summary>What the client refused; not sent again as it is.</summary>
    private DeltaChange? Refused { get; init; }

    /// <summary>The set that <see cref="Known"/> was last brought up to; spares a comparison for each ACK.</summary>
    private XdsResourceSet? Current { get; init; }

    private bool Started { get; init; }

    /// <summary>Whether a request waits for its answer, which may be empty.</summary>
    private bool Owed { get; init; }

    private long Sent { get; init; }

    /// <summary>A type that the client has not asked for yet.</summary>
    /// <param name="noncePrefix">
    /// Differs from stream to stream, so that no answer to an earlier one is taken for one to this.
    /// </param>
    /// <param name="latest">What is to be served.</param>
    public static DeltaSubscription Start(string noncePrefix, XdsResourceSet latest) => new(noncePrefix, latest);

    /// <summary>Takes in what the client says.</summary>
    public (DeltaSubscription Next, ValueList<DeltaEffect> Effects) OnRequest(DeltaRequest request, XdsLimits limits)
    {
        var (next, effects) = Started ? Settle(request) : (this, []);
        if (!Started || !request.Subscribe.IsEmpty || !request.Unsubscribe.IsEmpty)
            next = next.Turn(request);
        return next.Interest.Names.Count > limits.SubscribedNames
            ? (this, [new DeltaEffect.TooManyNames(limits.SubscribedNames)])
            : next.Respond(effects);
    }

    /// <summary>Takes in a newer set.</summary>
    public (DeltaSubscription Next, ValueList<DeltaEffect> Effects) OnSnapshot(XdsResourceSet latest) =>
        (this with { Latest = latest }).Respond([]);

    /// <summary>Takes in an ACK or a NACK.</summary>
    private (DeltaSubscription Next, ValueList<DeltaEffect> Effects) Settle(DeltaRequest request)
    {
        if (request.Nonce.Length == 0)
            return (this, []);
        if (InFlight is not { } flight || flight.Nonce != request.Nonce)
            return (this, [new DeltaEffect.Stale(request.Nonce)]);
        // A refused response has changed nothing on the client: the next one starts from what it knew before.
        return request.Error is { } reason
            ? (this with { InFlight = null, Refused = flight.Change }, [new DeltaEffect.Refused(request.Nonce, reason)])
            : (this with { InFlight = null, Refused = null, Known = flight.Known, Current = flight.Set },
                [new DeltaEffect.Acknowledged(request.Nonce)]);
    }

    /// <summary>Takes in a change of interest.</summary>
    private DeltaSubscription Turn(DeltaRequest request)
    {
        var interest = Interest.After(request, first: !Started);
        return this with
        {
            Started = true,
            Owed = Owed || !Started || !request.Subscribe.IsEmpty,
            Interest = interest,
            Known = Started
                ? Turn(Known, request, interest)
                : DeltaKnowledge.Claimed(request.InitialVersions).Unsubscribed(Latest, interest),
            InFlight = InFlight is { } flight
                ? flight with { Known = Turn(flight.Known, request, interest) }
                : null,
        };
    }

    private DeltaKnowledge Turn(DeltaKnowledge known, DeltaRequest request, DeltaInterest interest) =>
        known.Resubscribed(Latest, request.Subscribe).Unsubscribed(Latest, interest);

    private (DeltaSubscription Next, ValueList<DeltaEffect> Effects) Respond(ValueList<DeltaEffect> effects)
    {
        if (!Started || InFlight is not null || (!Owed && ReferenceEquals(Latest, Current)))
            return (this, effects);
        var change = Known.Towards(Latest, Interest);
        if (!Owed && change.IsEmpty)
            return (this with { Current = Latest }, effects);
        if (!Owed && change == Refused)
            return (this, effects);
        var nonce = _noncePrefix + (Sent + 1).ToString(CultureInfo.InvariantCulture);
        var next = this with
        {
            Sent = Sent + 1,
            Owed = false,
            InFlight = new Flight(nonce, change, Known.After(change, Interest), Latest),
        };
        return (next, effects.Add(new DeltaEffect.Send(new DeltaResponse(nonce, change))));
    }

    /// <summary>A response under way, and what the client will know when it has taken it over.</summary>
    private sealed record Flight(string Nonce, DeltaChange Change, DeltaKnowledge Known, XdsResourceSet Set);
}
