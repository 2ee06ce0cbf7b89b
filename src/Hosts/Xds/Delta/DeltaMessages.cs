using System.Collections.Immutable;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>What a client says about one type.</summary>
internal sealed record DeltaRequest
{
    public static DeltaRequest Empty { get; } = new();

    /// <summary>
    /// Keys that the client wants from now on; <c>*</c> is everything, and so is nothing in a first request.
    /// </summary>
    public ValueList<string> Subscribe { get; init; }

    public ValueList<string> Unsubscribe { get; init; }

    /// <summary>First request of a stream only: what the client kept from an earlier one, name to version.</summary>
    public ImmutableDictionary<string, string> InitialVersions { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>The response that this acknowledges or refuses; empty where it does neither.</summary>
    public string Nonce { get; init; } = "";

    /// <summary>Why the response is refused; null where it is acknowledged.</summary>
    public string? Error { get; init; }
}

/// <summary>What changed, for one client and type.</summary>
/// <param name="Upserts">New and changed resources, sorted by name.</param>
/// <param name="Removed">Names, or keys that the client asked for, under which there is nothing; sorted.</param>
internal sealed record DeltaChange(ValueList<XdsResource> Upserts, ValueList<string> Removed)
{
    public bool IsEmpty => Upserts.IsEmpty && Removed.IsEmpty;
}

/// <summary>A change on its way to a client.</summary>
/// <param name="Nonce">What its answer repeats.</param>
/// <param name="Change">The change.</param>
internal sealed record DeltaResponse(string Nonce, DeltaChange Change)
{
    /// <summary>Of which snapshot it is a part (<see cref="XdsSnapshot.Version"/>); empty where that is not said.</summary>
    public string Version { get; init; } = "";
}
