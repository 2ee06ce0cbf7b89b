using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ScopeMesh.Tests.Support.Policy.Authorization;

namespace ScopeMesh.Tests.Property.Policy;

public sealed class LiveConnectionLaws
{
    private const int Cases = 300;

    /// <summary>Two tables that have most in common, or little, and a connection to their workloads.</summary>
    private static readonly Gen<(RouteTable Before, RouteTable After, InboundConnection Connection)> Changes =
        from tables in RouteTableGen.Tables.ArrayOf(2)
        from kept in Gen.Choose(0, 2)
        from connection in AuthorizationGen.Connection
        let delta = RouteTableDelta.Between(tables[0], tables[1])
        let small = RouteTableDelta.Empty with
        {
            Services = delta.Services.Take(1).ToValueList(),
            RemovedServices = delta.RemovedServices.Take(1).ToValueList(),
            Workloads = delta.Workloads.Take(1).ToValueList(),
            RemovedWorkloads = delta.RemovedWorkloads.Take(1).ToValueList(),
        }
        select (tables[0], kept == 0 ? tables[1] : small.Apply(tables[0]), connection);

    [Fact]
    public void What_was_opened_by_a_table_stays_open_while_the_table_stays() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                foreach (var table in RouteTableLaws.Tables(draft.ToSources()))
                    Assert.Empty(LiveConnections.Recheck(table, Opened(table)));
            },
            Cases);

    [Fact]
    public void Closes_each_connection_that_has_a_reason_to_close_once_and_no_other() =>
        Law.Holds(
            MeshGenerators.Changes,
            change =>
            {
                foreach (var (before, after) in RouteTableLaws.Tables(change.Before.ToSources()).Zip(RouteTableLaws.Tables(change.After.ToSources())))
                {
                    var opened = Opened(before).ToArray();
                    var expected = opened
                        .Where(connection => LiveConnections.WhyClose(after, connection) is not null)
                        .Select(connection => new ClosingConnection(connection.Id, LiveConnections.WhyClose(after, connection)!));
                    Assert.Equal(expected, LiveConnections.Recheck(after, opened));
                }
            },
            Cases);

    [Fact]
    public void What_stays_open_is_what_could_be_opened_again() =>
        Law.Holds(
            MeshGenerators.Changes,
            change =>
            {
                foreach (var (before, after) in RouteTableLaws.Tables(change.Before.ToSources()).Zip(RouteTableLaws.Tables(change.After.ToSources())))
                {
                    Assert.All(
                        Opened(before),
                        open => Assert.Equal(ReferenceLiveConnections.MayStay(after, open), LiveConnections.WhyClose(after, open) is null));
                }
            },
            Cases);

    [Fact]
    public void Every_connection_stays_open_or_closes_as_a_look_through_the_table_says() =>
        Law.Holds(
            Changes,
            at => Assert.All(
                Any(at.Before, at.Connection),
                open => Assert.Equal(ReferenceLiveConnections.MayStay(at.After, open), LiveConnections.WhyClose(at.After, open) is null)),
            Cases);

    [Fact]
    public void What_a_change_does_not_touch_need_not_be_looked_at() =>
        Law.Holds(
            Changes,
            at =>
            {
                var open = Any(at.Before, at.Connection).Where(one => LiveConnections.WhyClose(at.Before, one) is null).ToArray();
                var delta = RouteTableDelta.Between(at.Before, at.After);
                Assert.Equal(LiveConnections.Recheck(at.After, open), LiveConnections.Recheck(at.After, delta, open));
            },
            Cases);

    [Fact]
    public void Closes_every_inbound_connection_that_the_authorizer_denies_or_nobody_believes_and_no_other() =>
        Law.Holds(
            from policies in AuthorizationGen.Policies
            from listed in AuthorizationGen.Keys
            from ns in Gen.Elements("a", "b")
            from connection in AuthorizationGen.Connection
            from believes in Gen.Elements(true, false)
            select (policies, listed, ns, connection, believes),
            at =>
            {
                var (source, own) = (at.connection.Source, WellKnown.DefaultTrustDomain);
                var isForeign = !source.IsNone && source.TrustDomain != own;
                var believed = isForeign && at.believes
                    ? BelievedDomains.Of(new Cluster { Id = "east", Federation = [new TrustBundle(source.TrustDomain, "")] })
                    : null;
                var target = new Workload
                {
                    Uid = "east//Pod/a/web",
                    Name = "web",
                    Namespace = at.ns,
                    Addresses = [IPAddress.Parse("10.0.0.1")],
                    AuthorizationPolicies = at.listed,
                };
                var table = RouteTable.Create(
                    new Viewpoint("east", "", ViewpointRole.Node), believed is null ? [] : [believed], [target], at.policies);
                var denied = ReferenceAuthorizer.Decide(ApplicablePolicies.Of(table.Authorizations, at.ns, at.listed), at.connection) is AuthorizationDecision.Denied;
                var inbound = new LiveConnection.Inbound(7, target.Uid, target.Identity, at.connection);
                ValueList<ClosingConnection> closing =
                    isForeign && !at.believes ? [new ClosingConnection(7, "the caller's trust domain is no longer believed")]
                    : denied ? [new ClosingConnection(7, "connection closed due to policy change")]
                    : [];
                Assert.Equal(closing, LiveConnections.Recheck(table, [inbound]));
                Assert.Single(LiveConnections.Recheck(RouteTable.Empty(table.Viewpoint), [inbound]));
            });

    /// <summary>Every connection that a table's own decisions open: from each pod to each service, and through each gateway.</summary>
    private static IEnumerable<LiveConnection> Opened(RouteTable table)
    {
        long id = 0;
        ulong[] rolls = [0, ulong.MaxValue / 2, ulong.MaxValue];
        foreach (var (service, roll) in table.Services.SelectMany(service => rolls.Select(roll => (service, roll))))
        {
            if (table.Viewpoint.Role == ViewpointRole.Gateway)
            {
                if (GatewayRouter.Decide(table, service.Hostname, service.Ports[0].ServicePort, roll) is GatewayDecision.Forward forward)
                    yield return new LiveConnection.Relayed(id++, service.Key, forward.To.Uid);
                continue;
            }

            var destination = new Destination.Named(service.Hostname, service.Ports[0].ServicePort);
            foreach (var source in table.Workloads.Where(workload => workload.Cluster == table.Viewpoint.Cluster))
            {
                var decision = Router.Decide(table, new OutboundConnection(source.Uid, destination), roll);
                if (decision is RouteDecision.Tunnel tunnel)
                    yield return LiveConnection.Of(id++, source, tunnel, tunnel.Expected[0]);
                if (decision is RouteDecision.DoubleTunnel crossing)
                    yield return LiveConnection.Of(id++, source, crossing, crossing.InnerExpected[^1]);
            }
        }
    }

    /// <summary>Connections of every kind between what a table has, whether its decisions would open them or not.</summary>
    private static IEnumerable<LiveConnection> Any(RouteTable table, InboundConnection connection)
    {
        long id = 0;
        var sources = table.Workloads.Take(3).ToArray();
        foreach (var (source, target) in sources.SelectMany(source => table.Workloads.Select(target => (source, target))))
        {
            yield return new LiveConnection.Outbound(id++, source.Uid, source.Identity, target.Uid, target.Identity, null);
            foreach (var part in target.Services)
                yield return new LiveConnection.Outbound(id++, source.Uid, source.Identity, target.Uid, target.Identity, part.Service);
        }

        foreach (var (source, service) in sources.SelectMany(source => table.Services.Select(service => (source, service))))
        {
            foreach (var peer in service.SubjectAltNames)
                yield return new LiveConnection.OutboundThroughGateway(id++, source.Uid, source.Identity, service.Key, peer);
        }

        foreach (var target in table.Workloads)
        {
            yield return new LiveConnection.Inbound(id++, target.Uid, target.Identity, connection);
            foreach (var part in target.Services)
                yield return new LiveConnection.Relayed(id++, part.Service, target.Uid);
        }
    }
}
