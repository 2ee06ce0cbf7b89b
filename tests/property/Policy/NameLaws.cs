using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.Tests.Support;
using ScopeMesh.Tests.Support.Policy;

namespace ScopeMesh.Tests.Property.Policy;

/// <summary>Names of services, as callers give them and as inbound tunnels carry them.</summary>
public sealed class NameLaws
{
    private const int Cases = 300;
    private const string Suffix = "cluster.local";

    private static readonly Gen<string> Hosts =
        from labels in Gen.Elements("cart", "web", "shop", "default", "svc", "cluster", "local", "CART", "").ListOf()
        from dot in Gen.Elements("", ".")
        select string.Join('.', labels) + dot;

    [Fact]
    public void Every_way_to_write_a_services_name_leads_to_it() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                foreach (var table in RouteTableLaws.Tables(draft.ToSources()))
                {
                    foreach (var service in table.Services)
                    {
                        var (name, ns) = (service.Name, service.Namespace);
                        string[] everywhere = [$"{name}.{ns}", $"{name}.{ns}.svc", $"{name}.{ns}.svc.{Suffix}", $"{name}.{ns}.svc.{Suffix}.", $"{name}.{ns}.svc.clusterset.local", $"{name}.{ns}.svc.clusterset.local."];
                        Assert.All(everywhere, host => Assert.Same(service, NameResolver.Resolve(table, host, "elsewhere", Suffix)));
                        Assert.All(everywhere, host => Assert.Same(service, NameResolver.Resolve(table, host.ToUpperInvariant(), ns, Suffix)));
                        Assert.Same(service, NameResolver.Resolve(table, name, ns, Suffix));
                        Assert.Null(NameResolver.Resolve(table, name, "elsewhere", Suffix));
                    }
                }
            },
            Cases);

    [Fact]
    public void A_name_that_leads_to_a_service_is_the_beginning_of_its_full_name() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from host in Hosts
            from ns in Gen.Elements("default", "shop", "elsewhere")
            select (mesh, host, ns),
            at =>
            {
                foreach (var table in RouteTableLaws.Tables(at.mesh.ToSources()))
                {
                    if (NameResolver.Resolve(table, at.host, at.ns, Suffix) is not { } service)
                        continue;
                    Assert.StartsWith(at.host.TrimEnd('.') + ".", service.Hostname + ".", StringComparison.OrdinalIgnoreCase);
                    if (!at.host.Contains('.', StringComparison.Ordinal))
                        Assert.Equal(at.ns, service.Namespace);
                }
            },
            Cases);

    [Fact]
    public void An_inbound_tunnel_leads_to_its_own_workload_and_never_to_the_proxy() =>
        Law.Holds(
            from mesh in MeshGenerators.Meshes
            from host in Gen.OneOf(Hosts, Gen.Elements("cart.shop.svc.cluster.local", "web.default.svc.cluster.local", "10.244.0.7", "::1"))
            from port in Gen.Elements(80, 8080, 15008, 15001, 15006, 0, 65535)
            select (mesh, host, port),
            at =>
            {
                foreach (var table in RouteTableLaws.Tables(at.mesh.ToSources()))
                {
                    foreach (var workload in table.Workloads.Where(workload => !workload.Addresses.IsEmpty))
                    {
                        var local = workload.Addresses[0];
                        var target = InboundResolver.Resolve(table, workload, local, Destination.Of(at.host, at.port));
                        if (target is not InboundTarget.Application application)
                            continue;
                        Assert.Equal(local, application.Address.Address);
                        Assert.False(WellKnown.IsNodeProxyPort(application.Address.Port));
                        if (application.Service is { } service)
                        {
                            var part = Assert.IsType<ServiceMembership>(workload.Membership(service.Key));
                            Assert.Contains(part.Ports, p => p.ServicePort == at.port && p.TargetPort == application.Address.Port);
                        }
                    }
                }
            },
            Cases);

    [Fact]
    public void What_a_caller_asks_for_is_what_the_callee_takes() =>
        Law.Holds(
            MeshGenerators.Meshes,
            draft =>
            {
                foreach (var table in RouteTableLaws.Tables(draft.ToSources()))
                {
                    foreach (var workload in table.Workloads.Where(workload => !workload.Addresses.IsEmpty))
                    {
                        foreach (var (part, port) in workload.Services.SelectMany(part => part.Ports.Select(port => (part, port))))
                        {
                            var expected = new IPEndPoint(workload.Addresses[0], port.TargetPort);
                            var named = InboundResolver.Resolve(
                                table, workload, workload.Addresses[0], new Destination.Named(part.Service.Name, port.ServicePort));
                            var direct = InboundResolver.Resolve(
                                table, workload, workload.Addresses[0], new Destination.Addressed(expected));
                            Assert.Equal(expected, Assert.IsType<InboundTarget.Application>(named).Address);
                            Assert.Equal(expected, Assert.IsType<InboundTarget.Application>(direct).Address);
                        }
                    }
                }
            },
            Cases);
}
