using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using Wire = ScopeMesh.Hosts.Xds.Protos.WorkloadApi;

namespace ScopeMesh.Hosts.Xds.Conversion;

/// <summary>A route table as discovery serves it: one resource for each service, workload and policy.</summary>
internal static class RouteTableResources
{
    public static XdsSnapshot Of(RouteTable table)
    {
        var addresses = table.Services.Select(Service).Concat(table.Workloads.Select(Workload));
        var policies = table.Authorizations.Select(policy => XdsResource.Of(
            policy.Key.ToString(), AuthorizationConversion.ToWire(policy)));
        return XdsSnapshot.Empty
            .With(XdsTypes.Address, XdsResourceSet.Create(addresses))
            .With(XdsTypes.Authorization, XdsResourceSet.Create(policies))
            .Named(TableVersion.Of(table.ContentHash));
    }

    private static XdsResource Service(MeshService service) =>
        XdsResource.Of(
            service.Key.ToString(),
            new Wire.Address { Service = ServiceConversion.ToWire(service) },
            [.. service.Addresses.Select(address => address.ToString())]);

    /// <summary>A workload answers to its addresses and to its services, so that who asks for one gets its endpoints.</summary>
    private static XdsResource Workload(Workload workload) =>
        XdsResource.Of(
            workload.Uid,
            new Wire.Address { Workload = WorkloadConversion.ToWire(workload) },
            [
                .. workload.Addresses.Select(address => new NetworkAddress(workload.Network, address).ToString()),
                .. workload.Services.Select(membership => membership.Service.ToString()),
            ]);
}
