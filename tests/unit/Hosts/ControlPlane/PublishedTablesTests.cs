using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support.Policy;
using ServiceDraft = ScopeMesh.Tests.Support.Policy.ServiceDraft;

namespace ScopeMesh.Tests.Unit.Hosts.ControlPlane;

/// <summary>The tables that clients of one control plane have asked for.</summary>
public sealed class PublishedTablesTests
{
    private static readonly TableKey Node = new(ViewpointRole.Node, null);
    private static readonly TableKey Gateway = new(ViewpointRole.Gateway, "n1");

    [Fact]
    public void What_is_asked_for_follows_the_mesh_and_only_what_is_different_is_told()
    {
        var (tables, changed) = PublishedTables.Of("east").Follow(MeshOf(replicas: 1));
        Assert.Empty(changed);
        tables = tables.And(Node).And(Gateway);
        Assert.Same(tables, tables.And(Node));

        // The service is local, and no gateway's business.
        (tables, changed) = tables.Follow(MeshOf(replicas: 2));
        Assert.Equal([Node], changed.Select(one => one.Key));
        Assert.Equal(RouteTableCompiler.Compile(MeshOf(replicas: 2), new Viewpoint("east", "n1", ViewpointRole.Node)), tables.Tables[Node]);
        Assert.Equal(changed[0].Table, tables.Tables[Node]);
    }

    [Fact]
    public void A_cluster_that_is_gone_leaves_an_empty_table()
    {
        var (tables, _) = PublishedTables.Of("east").Follow(MeshOf(replicas: 1));
        (tables, var changed) = tables.And(Node).Follow(Mesh.Empty);
        Assert.Empty(tables.Tables[Node].Workloads);
        Assert.Single(changed);
    }

    [Theory]
    [InlineData(XdsNodeKind.Ztunnel, "", "", ViewpointRole.Node, null)]
    [InlineData(XdsNodeKind.Ztunnel, "n2", "", ViewpointRole.Node, "n2")]
    [InlineData(XdsNodeKind.Waypoint, "n2", "n1", ViewpointRole.Gateway, "n1")]
    [InlineData(XdsNodeKind.Waypoint, "n2", "", ViewpointRole.Gateway, null)]
    internal void A_client_sees_what_it_is_and_names(XdsNodeKind kind, string network, string view, ViewpointRole role, string? seen) =>
        Assert.Equal(new TableKey(role, seen), TableKey.Of(new XdsNode
        {
            Kind = kind,
            Address = "192.0.2.1",
            Name = "n",
            Namespace = "istio-system",
            Network = network,
            RequestedNetworkView = view.Length > 0 ? [view] : [],
        }));

    private static Mesh MeshOf(int replicas) => MeshCompiler.Compile(new MeshDraft(
        [new ClusterDraft("east", "n1", null, [new ServiceDraft("shop", "cart", IsGlobal: false)], [new DeploymentDraft("shop", "cart", "cart", replicas)])])
        .ToSources()).Mesh;
}
