using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Tests.Support.Policy.Authorization;

/// <summary>Hundreds of policies and the connections to decide on.</summary>
/// <param name="Policies">The policies.</param>
/// <param name="Listed">The policies that the workload lists.</param>
/// <param name="Connections">Connections to it.</param>
public sealed record PolicyCrowd(
    ValueList<AuthorizationPolicy> Policies, ValueList<NamespacedName> Listed, ValueList<InboundConnection> Connections);

/// <summary>Hundreds of policies out of a world in which one seldom matches, so that only an index finds those that do.</summary>
public static class PolicyCrowdGen
{
    private static readonly Gen<string> Names = Gen.Choose(0, 30).Select(i => $"n{i}");

    private static readonly Gen<string> Addresses = Gen.OneOf(
        from low in Gen.Choose(0, 60)
        from high in Gen.Choose(0, 3)
        select $"10.0.{high}.{low}",
        Gen.Choose(0, 60).Select(i => $"::ffff:10.0.0.{i}"),
        Gen.Choose(0, 60).Select(i => $"2001:db8::{i:x}"));

    private static readonly Gen<StringMatch> Namespaces = Mostly(
        Names.Select(StringMatch.Parse),
        Gen.OneOf(Names.Select(name => StringMatch.Parse(name + "*")), Gen.Constant<StringMatch>(new StringMatch.Exact(""))));

    private static readonly Gen<StringMatch> Principals = Mostly(
        from ns in Names from account in Names select StringMatch.Parse($"td/ns/{ns}/sa/{account}"),
        Gen.OneOf(
            Names.Select(account => StringMatch.Parse($"*/sa/{account}")),
            Names.Select(ns => StringMatch.Parse($"td/ns/{ns}/*")),
            Gen.Elements<StringMatch>(
                new StringMatch.Exact(""), new StringMatch.Exact("td/ns/n1"), new StringMatch.Prefix("td/"), new StringMatch.Presence())));

    private static readonly Gen<ServiceAccountMatch> Accounts =
        from ns in Names from account in Names select new ServiceAccountMatch(ns, account);

    private static readonly Gen<AddressBlock> Blocks =
        from text in Addresses
        let address = IPAddress.Parse(text)
        let bits = address.GetAddressBytes().Length * 8
        from length in Mostly(Gen.Constant(bits), Gen.Choose(0, bits))
        select new AddressBlock(address, length);

    private static readonly Gen<int> Ports = Gen.Choose(8000, 8060);

    private static readonly Gen<AuthorizationMatch> Field = Gen.OneOf(
        Few(Namespaces).Select(values => new AuthorizationMatch { Namespaces = values }),
        Few(Principals).Select(values => new AuthorizationMatch { Principals = values }),
        Few(Accounts).Select(values => new AuthorizationMatch { ServiceAccounts = values }),
        Few(Blocks).Select(values => new AuthorizationMatch { SourceIps = values }),
        Few(Blocks).Select(values => new AuthorizationMatch { DestinationIps = values }),
        Few(Ports).Select(values => new AuthorizationMatch { DestinationPorts = values }));

    private static readonly Gen<AuthorizationMatch> Match =
        from match in Field
        from not in Few(Namespaces)
        from ports in Few(Ports)
        from shape in Gen.Choose(0, 9)
        select shape switch
        {
            0 => match with { NotNamespaces = not },
            1 => match with { NotPrincipals = [new StringMatch.Presence()] },
            2 => match with { DestinationPorts = ports },
            3 => match with { NotDestinationPorts = ports },
            _ => match,
        };

    private static readonly Gen<AuthorizationGroup> Group =
        Few(Mostly(Few(Match), Gen.Constant<ValueList<AuthorizationMatch>>([AuthorizationMatch.Empty])))
            .Select(clauses => new AuthorizationGroup(clauses.Select(matches => new AuthorizationRules(matches)).ToValueList()));

    private static readonly Gen<AuthorizationPolicy> Policy =
        from ns in Gen.Elements("a", "b")
        from name in Gen.Choose(0, 200)
        from scope in Gen.Elements(Enum.GetValues<AuthorizationScope>())
        from action in Gen.Frequency((3, Gen.Constant(AuthorizationAction.Allow)), (1, Gen.Constant(AuthorizationAction.Deny)))
        from groups in Few(Group)
        select new AuthorizationPolicy(new NamespacedName(ns, $"p{name}"), scope, action, groups);

    private static readonly Gen<InboundConnection> Connection =
        from source in Addresses
        from target in Addresses
        from identity in Gen.Frequency(
            (1, Gen.Constant(default(SpiffeId))),
            (9, from ns in Names from account in Names select new SpiffeId("td", ns, account)))
        from port in Ports
        select new InboundConnection(IPAddress.Parse(source), identity, IPAddress.Parse(target), port);

    /// <summary>Policies, now and then with one of any shape, and connections to a workload of the namespace <c>a</c>.</summary>
    public static Gen<PolicyCrowd> Crowd { get; } =
        from count in Gen.Choose(150, 300)
        from policies in Policy.ListOf(count)
        from odd in AuthorizationGen.Policies
        from hasOdd in Gen.Choose(0, 3)
        from listed in Few(Gen.Elements(policies.ToArray()))
        from unknown in Gen.Choose(0, 9)
        from connections in Connection.ListOf(20)
        let keys = listed.Select(policy => policy.Key)
        select new PolicyCrowd(
            hasOdd == 0 ? policies.Concat(odd).ToValueList() : policies.ToValueList(),
            (unknown == 0 ? keys.Append(new NamespacedName("a", "unknown")) : keys).ToValueList(),
            connections.ToValueList());

    private static Gen<T> Mostly<T>(Gen<T> usual, Gen<T> odd) => Gen.Frequency((12, usual), (1, odd));

    private static Gen<ValueList<T>> Few<T>(Gen<T> items) =>
        from count in Gen.Choose(1, 2)
        from list in items.ListOf(count)
        select list.ToValueList();
}
