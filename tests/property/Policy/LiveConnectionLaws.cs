using System.Net;
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
                    foreach (var connection in Opened(before).Where(open => LiveConnections.WhyClose(after, open) is null))
                        Assert.True(IsStillShared(after, connection), $"{connection} stays open");
                }
            },
            Cases);

    [Fact]
    public void Closes_every_inbound_connection_that_the_authorizer_denies_and_no_other() =>
        Law.Holds(
            from policies in AuthorizationGen.Policies
            from listed in AuthorizationGen.Keys
            from ns in Gen.Elements("a", "b")
            from connection in AuthorizationGen.Connection
            select (policies, listed, ns, connection),
            at =>
            {
                var target = new Workload
                {
                    Uid = "east//Pod/a/web",
                    Name = "web",
                    Namespace = at.ns,
                    Addresses = [IPAddress.Parse("10.0.0.1")],
                    AuthorizationPolicies = at.listed,
                };
                var table = RouteTable.Create(new Viewpoint("east", "", ViewpointRole.Node), [], [target], at.policies);
                var denied = ReferenceAuthorizer.Decide(ApplicablePolicies.Of(table.Authorizations, at.ns, at.listed), at.connection) is AuthorizationDecision.Denied;
                var inbound = new LiveConnection.Inbound(7, target.Uid, at.connection);
                ValueList<ClosingConnection> closing = denied ? [new ClosingConnection(7, "connection closed due to policy change")] : [];
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
                    yield return new LiveConnection.Outbound(id++, source.Uid, tunnel.To.Uid, tunnel.Expected[0]);
                if (decision is RouteDecision.DoubleTunnel crossing)
                    yield return new LiveConnection.OutboundThroughGateway(id++, source.Uid, service.Key, crossing.InnerExpected[^1]);
            }
        }
    }

    private static bool IsStillShared(RouteTable table, LiveConnection connection) => connection switch
    {
        LiveConnection.Outbound outbound =>
            table.Workloads.Any(workload => workload.Uid == outbound.SourceUid)
            && table.Workloads.Any(workload => workload.Uid == outbound.TargetUid && workload.Identity == outbound.Peer),
        LiveConnection.OutboundThroughGateway outbound =>
            table.Workloads.Any(workload => workload.Uid == outbound.SourceUid)
            && table.Services.Any(service => service.Key == outbound.Service && service.SubjectAltNames.Contains(outbound.Peer)),
        LiveConnection.Relayed relayed =>
            table.EndpointsOf(relayed.Service).Any(endpoint => endpoint.Workload.Uid == relayed.TargetUid),
        _ => false,
    };
}
