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
    public static ImmutableArray<ImmutableArray<Anchor>> Of(AuthorizationMatch match)
    {
        var fields = ImmutableArray.CreateBuilder<ImmutableArray<Anchor>>(1);
        if (IsExact(match.Principals))
            fields.Add(Each(match.Principals, static principal => Principal(principal)));
        if (!match.ServiceAccounts.IsEmpty)
            fields.Add(Each(match.ServiceAccounts, static account => OfAccount(account.Namespace, account.ServiceAccount)));
        if (!match.SourceIps.IsEmpty)
            fields.Add(Each(match.SourceIps, static block => OfSource(AddressPrefix.Of(block))));
        if (IsExact(match.Namespaces))
            fields.Add(Each(match.Namespaces, static ns => TextOf(ns) is { Length: > 0 } name ? OfNamespace(name) : null));
        if (!match.DestinationIps.IsEmpty)
            fields.Add(Each(match.DestinationIps, static block => OfDestination(AddressPrefix.Of(block))));
        if (!match.DestinationPorts.IsEmpty)
            fields.Add(Each(match.DestinationPorts, static port => OfPort(port)));
        return fields.DrainToImmutable();
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

    /// <summary>The anchors of a field, each once.</summary>
    private static ImmutableArray<Anchor> Each<T>(ValueList<T> values, Func<T, Anchor?> anchorOf)
    {
        if (values is [var only])
            return anchorOf(only) is { } single ? [single] : [];
        return [.. values.Select(anchorOf).Where(anchor => anchor is not null).Select(anchor => anchor!.Value).Distinct()];
    }

    private static bool IsExact(ValueList<StringMatch> values)
    {
        foreach (var value in values)
            if (value is not StringMatch.Exact)
                return false;
        return !values.IsEmpty;
    }

    private static string TextOf(StringMatch match) => ((StringMatch.Exact)match).Value;

    private static Anchor? Principal(StringMatch match) =>
        SpiffeId.TryParsePrincipal(TextOf(match), out var identity) ? OfPrincipal(identity) : null;
}
