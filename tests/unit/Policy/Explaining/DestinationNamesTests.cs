using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Routing;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Compiling;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Explaining;

/// <summary>What is said of the name or the address that is called.</summary>
public sealed class DestinationNamesTests
{
    [Theory]
    [InlineData("10.96.0.1", "is an address of service default/a.default.svc.cluster.local in network `east-network`, and of "
        + "default/b.default.svc.cluster.local, to which calls of it do not lead")]
    [InlineData("10.96.0.3", "is an address of service default/c.default.svc.cluster.local in network `east-network`")]
    [InlineData("10.96.0.9", "is nothing that cluster `east` knows in network `east-network`")]
    public void An_address_names_every_service_that_has_it(string address, string expected)
    {
        var name = Assert.Single(Explain(Destination.Of(address, 80)).Names);
        Assert.Equal((address, expected), (name.Name, name.Why));
    }

    private static ConnectionExplanation Explain(Destination destination)
    {
        var view = MeshView.Of(Compile(Cluster(
            "east",
            Service("a", "clusterIP: 10.96.0.1, ports: [{port: 80}], selector: {app: a}"),
            Service("b", "clusterIP: 10.96.0.1, ports: [{port: 80}], selector: {app: a}"),
            Service("c", "clusterIP: 10.96.0.3, ports: [{port: 80}], selector: {app: a}"),
            Pod("caller"))).Mesh);
        return ConnectionExplainer.Explain(view, view.Mesh.Find("east")!.Pods[0].Workload, destination);
    }
}
