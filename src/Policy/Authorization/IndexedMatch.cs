using System.Collections.Immutable;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Authorization;

/// <summary>A match that is tried without allocating.</summary>
internal sealed class IndexedMatch(AuthorizationMatch match)
{
    private readonly ImmutableArray<AddressPrefix> _sources = Prefixes(match.SourceIps);
    private readonly ImmutableArray<AddressPrefix> _notSources = Prefixes(match.NotSourceIps);
    private readonly ImmutableArray<AddressPrefix> _destinations = Prefixes(match.DestinationIps);
    private readonly ImmutableArray<AddressPrefix> _notDestinations = Prefixes(match.NotDestinationIps);

    private interface ITest<T>
    {
        static abstract bool Matches(in T value, in ConnectionFacts facts);
    }

    /// <summary>Whether a connection matches.</summary>
    public bool Holds(in ConnectionFacts facts) =>
        Holds<int, OfPort>(match.DestinationPorts.AsSpan(), match.NotDestinationPorts.AsSpan(), facts)
        && Holds<StringMatch, OfNamespace>(match.Namespaces.AsSpan(), match.NotNamespaces.AsSpan(), facts)
        && Holds<StringMatch, OfPrincipal>(match.Principals.AsSpan(), match.NotPrincipals.AsSpan(), facts)
        && Holds<ServiceAccountMatch, OfAccount>(match.ServiceAccounts.AsSpan(), match.NotServiceAccounts.AsSpan(), facts)
        && Holds<AddressPrefix, OfSource>(_sources.AsSpan(), _notSources.AsSpan(), facts)
        && Holds<AddressPrefix, OfDestination>(_destinations.AsSpan(), _notDestinations.AsSpan(), facts);

    private static bool Holds<T, TTest>(ReadOnlySpan<T> any, ReadOnlySpan<T> none, in ConnectionFacts facts)
        where TTest : struct, ITest<T> =>
        (any.IsEmpty || Any<T, TTest>(any, facts)) && !Any<T, TTest>(none, facts);

    private static bool Any<T, TTest>(ReadOnlySpan<T> values, in ConnectionFacts facts)
        where TTest : struct, ITest<T>
    {
        foreach (ref readonly var value in values)
            if (TTest.Matches(value, facts))
                return true;
        return false;
    }

    private static ImmutableArray<AddressPrefix> Prefixes(ValueList<AddressBlock> blocks) =>
        blocks.IsEmpty ? [] : [.. blocks.Select(AddressPrefix.Of)];

    private readonly struct OfPort : ITest<int>
    {
        public static bool Matches(in int value, in ConnectionFacts facts) => value == facts.DestinationPort;
    }

    private readonly struct OfNamespace : ITest<StringMatch>
    {
        public static bool Matches(in StringMatch value, in ConnectionFacts facts) => value.Matches(facts.Source.Namespace);
    }

    private readonly struct OfPrincipal : ITest<StringMatch>
    {
        public static bool Matches(in StringMatch value, in ConnectionFacts facts) => PrincipalText.Matches(value, facts.Source);
    }

    private readonly struct OfAccount : ITest<ServiceAccountMatch>
    {
        public static bool Matches(in ServiceAccountMatch value, in ConnectionFacts facts) =>
            !facts.Source.IsNone
            && facts.Source.Namespace == value.Namespace
            && facts.Source.ServiceAccount == value.ServiceAccount;
    }

    private readonly struct OfSource : ITest<AddressPrefix>
    {
        public static bool Matches(in AddressPrefix value, in ConnectionFacts facts) => value.Contains(facts.SourceAddress);
    }

    private readonly struct OfDestination : ITest<AddressPrefix>
    {
        public static bool Matches(in AddressPrefix value, in ConnectionFacts facts) => value.Contains(facts.DestinationAddress);
    }
}
