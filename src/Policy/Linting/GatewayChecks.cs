using System.Net;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Linting;

/// <summary>Whether gateways lead to every network that is called, by addresses that can be called.</summary>
internal static class GatewayChecks
{
    public static IEnumerable<Finding> Find(LintedMesh mesh) =>
        WithoutGateway(mesh).Concat(Addresses(mesh)).Concat(Nowhere(mesh));

    /// <summary>One finding for each network of each cluster, however many Services it is about.</summary>
    private static IEnumerable<Finding> WithoutGateway(LintedMesh mesh)
    {
        var callers = mesh.Mesh.Clusters
            .SelectMany(cluster => cluster.Pods
                .Where(pod => pod.Workload.TunnelProtocol == TunnelProtocol.Hbone)
                .Select(pod => (Cluster: cluster, pod.Workload.Network)))
            .DistinctBy(caller => (caller.Cluster.Id, caller.Network))
            .Select(caller => (caller.Cluster, caller.Network, Gateways: NetworkGateways.Of(mesh.Mesh, caller.Cluster, caller.Network)))
            .ToArray();
        var missing = new SortedDictionary<(string Cluster, string Network), (SortedSet<string> Services, SortedSet<string> Callers)>();
        foreach (var copy in mesh.Index.Services.SelectMany(group => group.Copies).Where(copy => mesh.Index.ExportOf(copy).IsShared))
        {
            var networks = copy.Members
                .Where(member => member.TunnelProtocol == TunnelProtocol.Hbone && EndpointSelection.IsReady(member, copy.Service.LoadBalancing))
                .Select(member => member.Network)
                .Distinct();
            foreach (var network in networks)
            {
                var cut = callers.Where(caller => caller.Network != network
                    && Sees(mesh, caller.Cluster, copy)
                    && caller.Gateways.To(network, copy.Cluster.Id).IsEmpty);
                foreach (var caller in cut)
                {
                    if (!missing.TryGetValue((copy.Cluster.Id, network), out var found))
                        missing[(copy.Cluster.Id, network)] = found = ([], []);
                    found.Services.Add(copy.Service.Name.ToString());
                    found.Callers.Add(caller.Network);
                }
            }
        }

        foreach (var ((id, network), (services, networks)) in missing)
        {
            var cluster = mesh.Find(id)!;
            var system = cluster.Objects.Namespaces.GetValueOrDefault(cluster.SystemNamespace);
            yield return Finding.Warning(
                LintCodes.NetworkWithoutGateway,
                cluster.PlaceOf(system),
                $"no gateway leads to network `{network}` of cluster `{id}`, so {LintedMesh.List(services)} there cannot be reached from {LintedMesh.List(networks)}",
                $"add a Gateway of class `{WellKnown.EastWestGatewayClass}` with an address to cluster `{id}`",
                system?.Meta);
        }
    }

    private static bool Sees(LintedMesh mesh, Cluster caller, Merging.ServiceCopy copy)
    {
        if (caller.Id == copy.Cluster.Id)
            return true;
        return mesh.Index.ImportOf(caller, copy).IsShared
            && (mesh.Index.Find(copy.Service.Key)?.Find(caller.Id) is not { } own || mesh.Index.ExportOf(own).IsShared);
    }

    private static IEnumerable<Finding> Addresses(LintedMesh mesh)
    {
        var owners = new Dictionary<(string Address, int Port), string>();
        foreach (var (cluster, gateway) in Gateways(mesh))
        {
            var compiled = cluster.Cluster.Gateways.FirstOrDefault(own => own.Name == ClusterObjects.NameOf(gateway));
            foreach (var address in gateway.StatusAddresses.IsEmpty ? gateway.Addresses : gateway.StatusAddresses)
            {
                if (address.Type == GatewayAddressManifest.IpAddress && WhyUnusable(IPAddress.Parse(address.Value.Value)) is { } why)
                    yield return Finding.Warning(
                        LintCodes.UnusableGatewayAddress,
                        address.Value.Span,
                        $"{ClusterObjects.Describe(gateway)} has the address {address.Value.Value}, which {why}",
                        "write an address that other networks can call",
                        gateway.Meta);
                var name = $"{cluster.Cluster.Id}/{ClusterObjects.NameOf(gateway)}";
                if (compiled is null || owners.TryAdd((address.Value.Value, compiled.HbonePort), name))
                    continue;
                yield return Finding.Warning(
                    LintCodes.SharedGatewayAddress,
                    address.Value.Span,
                    $"gateways `{owners[(address.Value.Value, compiled.HbonePort)]}` and `{name}` both have {address.Value.Value} and port {compiled.HbonePort}: "
                    + "whoever answers there is one of them",
                    "give each gateway an address of its own",
                    gateway.Meta);
            }
        }
    }

    private static IEnumerable<Finding> Nowhere(LintedMesh mesh)
    {
        var networks = mesh.Mesh.Clusters
            .SelectMany(cluster => cluster.Workloads.Select(workload => workload.Network)
                .Concat(cluster.Nodes.Select(node => node.Network))
                .Append(cluster.Network))
            .Where(network => network.Length > 0)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (cluster, gateway) in Gateways(mesh))
        {
            var compiled = cluster.Cluster.Gateways.FirstOrDefault(own => own.Name == ClusterObjects.NameOf(gateway));
            if (compiled is null || compiled.Network.Length == 0 || networks.Contains(compiled.Network))
                continue;
            var at = gateway.Meta.Labels.TryGet(WellKnown.NetworkLabel, out var label) ? label.Span : gateway.Meta.Name.Span;
            yield return Finding.Warning(
                LintCodes.GatewayToNowhere,
                at,
                $"{ClusterObjects.Describe(gateway)} leads to network `{compiled.Network}`, which nothing is in",
                LintedMesh.Meant(compiled.Network, networks) is { } meant ? $"did you mean `{meant}`?" : $"write one of {LintedMesh.List(networks)}",
                gateway.Meta);
        }
    }

    private static IEnumerable<(WrittenCluster Cluster, GatewayManifest Gateway)> Gateways(LintedMesh mesh) =>
        from cluster in mesh.Clusters
        from gateway in cluster.Objects.Of<GatewayManifest>()
        where gateway.GatewayClassName.Value is WellKnown.EastWestGatewayClass or WellKnown.RemoteGatewayClass
        select (cluster, gateway);

    private static string? WhyUnusable(IPAddress address) => address switch
    {
        _ when address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) => "stands for every address and is none",
        _ when IPAddress.IsLoopback(address) => "is a loopback address",
        _ when address.IsIPv6Multicast || IsMulticast(address) => "is a multicast address",
        _ when address.IsIPv6LinkLocal || IsLinkLocal(address) => "is a link-local address",
        _ when VirtualAddresses.Range.Contains(address) || VirtualAddresses.RangeV6.Contains(address) => "is one of the mesh's own virtual addresses",
        _ => null,
    };

    private static bool IsMulticast(IPAddress address) => address.GetAddressBytes() is [>= 224 and <= 239, _, _, _] or [255, 255, 255, 255];

    private static bool IsLinkLocal(IPAddress address) => address.GetAddressBytes() is [169, 254, _, _];
}
