using System.Net;
using ScopeMesh.Policy.Authorization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy.Meshes;

namespace ScopeMesh.Tests.Property.Policy.Explaining;

/// <summary>Callers that are grouped cannot be told apart.</summary>
public sealed class CallerGroupLaws
{
    private const int Cases = 400;

    [Fact]
    public void Members_of_a_group_have_equal_journeys_but_for_their_own_names_addresses_and_kept_endpoints() =>
        Law.Holds(
            PeopledMeshes.All,
            mesh =>
            {
                var view = MeshView.Of(mesh);
                var callers = CallerGroups.Of(view);
                var pods = mesh.Clusters.SelectMany(cluster => cluster.Pods).Select(pod => pod.Workload).ToArray();
                var groups = callers.Group(pods);
                Assert.Equal(pods.ToHashSet(), groups.SelectMany(group => group.Members).ToHashSet());
                Assert.Equal(pods.Length, groups.Sum(group => group.Members.Count));
                foreach (var group in groups)
                {
                    foreach (var destination in Destinations(mesh).Where(destination => !callers.AreKept(group, destination)))
                    {
                        var expected = Anonymous(Journeys.Of(view, group.First, destination));
                        Assert.All(group.Members, member => Assert.Equal(expected, Anonymous(Journeys.Of(view, member, destination))));
                    }
                }
            },
            Cases);

    [Fact]
    public void Groups_are_of_several_callers_often_and_endpoints_are_kept_sometimes()
    {
        var (several, kept) = (0, 0);
        Law.Holds(
            PeopledMeshes.All,
            mesh =>
            {
                var view = MeshView.Of(mesh);
                var callers = CallerGroups.Of(view);
                var groups = callers.Group(mesh.Clusters.SelectMany(cluster => cluster.Pods).Select(pod => pod.Workload));
                several += groups.Count(group => group.Members.Count > 1);
                kept += groups.Count(group => Destinations(mesh).Any(destination => callers.AreKept(group, destination)));
            },
            Cases);
        Assert.True(several > Cases / 4, $"{several} groups of several");
        Assert.True(kept > Cases / 40, $"{kept} groups with kept endpoints");
    }

    /// <summary>Every name, and every virtual address of the first cluster.</summary>
    private static IEnumerable<Destination> Destinations(Mesh mesh) =>
        from service in mesh.Clusters.SelectMany(cluster => cluster.Services)
        from port in service.Ports
        from destination in service.Addresses
            .Select(address => (Destination)new Destination.Addressed(new IPEndPoint(address, port.ServicePort)))
            .Prepend(new Destination.Named(service.Hostname, port.ServicePort))
        select destination;

    private static Journey Anonymous(Journey journey) => new(
        new Workload { Uid = "", Name = "", Namespace = "" },
        journey.Destination,
        journey.Ways.Select(way => way with
        {
            Decision = way.Decision is RouteDecision.Refused refused ? refused with { Message = "" } : way.Decision,
            Ends = way.Ends.Select(end => end with { Arrival = Anonymous(end.Arrival) }).ToValueList(),
        }).ToValueList());

    private static Arrival Anonymous(Arrival arrival) => arrival.Match<Arrival>(
        delivered => delivered with { Connection = Anonymous(delivered.Connection)! },
        plain => plain,
        unread => unread,
        stopped => stopped with { Message = "", Connection = Anonymous(stopped.Connection) });

    private static InboundConnection? Anonymous(InboundConnection? connection) =>
        connection is null ? null : connection with { SourceAddress = IPAddress.None };
}
