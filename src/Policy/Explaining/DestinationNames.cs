using System.Net;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Policy.Explaining;

/// <summary>Says what a destination means to a caller, as each name that its search list gives.</summary>
internal static class DestinationNames
{
    /// <summary>The names that were tried, up to the one that was found.</summary>
    public static IEnumerable<ExplainedName> Of(MeshView view, RouteTable table, Workload source, Destination destination) =>
        destination switch
        {
            Destination.Named named => Of(view, table, source, named.Host),
            Destination.Addressed addressed => [Of(view, table, source, addressed.Target.Address)],
            _ => [],
        };

    private static IEnumerable<ExplainedName> Of(MeshView view, RouteTable table, Workload source, string host)
    {
        foreach (var name in NameResolver.Candidates(host, source.Namespace, view.DomainSuffix).Distinct())
        {
            if (table.FindByHostname(name, source.Namespace) is { } service)
            {
                yield return new ExplainedName(name, IsFound: true, $"is service {service.Key}");
                yield break;
            }

            yield return new ExplainedName(name, IsFound: false, WhyNot(view, source, name));
        }
    }

    private static string WhyNot(MeshView view, Workload source, string name)
    {
        var elsewhere = view.Index.Named(name)
            .SelectMany(group => group.Copies)
            .Select(copy => $"`{copy.Cluster.Id}`")
            .Distinct()
            .ToArray();
        return elsewhere.Length == 0
            ? "no cluster has a service of this name"
            : $"is a service of {string.Join(" and ", elsewhere)} that cluster `{source.Cluster}` cannot see";
    }

    private static ExplainedName Of(MeshView view, RouteTable table, Workload source, IPAddress address)
    {
        var here = source.Network.Length == 0 ? "this network" : $"network `{source.Network}`";
        if (table.FindByVirtualAddress(source.Network, address, source.Namespace) is { } service)
        {
            var others = table.ServicesAt(source.Network, address).Select(other => other.Key).Where(other => other != service.Key).Order().ToArray();
            return new ExplainedName(
                address.ToString(),
                IsFound: true,
                $"is an address of service {service.Key} in {here}"
                + (others.Length == 0 ? "" : $", and of {string.Join(" and ", others)}, to which calls of it do not lead"));
        }

        if (table.FindByAddress(source.Network, address) is { } workload)
            return new ExplainedName(address.ToString(), IsFound: true, $"is `{workload.Display}` in {here}");
        var elsewhere = view.Mesh.Clusters
            .SelectMany(cluster => cluster.Workloads)
            .FirstOrDefault(other => other.Network != source.Network && other.Addresses.AsSpan().Contains(address));
        return new ExplainedName(address.ToString(), IsFound: false, elsewhere is null
            ? $"is nothing that cluster `{source.Cluster}` knows in {here}"
            : $"is nothing in {here}; in network `{elsewhere.Network}` it is `{elsewhere.Display}`, which only the name of a service leads to from here");
    }
}
