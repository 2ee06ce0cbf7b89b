using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tunnel.Tls;

/// <summary>Which identities are accepted of a peer whose chain ends in one of our roots.</summary>
public abstract record AcceptedPeers
{
    private AcceptedPeers()
    {
    }

    /// <summary>Any identity. Who decides so trusts all whom the roots' authorities have signed for, as a tool does.</summary>
    public static AcceptedPeers All { get; } = new Anyone();

    /// <summary>One of some identities; with none of them nobody is accepted.</summary>
    /// <param name="Identities">The identities.</param>
    public sealed record OneOf(ValueList<SpiffeId> Identities) : AcceptedPeers;

    /// <summary>Any SPIFFE identity.</summary>
    public sealed record Anyone : AcceptedPeers;

    /// <summary>What to do in each case.</summary>
    /// <param name="oneOf">For some identities.</param>
    /// <param name="anyone">For any identity.</param>
    public T Match<T>(Func<OneOf, T> oneOf, Func<Anyone, T> anyone) => this switch
    {
        OneOf some => oneOf(some),
        Anyone any => anyone(any),
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
