using System.Collections.Immutable;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>What an anchor is about; what most often tells connections apart comes first.</summary>
internal enum AnchorKind
{
    /// <summary>The whole identity.</summary>
    Principal,

    /// <summary>Namespace and service account.</summary>
    ServiceAccount,

    /// <summary>The first bits of the peer's address.</summary>
    Source,

    /// <summary>The peer's namespace.</summary>
    Namespace,

    /// <summary>The first bits of the workload's address.</summary>
    Destination,

    /// <summary>The workload's port.</summary>
    Port,
}

/// <summary>Something that a connection shows exactly or not at all, so that a table leads to what requires it.</summary>
/// <param name="Kind">What it is about; says what the other parts are.</param>
/// <param name="TrustDomain">Of a principal.</param>
/// <param name="Namespace">The peer's.</param>
/// <param name="Account">The peer's.</param>
/// <param name="Bits">Of an address.</param>
/// <param name="Number">A port; or how many bits of an address there are, below zero for IPv6.</param>
internal readonly record struct Anchor(
    AnchorKind Kind, string TrustDomain, string Namespace, string Account, UInt128 Bits, int Number)
{
    public static Anchor OfPrincipal(in SpiffeId identity) =>
        new(AnchorKind.Principal, identity.TrustDomain, identity.Namespace, identity.ServiceAccount, 0, 0);

    public static Anchor OfAccount(string ns, string account) => new(AnchorKind.ServiceAccount, "", ns, account, 0, 0);

    public static Anchor OfNamespace(string ns) => new(AnchorKind.Namespace, "", ns, "", 0, 0);

    public static Anchor OfSource(in AddressPrefix prefix) => OfAddress(AnchorKind.Source, prefix);

    public static Anchor OfDestination(in AddressPrefix prefix) => OfAddress(AnchorKind.Destination, prefix);

    public static Anchor OfPort(int port) => new(AnchorKind.Port, "", "", "", 0, port);

    /// <summary>The range of an address, its bits left out.</summary>
    public AddressPrefix Shape() => new(Number < 0, 0, Number < 0 ? ~Number : Number);

    /// <summary>
    /// The fields of a match that can be looked up, each as anchors of which a connection must show one. A value that
    /// no connection can show has none.
    /// </summary>
    public static IEnumerable<ImmutableArray<Anchor>> Of(AuthorizationMatch match)
    {
        if (IsExact(match.Principals))
            yield return [.. match.Principals.SelectMany(Principal).Distinct()];
        if (!match.ServiceAccounts.IsEmpty)
            yield return [.. match.ServiceAccounts.Select(account => OfAccount(account.Namespace, account.ServiceAccount)).Distinct()];
        if (!match.SourceIps.IsEmpty)
            yield return [.. match.SourceIps.Select(block => OfSource(AddressPrefix.Of(block))).Distinct()];
        if (IsExact(match.Namespaces))
            yield return [.. match.Namespaces.Select(TextOf).Where(text => text.Length > 0).Select(OfNamespace).Distinct()];
        if (!match.DestinationIps.IsEmpty)
            yield return [.. match.DestinationIps.Select(block => OfDestination(AddressPrefix.Of(block))).Distinct()];
        if (!match.DestinationPorts.IsEmpty)
            yield return [.. match.DestinationPorts.Select(OfPort).Distinct()];
    }

    public override int GetHashCode() => Kind switch
    {
        AnchorKind.Principal or AnchorKind.ServiceAccount => HashCode.Combine(Kind, Namespace, Account),
        AnchorKind.Namespace => Namespace.GetHashCode(StringComparison.Ordinal),
        AnchorKind.Source or AnchorKind.Destination => HashCode.Combine(Kind, Bits, Number),
        AnchorKind.Port => Number,
    };

    private static Anchor OfAddress(AnchorKind kind, in AddressPrefix prefix) =>
        new(kind, "", "", "", prefix.Bits, prefix.IsV6 ? ~prefix.Length : prefix.Length);

    private static bool IsExact(ValueList<StringMatch> values) =>
        !values.IsEmpty && values.All(value => value is StringMatch.Exact);

    private static string TextOf(StringMatch match) => ((StringMatch.Exact)match).Value;

    private static IEnumerable<Anchor> Principal(StringMatch match) =>
        SpiffeId.TryParse("spiffe://" + TextOf(match), out var identity) ? [OfPrincipal(identity)] : [];
}
