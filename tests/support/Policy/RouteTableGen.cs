using System.Net;
using FsCheck;
using FsCheck.Fluent;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;
using ScopeMesh.Tests.Support.Policy.Authorization;

namespace ScopeMesh.Tests.Support.Policy;

/// <summary>Route tables of one viewpoint in which names, addresses and ranges are shared as often as not.</summary>
public static class RouteTableGen
{
    /// <summary>The viewpoint of all of them.</summary>
    public static Viewpoint Viewpoint { get; } = new("c0", "network-0", ViewpointRole.Node);

    /// <summary>A host name that several services, or several workloads, may have.</summary>
    public const string SharedHost = "db.example.test";

    /// <summary>Addresses that several may have; the last lies in ranges too, the first in some alone.</summary>
    public static ValueList<IPAddress> SharedAddresses { get; } =
        [IPAddress.Parse("203.0.113.7"), IPAddress.Parse("2001:db8::7"), IPAddress.Parse("203.0.113.255")];

    /// <summary>Tables.</summary>
    public static Gen<RouteTable> Tables { get; } =
        from mesh in MeshGenerators.Meshes
        from policies in AuthorizationGen.PoliciesWithDryRuns
        let compiled = MeshCompiler.Compile(mesh.ToSources()).Mesh
        let table = RouteTableCompiler.Compile(compiled, Viewpoint with { Network = compiled.Clusters[0].Network })
        from services in Gen.CollectToArray(table.Services.Select(Of))
        from workloads in Gen.CollectToArray(table.Workloads.Select(Of))
        select RouteTable.Create(Viewpoint, services, workloads, policies);

    private static Gen<MeshService> Of(MeshService service) =>
        from extended in RoutingExtras.Of(service)
        from isShared in Gen.Elements(true, false)
        from address in Gen.Elements<IPAddress>([.. SharedAddresses])
        from network in Gen.Elements("network-0", "network-1")
        select isShared
            ? extended with { Hostname = SharedHost, Addresses = extended.Addresses.Add(new NetworkAddress(network, address)) }
            : extended;

    private static Gen<Workload> Of(Workload workload) =>
        from extended in RoutingExtras.Of(workload)
        from isShared in Gen.Elements(true, false)
        from isPod in Gen.Elements(true, false)
        from isHealthy in Gen.Elements(true, false)
        from address in Gen.Elements<IPAddress>([.. SharedAddresses])
        from policies in AuthorizationGen.Keys
        select extended with
        {
            Uid = isPod ? extended.Uid : extended.Uid.Replace("//Pod/", "//Other/", StringComparison.Ordinal),
            Addresses = isShared ? extended.Addresses.Add(address) : extended.Addresses,
            TunnelProtocol = isHealthy ? TunnelProtocol.Hbone : TunnelProtocol.None,
            Status = isHealthy ? HealthStatus.Healthy : HealthStatus.Unhealthy,
            AuthorizationPolicies = policies,
        };
}
