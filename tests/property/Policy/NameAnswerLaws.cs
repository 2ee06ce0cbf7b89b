using System.Net;
using System.Net.Sockets;
using FsCheck.Fluent;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.Tests.Property.Policy.Tables;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>What DNS says of a name, and what becomes of connections to what it says, are one.</summary>
public sealed class NameAnswerLaws
{
    private const int Cases = 200;
    private static readonly AddressFamily[] Families = [AddressFamily.InterNetwork, AddressFamily.InterNetworkV6];

    [Fact]
    public void A_name_is_answered_as_by_a_look_at_every_service_for_every_name_that_may_be_meant() =>
        Law.Holds(
            from table in NamedTables.All
            from question in NamedTables.Questions
            from settings in NamedTables.Settings
            select (table, question, settings),
            asked =>
            {
                foreach (var caller in asked.table.Workloads)
                {
                    Assert.Equal(
                        new ReferenceNames(asked.table, caller, asked.settings).Ask(asked.question),
                        NameAnswers.Of(asked.table, caller, asked.question, asked.settings));
                }
            });

    [Fact]
    public void A_name_is_answered_for_the_service_that_a_connection_by_it_leads_to() =>
        Law.Holds(
            from table in NamedTables.All
            from question in NamedTables.Questions
            select (table, question),
            asked =>
            {
                var (table, question) = (asked.table, asked.question with { SearchDomains = [] });
                foreach (var caller in table.Workloads)
                {
                    // Connections by a name know no wildcards, and those to what has no address are for others to resolve.
                    var found = Service(NameAnswers.Of(table, caller, question, NameSettings.Default));
                    var meant = NameResolver.Resolve(table, question.Name, caller.Namespace, "cluster.local");
                    var isWildcard = found is not null && found.Hostname.StartsWith('*') && question.Name != found.Hostname;
                    Assert.True(isWildcard || found == meant || meant is { Addresses.IsEmpty: true } || question.Name.Length == 0);
                }
            });

    [Fact]
    public void In_a_mesh_every_name_means_the_same_to_dns_and_to_connections() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                foreach (var (table, caller) in Callers(mesh))
                {
                    foreach (var name in table.Services.SelectMany(Names))
                    {
                        var meant = NameResolver.Resolve(table, name, caller.Namespace, "cluster.local");
                        Assert.All(Families, family =>
                        {
                            var question = new NameQuestion(name, family);
                            Assert.Same(meant, Service(NameAnswers.Of(table, caller, question, NameSettings.Default)));

                            // As resolvers ask, with a search domain behind it.
                            var searched = question with { Name = $"{name}.shop.svc.cluster.local", SearchDomains = NameSettings.Default.SearchDomainsOf("shop") };
                            if (NameResolver.Resolve(table, searched.Name, "shop", "cluster.local") is null && meant is not null)
                                Assert.Same(meant, Service(NameAnswers.Of(table, caller, searched, NameSettings.Default)));
                        });
                    }
                }
            },
            Cases);

    [Fact]
    public void A_connection_to_an_address_that_is_answered_is_one_to_the_service_by_its_name() =>
        Law.Holds(
            from mesh in ModelMeshes.All
            from roll in RoutingRolls.All
            select (mesh, roll),
            asked =>
            {
                foreach (var (table, caller) in Callers(asked.mesh))
                {
                    foreach (var service in table.Services)
                    {
                        foreach (var address in Addresses(table, caller, service))
                        {
                            if (service.Addresses.IsEmpty)
                                Assert.True(LeadsToPodOf(table, caller, address, service), $"{address} of {service.Key}");
                            else
                                Assert.Equal(Decide(new Destination.Named(service.Hostname, 80)), Decide(new Destination.Addressed(new IPEndPoint(address, 80))));
                        }

                        string Decide(Destination destination) => Outcome(Router.Decide(table, new OutboundConnection(caller.Uid, destination), asked.roll));
                    }
                }
            },
            Cases);

    /// <summary>So that programs that are not changed call it. One whose copies differ in whether they are headless is a mistake.</summary>
    [Fact]
    public void What_is_shared_and_has_somebody_ready_elsewhere_has_an_address_here() =>
        Law.Holds(
            ModelMeshes.All,
            mesh =>
            {
                var index = MeshIndex.Create(mesh);
                foreach (var (table, caller) in Callers(mesh))
                {
                    foreach (var service in table.Services.Where(service =>
                        service.IpFamilies != IpFamilies.IPv6Only
                        && service.Addresses.All(address => address.Network == caller.Network)
                        && table.EndpointsOf(service.Key).Any(endpoint => endpoint.Workload.NetworkGateway is not null)
                        && (!service.Addresses.IsEmpty || HasPodElsewhere(index, table, caller, service))))
                        Assert.NotEmpty(Addresses(table, caller, service));
                }
            },
            Cases);

    [Fact]
    public void A_table_that_came_by_changes_answers_as_one_made_from_nothing() =>
        Law.Holds(
            from tables in NamedTables.All.ArrayOf(3)
            from questions in NamedTables.Questions.ArrayOf(10)
            select (tables, questions),
            at =>
            {
                var current = RouteTable.Empty(new Viewpoint("c0", "n0", ViewpointRole.Node));
                foreach (var table in at.tables)
                {
                    current = RouteTableDelta.Between(current, table).Apply(current);
                    Assert.All(at.questions, question => Assert.All(table.Workloads, caller => Assert.Equal(
                        NameAnswers.Of(table, caller, question, NameSettings.Default),
                        NameAnswers.Of(current, caller, question, NameSettings.Default))));
                }
            },
            Cases);

    private static IEnumerable<(RouteTable Table, Workload Caller)> Callers(Mesh mesh)
    {
        var index = MeshIndex.Create(mesh);
        return from viewpoint in CrossingLaws.Viewpoints(mesh)
               where viewpoint.Role == ViewpointRole.Node
               let table = RouteTableCompiler.Compile(index, viewpoint)
               from caller in table.Workloads
               where caller.Cluster == viewpoint.Cluster && caller.Network == viewpoint.Network && !caller.Addresses.IsEmpty
               select (table, caller);
    }

    /// <summary>Whether a pod that has a name of its own is ready behind a gateway: what stands for others, a waypoint say, has none.</summary>
    private static bool HasPodElsewhere(MeshIndex index, RouteTable table, Workload caller, MeshService service) =>
        index.Find(service.Key) is { } group
        && index.Merge(group, caller.Cluster) is { IsShared: true } merged
        && merged.Copies.All(copy => PodNames.HasAny(copy.Service))
        && merged.Copies.SelectMany(copy => copy.Members).Any(pod =>
            PodNames.IsNamed(pod)
            && pod.TunnelProtocol == TunnelProtocol.Hbone
            && EndpointSelection.IsReady(pod, service.LoadBalancing)
            && table.EndpointsOf(service.Key).Any(endpoint =>
                endpoint.Workload.NetworkGateway is not null && endpoint.Workload.Network == pod.Network));

    private static IEnumerable<string> Names(MeshService service)
    {
        var (name, ns) = (service.Name, service.Namespace);
        return [name, $"{name}.{ns}", $"{name}.{ns}.svc", service.Hostname, service.Hostname.ToUpperInvariant(), $"{name}.{ns}.svc.clusterset.local", $"no-{name}.{ns}"];
    }

    private static IEnumerable<IPAddress> Addresses(RouteTable table, Workload caller, MeshService service) => Families.SelectMany(family =>
        NameAnswers.Of(table, caller, new NameQuestion(service.Hostname, family), NameSettings.Default) is NameAnswer.Addresses answer
            ? answer.Found
            : []);

    private static bool LeadsToPodOf(RouteTable table, Workload caller, IPAddress address, MeshService headless) =>
        table.FindByVirtualAddress(caller.Network, address, caller.Namespace) is { } named
            ? named.Hostname.EndsWith($".{headless.Hostname}", StringComparison.Ordinal)
            : table.FindByAddress(caller.Network, address)?.Membership(headless.Key) is not null;

    private static string Outcome(RouteDecision decision) => decision.Carried().Match(
        tunnel => $"{tunnel.To.Uid} for {tunnel.Service?.Key}",
        crossing => $"{crossing.To.Uid} by {crossing.Gateway.Uid} for {crossing.Service.Key}",
        plain => $"{plain.To?.Uid} at {plain.Address} for {plain.Service?.Key}",
        _ => "",
        refused => $"{refused.Reason}");

    private static MeshService? Service(NameAnswer answer) =>
        answer.Match<MeshService?>(found => found.Service, empty => empty.Service, _ => null);
}
