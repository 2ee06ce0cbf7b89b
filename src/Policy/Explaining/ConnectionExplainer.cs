using System.Net;
using ScopeMesh.Policy.Merging;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Explaining;

/// <summary>
/// Says why connections go where they go. What it says follows from the functions that hosts call: it decides nothing
/// by itself.
/// </summary>
public static class ConnectionExplainer
{
    /// <summary>Explains the connections of a workload to a destination.</summary>
    /// <param name="view">The mesh.</param>
    /// <param name="source">The caller: a workload of the mesh.</param>
    /// <param name="destination">Where it wants to go.</param>
    /// <param name="alike">How many other workloads were meant as well.</param>
    public static ConnectionExplanation Explain(MeshView view, Workload source, Destination destination, int alike = 0)
    {
        var journey = Journeys.Of(view, source, destination);
        var table = view.Of(source)!;
        var service = Meant(view, table, journey.Source, destination);
        var names = DestinationNames.Of(view, table, journey.Source, destination).ToValueList();
        var groups = Groups(view, table, journey.Source, destination, service);
        var copies = groups.SelectMany(group => ServiceCopies.Of(view.Index, group, source.Cluster)).ToValueList();
        var merged = service is null ? null : view.Index.Find(service.Key) is { } of ? view.Index.Merge(of, source.Cluster) : null;
        return new ConnectionExplanation(
            journey,
            alike,
            names,
            service,
            copies,
            merged is null ? [] : MergeConflicts.Of(merged),
            Candidates.Of(table, journey, service, merged, copies).ToValueList(),
            CalleePolicies.Of(view, journey).ToValueList(),
            NearestChanges.Find(view, journey, groups));
    }

    /// <summary>The service that a destination means to a caller, or null.</summary>
    internal static MeshService? Meant(MeshView view, RouteTable table, Workload source, Destination destination) => destination switch
    {
        Destination.Named named => NameResolver.Resolve(table, named.Host, source.Namespace, view.DomainSuffix),
        Destination.Addressed addressed =>
            table.FindByVirtualAddress(source.Network, addressed.Target.Address, source.Namespace),
        _ => null,
    };

    /// <summary>The Services that a destination may be meant to be: the one that it means, else those that have its name or address elsewhere.</summary>
    private static ValueList<ServiceGroup> Groups(
        MeshView view, RouteTable table, Workload source, Destination destination, MeshService? service)
    {
        if (service is not null)
            return view.Index.Find(service.Key) is { } meant ? [meant] : [];
        return destination switch
        {
            Destination.Named named => NameResolver.Candidates(named.Host, source.Namespace, view.DomainSuffix)
                .SelectMany(view.Index.Named)
                .DistinctBy(group => group.Key)
                .ToValueList(),
            Destination.Addressed addressed when table.FindByAddress(source.Network, addressed.Target.Address) is null =>
                view.Index.Groups.Where(group => HasAddress(group, addressed.Target.Address)).OrderBy(group => group.Key).ToValueList(),
            _ => [],
        };
    }

    private static bool HasAddress(ServiceGroup group, IPAddress address) =>
        group.Copies.Any(copy => copy.Service.Addresses.AsSpan().Contains(address));
}
