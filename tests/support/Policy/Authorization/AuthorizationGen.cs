using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy.Authorization;

/// <summary>Policies and connections out of a world so small that they often meet.</summary>
public static class AuthorizationGen
{
    private static readonly Gen<string> Names = Gen.Elements("a", "b");

    private static readonly Gen<StringMatch> Strings = Gen.Elements(
        "a", "b", "*", "a*", "*b", "td/ns/a/sa/b", "td/*", "other/*").Select(StringMatch.Parse);

    private static readonly Gen<AddressBlock> Blocks = Gen.Elements(
        new AddressBlock(IPAddress.Parse("10.0.0.1"), 32),
        new AddressBlock(IPAddress.Parse("10.0.0.0"), 24),
        new AddressBlock(IPAddress.Parse("::"), 0));

    private static readonly Gen<int> Ports = Gen.Elements(80, 443);

    private static readonly Gen<ServiceAccountMatch> Accounts =
        from ns in Names
        from name in Names
        select new ServiceAccountMatch(ns, name);

    private static readonly Gen<AuthorizationMatch> OneField = Gen.OneOf(
        Some(Strings).Select(values => new AuthorizationMatch { Namespaces = values }),
        Some(Strings).Select(values => new AuthorizationMatch { NotNamespaces = values }),
        Some(Strings).Select(values => new AuthorizationMatch { Principals = values }),
        Some(Strings).Select(values => new AuthorizationMatch { NotPrincipals = values }),
        Some(Accounts).Select(values => new AuthorizationMatch { ServiceAccounts = values }),
        Some(Accounts).Select(values => new AuthorizationMatch { NotServiceAccounts = values }),
        Some(Blocks).Select(values => new AuthorizationMatch { SourceIps = values }),
        Some(Blocks).Select(values => new AuthorizationMatch { NotSourceIps = values }),
        Some(Blocks).Select(values => new AuthorizationMatch { DestinationIps = values }),
        Some(Blocks).Select(values => new AuthorizationMatch { NotDestinationIps = values }),
        Some(Ports).Select(values => new AuthorizationMatch { DestinationPorts = values }),
        Some(Ports).Select(values => new AuthorizationMatch { NotDestinationPorts = values }));

    private static readonly Gen<AuthorizationMatch> Matches =
        from match in OneField
        from ports in Some(Ports)
        from hasPorts in Gen.Elements(true, false)
        select hasPorts ? match with { DestinationPorts = ports } : match;

    /// <summary>A name of a policy.</summary>
    public static Gen<NamespacedName> Key { get; } =
        from ns in Names
        from name in Gen.Elements("p", "q", "r")
        select new NamespacedName(ns, name);

    /// <summary>A policy of any shape, the empty ones included.</summary>
    public static Gen<AuthorizationPolicy> Policy { get; } =
        from key in Key
        from scope in Gen.Elements(Enum.GetValues<AuthorizationScope>())
        from action in Gen.Elements(AuthorizationAction.Allow, AuthorizationAction.Deny)
        from groups in Some(Some(Some(Matches).Select(matches => new AuthorizationRules(matches))).Select(rules => new AuthorizationGroup(rules)))
        select new AuthorizationPolicy(key, scope, action, groups);

    /// <summary>Some policies.</summary>
    public static Gen<ValueList<AuthorizationPolicy>> Policies { get; } = Some(Policy);

    /// <summary>Some policies, some of them in dry run.</summary>
    public static Gen<ValueList<AuthorizationPolicy>> PoliciesWithDryRuns { get; } = Some(
        from policy in Policy
        from isDryRun in Gen.Elements(true, false)
        select policy with { IsDryRun = isDryRun });

    /// <summary>Some names of policies.</summary>
    public static Gen<ValueList<NamespacedName>> Keys { get; } = Some(Key);

    /// <summary>A connection, with an identity or without.</summary>
    public static Gen<InboundConnection> Connection { get; } =
        from source in Gen.Elements("10.0.0.1", "10.0.0.2", "192.0.2.1", "::1")
        from identity in Gen.Elements(default, new SpiffeId("td", "a", "b"), new SpiffeId("td", "b", "a"), new SpiffeId("other", "a", "a"))
        from port in Ports
        select new InboundConnection(IPAddress.Parse(source), identity, IPAddress.Parse("10.0.0.1"), port);

    private static Gen<ValueList<T>> Some<T>(Gen<T> items) =>
        from count in Gen.Choose(0, 3)
        from list in items.ListOf(count)
        select list.ToValueList();
}
