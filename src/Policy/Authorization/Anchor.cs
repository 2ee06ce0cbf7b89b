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
internal readonly record struct Anchor
{
    private Anchor(AnchorKind kind) => Kind = kind;

    public AnchorKind Kind { get; }

    public SpiffeId Identity { get; private init; }

    public NamespacedName Name { get; private init; }

    public AddressPrefix Prefix { get; private init; }

    public int Port { get; private init; }

    public static Anchor OfPrincipal(SpiffeId identity) => new(AnchorKind.Principal) { Identity = identity };

    public static Anchor OfAccount(string ns, string account) =>
        new(AnchorKind.ServiceAccount) { Name = new NamespacedName(ns, account) };

    public static Anchor OfNamespace(string ns) => new(AnchorKind.Namespace) { Name = new NamespacedName(ns, "") };

    public static Anchor OfSource(AddressPrefix prefix) => new(AnchorKind.Source) { Prefix = prefix };

    public static Anchor OfDestination(AddressPrefix prefix) => new(AnchorKind.Destination) { Prefix = prefix };

    public static Anchor OfPort(int port) => new(AnchorKind.Port) { Port = port };

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
        AnchorKind.Principal => Identity.GetHashCode(),
        AnchorKind.ServiceAccount => Name.GetHashCode(),
        AnchorKind.Namespace => ~Name.GetHashCode(),
        AnchorKind.Source => Prefix.GetHashCode(),
        AnchorKind.Destination => ~Prefix.GetHashCode(),
        AnchorKind.Port => Port,
    };

    private static bool IsExact(ValueList<StringMatch> values) =>
        !values.IsEmpty && values.All(value => value is StringMatch.Exact);

    private static string TextOf(StringMatch match) => ((StringMatch.Exact)match).Value;

    private static IEnumerable<Anchor> Principal(StringMatch match) =>
        SpiffeId.TryParse("spiffe://" + TextOf(match), out var identity) ? [OfPrincipal(identity)] : [];
}
