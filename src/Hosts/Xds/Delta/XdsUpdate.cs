using System.Diagnostics;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds.Delta;

/// <summary>A change that a client is to take over as a whole, or not at all.</summary>
/// <param name="TypeUrl">The type that it concerns.</param>
/// <param name="Upserts">New and changed resources; no name twice.</param>
/// <param name="Removed">
/// Names that are gone; none of them is among the upserts. Some may never have been known.
/// </param>
internal sealed record XdsUpdate(string TypeUrl, ValueList<XdsResource> Upserts, ValueList<string> Removed)
{
    /// <summary>Of which snapshot it is a part (<see cref="XdsSnapshot.Version"/>); empty where that is not said.</summary>
    public string Version { get; init; } = "";
}

/// <summary>A resource that cannot be taken over, and why.</summary>
internal sealed record XdsRejection(string Name, string Reason)
{
    public override string ToString() => $"{Name}: {Reason}";
}

/// <summary>What became of an update.</summary>
internal abstract record XdsVerdict
{
    private XdsVerdict()
    {
    }

    /// <summary>All of it is in force.</summary>
    internal sealed record Accepted : XdsVerdict;

    /// <summary>Nothing of it is.</summary>
    internal sealed record Rejected(ValueList<XdsRejection> Rejections) : XdsVerdict;

    public T Match<T>(Func<Accepted, T> accepted, Func<Rejected, T> rejected) => this switch
    {
        Accepted verdict => accepted(verdict),
        Rejected verdict => rejected(verdict),
        _ => throw new UnreachableException(),
    };
}
