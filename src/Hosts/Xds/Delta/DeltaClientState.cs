using System.Collections.Immutable;
using ScopeMesh.Hosts.Grpc;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>A request, and the type that it concerns.</summary>
internal readonly record struct TypedRequest(string TypeUrl, DeltaRequest Request);

/// <summary>What a response came to.</summary>
/// <param name="Update">What it says; null where nobody asked for its type.</param>
/// <param name="Request">What to answer.</param>
internal readonly record struct DeltaAnswer(XdsUpdate? Update, DeltaRequest Request);

/// <summary>
/// A client of discovery that wants all of some types: a reducer over streams that begin and end, and responses.
/// </summary>
internal sealed record DeltaClientState
{
    private readonly ValueList<string> _types;
    private readonly XdsLimits _limits;

    private DeltaClientState(ValueList<string> types, XdsLimits limits) => (_types, _limits) = (types, limits);

    /// <summary>How the connection stands.</summary>
    public XdsConnection Connection { get; private init; } = new(Connected: false, Synced: false, LastError: null, Refusal: null);

    private ImmutableDictionary<string, DeltaClientSubscription> Subscriptions { get; init; } =
        ImmutableDictionary.Create<string, DeltaClientSubscription>(StringComparer.Ordinal);

    private Backoff Backoff { get; init; }

    /// <summary>A client that has been told nothing.</summary>
    /// <param name="types">The types to subscribe to, all of each.</param>
    /// <param name="limits">Its bounds.</param>
    public static DeltaClientState Start(ValueList<string> types, XdsLimits limits) => new(types, limits)
    {
        Subscriptions = types.ToImmutableDictionary(type => type, type => new DeltaClientSubscription(type), StringComparer.Ordinal),
        Backoff = Backoff.Starting(
            TimeSpan.FromMilliseconds(limits.ReconnectDelayMilliseconds),
            TimeSpan.FromMilliseconds(limits.MaximumReconnectDelayMilliseconds)),
    };

    /// <summary>A stream begins; says what to ask for, in order.</summary>
    public (DeltaClientState Next, ValueList<TypedRequest> Requests) OnConnected()
    {
        var subscriptions = Subscriptions;
        var requests = ImmutableArray.CreateBuilder<TypedRequest>(_types.Count);
        foreach (var type in _types)
        {
            var (next, request) = subscriptions[type].Connect(_limits);
            subscriptions = subscriptions.SetItem(type, next);
            requests.Add(new TypedRequest(type, request));
        }

        return (this with { Subscriptions = subscriptions }, new ValueList<TypedRequest>(requests.ToImmutable()));
    }

    /// <summary>A response came: takes it over as a whole or not at all, and says what to answer.</summary>
    /// <param name="typeUrl">The type that it concerns.</param>
    /// <param name="response">The response.</param>
    /// <param name="apply">Takes an update over, or says why not.</param>
    public (DeltaClientState Next, DeltaAnswer Answer) OnResponse(
        string typeUrl, DeltaResponse response, Func<XdsUpdate, XdsVerdict> apply)
    {
        if (!Subscriptions.TryGetValue(typeUrl, out var subscription))
            return (this, new DeltaAnswer(null, new DeltaRequest { Nonce = response.Nonce }));
        var (update, faults) = subscription.OnResponse(response);
        var verdict = faults.IsEmpty ? apply(update) : new XdsVerdict.Rejected(faults);
        var (settled, answer) = subscription.Settle(response.Nonce, update, verdict, _limits);
        var subscriptions = Subscriptions.SetItem(typeUrl, settled);
        var next = this with
        {
            Subscriptions = subscriptions,
            Backoff = Backoff.AfterSuccess(),
            Connection = new XdsConnection(
                Connected: true,
                subscriptions.Values.All(one => one.Synced),
                LastError: null,
                subscriptions.Values.Select(one => one.Refusal).FirstOrDefault(refusal => refusal is not null)),
        };
        return (next, new DeltaAnswer(update, answer));
    }

    /// <summary>A stream ended, or could not begin; says how long to wait before the next.</summary>
    /// <param name="error">Why.</param>
    public (DeltaClientState Next, TimeSpan Delay) OnEnded(string error) =>
        (this with { Backoff = Backoff.AfterFailure(), Connection = Connection with { Connected = false, LastError = error } },
            Backoff.Delay);
}
