using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;
using ScopeMesh.Tests.Support.Policy.Authorization;

namespace ScopeMesh.Tests.Unit.Hosts.Xds.Conversion;

/// <summary>A host's table is its control plane's, byte for byte.</summary>
public sealed class RouteTableConversionLaws
{
    private const int Cases = 200;

    private static readonly Gen<RouteTable> Tables =
        from mesh in MeshGenerators.Meshes
        from role in Gen.Elements(Enum.GetValues<ViewpointRole>())
        from policies in AuthorizationGen.PoliciesWithDryRuns
        let compiled = MeshCompiler.Compile(mesh.ToSources()).Mesh
        let table = RouteTableCompiler.Compile(compiled, new Viewpoint("c0", compiled.Clusters[0].Network, role))
        from services in Gen.CollectToArray(table.Services.Select(RoutingExtras.Of))
        from workloads in Gen.CollectToArray(table.Workloads.Select(RoutingExtras.Of))
        from registryOnly in Gen.Elements<MeshService[]>([], [OutboundTraffic.RegistryOnly])
        select RouteTable.Create(new Viewpoint("c0", "", role), [.. services, .. registryOnly], workloads, policies);

    [Fact]
    public void A_table_that_went_over_the_wire_is_the_same() =>
        Law.Holds(
            Tables,
            table =>
            {
                var received = Receive(table.Viewpoint, RouteTableResources.Of(table)).Latest;
                Assert.Equal(table, received);
                Assert.Equal(table.ContentHash, received.ContentHash);
            },
            Cases);

    [Fact]
    public void What_changed_is_enough_to_follow() =>
        Law.Holds(
            from before in Tables
            from after in Tables
            select (before, after),
            at =>
            {
                var viewpoint = at.before.Viewpoint;
                var (before, after) = (RouteTableResources.Of(at.before), RouteTableResources.Of(at.after));
                var state = Receive(viewpoint, before);
                foreach (var type in new[] { XdsTypes.Address, XdsTypes.Authorization })
                    state = Accept(state, Difference(type, before.Of(type), after.Of(type)));
                Assert.Equal(at.after.ContentHash, state.Latest.ContentHash);
            },
            Cases);

    [Fact]
    public void Resources_have_equal_versions_exactly_where_they_are_equal() =>
        Law.Holds(
            from before in Tables
            from after in Tables
            select (before, after),
            at =>
            {
                var versions = RouteTableResources.Of(at.before).Of(XdsTypes.Address).Resources.ToDictionary(one => one.Name, one => one.Version);
                foreach (var resource in RouteTableResources.Of(at.after).Of(XdsTypes.Address).Resources)
                {
                    if (!versions.TryGetValue(resource.Name, out var version))
                        continue;
                    var equal = at.before.FindWorkload(resource.Name) is { } workload
                        ? workload.Equals(at.after.FindWorkload(resource.Name))
                        : at.before.Services.Single(service => service.Key.ToString() == resource.Name)
                            .Equals(at.after.Services.Single(service => service.Key.ToString() == resource.Name));
                    Assert.Equal(equal, version == resource.Version);
                }
            },
            Cases);

    private static NodeState Receive(Viewpoint viewpoint, XdsSnapshot snapshot) =>
        new[] { XdsTypes.Address, XdsTypes.Authorization }.Aggregate(
            NodeState.Start(viewpoint), (into, type) => Accept(into, new XdsUpdate(type, snapshot.Of(type).Resources.ToValueList(), [])));

    private static NodeState Accept(NodeState state, XdsUpdate update)
    {
        var (next, rejections) = state.Apply(RouteTableUpdates.Read(update));
        Assert.Empty(rejections);
        return next;
    }

    private static XdsUpdate Difference(string type, XdsResourceSet before, XdsResourceSet after) => new(
        type,
        after.Resources.Where(resource => !before.Resources.Contains(resource)).ToValueList(),
        before.Resources.Where(resource => !after.Contains(resource.Name)).Select(resource => resource.Name).ToValueList());
}
