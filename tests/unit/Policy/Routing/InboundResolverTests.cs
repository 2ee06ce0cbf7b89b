using System.Net;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Unit.Policy.Compilation;
using static ScopeMesh.Tests.Unit.Policy.Compilation.Documents;

namespace ScopeMesh.Tests.Unit.Policy.Routing;

/// <summary>What an inbound tunnel may ask for, and what is said to one that asks for more.</summary>
public sealed class InboundResolverTests
{
    private static readonly RouteTable Table = RouteTableCompiler.Compile(
        Compiling.Compile(Compiling.Cluster(
            "east",
            Namespace("shop"),
            Service("cart", "ports: [{port: 80, name: http, targetPort: 8080}, {port: 81, name: own, targetPort: db}, {port: 82, name: proxy, targetPort: 15008}], selector: {app: cart}", "namespace: shop"),
            Service("vault", "ports: [{port: 80}], selector: {app: vault}", "namespace: shop"),
            Pod("cart", metadata: "namespace: shop, labels: {app: cart}", status: "podIP: 10.0.0.1"))).Mesh,
        new Viewpoint("east", "east-network", ViewpointRole.Node));

    [Theory]
    [InlineData("10.0.0.1", 9090, "10.0.0.1:9090")]
    [InlineData("cart.shop.svc.cluster.local", 80, "10.0.0.1:8080")]
    [InlineData("CART.shop.svc.cluster.local", 80, "10.0.0.1:8080")]
    public void Leads_to_the_workloads_own_port(string host, int port, string expected) =>
        Assert.Equal(expected, Assert.IsType<InboundTarget.Application>(Resolve(host, port)).Address.ToString());

    [Theory]
    [InlineData("10.0.0.2", 9090, InboundRefusal.AddressMismatch, "ip mismatch: 10.0.0.1 != 10.0.0.2")]
    [InlineData("::1", 9090, InboundRefusal.AddressMismatch, "ip mismatch: 10.0.0.1 != ::1")]
    [InlineData("vault.shop.svc.cluster.local", 80, InboundRefusal.UnknownHost, "no service or workload for hostname: vault.shop.svc.cluster.local")]
    [InlineData("cart.shop", 80, InboundRefusal.UnknownHost, "no service or workload for hostname: cart.shop")]
    [InlineData("cart.shop.svc.cluster.local", 8080, InboundRefusal.UnknownPort, "requested service cart.shop.svc.cluster.local:8080 found, but cannot resolve port")]
    [InlineData("cart.shop.svc.cluster.local", 81, InboundRefusal.UnknownPort, "requested service cart.shop.svc.cluster.local:81 found, but cannot resolve port")]
    [InlineData("cart.shop.svc.cluster.local", 82, InboundRefusal.SelfCall, "attempted recursive call to ourselves")]
    [InlineData("10.0.0.1", 15008, InboundRefusal.SelfCall, "attempted recursive call to ourselves")]
    [InlineData("10.0.0.1", 15006, InboundRefusal.SelfCall, "attempted recursive call to ourselves")]
    [InlineData("10.0.0.1", 15001, InboundRefusal.SelfCall, "attempted recursive call to ourselves")]
    public void Refuses_what_is_not_the_workloads(string host, int port, InboundRefusal reason, string message) =>
        Assert.Equal(new InboundTarget.Refused(reason, message), Resolve(host, port));

    private static InboundTarget Resolve(string host, int port) => InboundResolver.Resolve(
        Table, Table.FindWorkload("east//Pod/shop/cart")!, IPAddress.Parse("10.0.0.1"), Destination.Of(host, port));
}
