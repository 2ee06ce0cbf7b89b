using System.Diagnostics;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>What the host has to do after a step of a <see cref="DeltaSubscription"/>.</summary>
internal abstract record DeltaEffect
{
    private DeltaEffect()
    {
    }

    /// <summary>Send a response.</summary>
    internal sealed record Send(DeltaResponse Response) : DeltaEffect;

    /// <summary>Note that the client has taken a response over.</summary>
    internal sealed record Acknowledged(string Nonce) : DeltaEffect;

    /// <summary>Report that the client refused a response; its content is not sent again until it changes.</summary>
    internal sealed record Refused(string Nonce, string Reason) : DeltaEffect;

    /// <summary>Note that the client answered something that is not under way.</summary>
    internal sealed record Stale(string Nonce) : DeltaEffect;

    /// <summary>End the stream: the client subscribed to more names than it may.</summary>
    internal sealed record TooManyNames(int Limit) : DeltaEffect;

    public T Match<T>(
        Func<Send, T> send,
        Func<Acknowledged, T> acknowledged,
        Func<Refused, T> refused,
        Func<Stale, T> stale,
        Func<TooManyNames, T> tooManyNames) => this switch
        {
            Send effect => send(effect),
            Acknowledged effect => acknowledged(effect),
            Refused effect => refused(effect),
            Stale effect => stale(effect),
            TooManyNames effect => tooManyNames(effect),
            _ => throw new UnreachableException(),
        };
}
