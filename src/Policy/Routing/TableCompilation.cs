using System.Collections.Immutable;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;

namespace ScopeMesh.Policy.Routing;

/// <summary>
/// A route table with what it was compiled from, so that a change of the mesh compiles anew what it touches, and
/// nothing else. The table is always the one that compiling the whole mesh gives.
/// </summary>
public sealed class TableCompilation
{
    private readonly ImmutableDictionary<NamespacedName, CompiledService> _services;

    private TableCompilation(MeshIndex index, RouteTable table, ImmutableDictionary<NamespacedName, CompiledService> services) =>
        (Index, Table, _services) = (index, table, services);

    /// <summary>The mesh.</summary>
    public MeshIndex Index { get; }

    /// <summary>Its table.</summary>
    public RouteTable Table { get; }

    /// <summary>Compiles a whole mesh for one viewpoint.</summary>
    /// <param name="index">The mesh.</param>
    /// <param name="viewpoint">For whom.</param>
    public static TableCompilation Of(MeshIndex index, Viewpoint viewpoint)
    {
        var none = ImmutableDictionary<NamespacedName, CompiledService>.Empty;
        if (index.Mesh.Find(viewpoint.Cluster) is not { } viewer)
            return new TableCompilation(index, RouteTable.Empty(viewpoint), none);
        var compiler = new ServiceCompiler(index, viewpoint, viewer.WithoutContents());
        var compiled = none.ToBuilder();
        foreach (var group in index.Groups)
        {
            if (compiler.Compile(group) is { } one)
                compiled.Add(group.Key, one);
        }

        var services = compiled.ToImmutable();
        var workloads = index.Mesh.Clusters
            .SelectMany(cluster => cluster.Workloads)
            .Select(workload => compiler.Compile(workload, services.GetValueOrDefault))
            .OfType<Workload>()
            .Concat(services.Values.SelectMany(service => service.Elsewhere));
        var isNode = viewpoint.Role == ViewpointRole.Node;
        var table = RouteTable.Create(
            viewpoint,
            services.Values.SelectMany(service => service.Services).Concat(Settings(viewer, isNode)),
            isNode ? workloads.Concat(compiler.Gateways.All.Select(gateway => gateway.Workload)) : workloads,
            isNode ? viewer.Authorizations : []);
        return new TableCompilation(index, table, services);
    }

    /// <summary>What stands in a table for settings of its cluster.</summary>
    private static IEnumerable<MeshService> Settings(Cluster viewer, bool isNode)
    {
        if (isNode && viewer.OutboundTrafficPolicy == OutboundTrafficPolicy.RegistryOnly)
            yield return OutboundTraffic.RegistryOnly;
        if (BelievedDomains.Of(viewer) is { } believed)
            yield return believed;
    }

    /// <summary>The table after a change of one cluster, and how it differs.</summary>
    /// <param name="change">The change.</param>
    public (TableCompilation After, RouteTableDelta Delta) With(ClusterChange change)
    {
        var (index, touched) = Index.Change(change);
        return With(index, touched);
    }

    /// <summary>The same where the mesh's index after the change is known already, because other viewpoints follow it too.</summary>
    internal (TableCompilation After, RouteTableDelta Delta) With(MeshIndex index, TouchedParts touched)
    {
        var viewpoint = Table.Viewpoint;
        if (touched.IsEverything || index.FindCluster(viewpoint.Cluster) is not { } viewer)
        {
            var anew = Of(index, viewpoint);
            return (anew, RouteTableDelta.Between(Table, anew.Table));
        }

        var draft = new DeltaDraft(Table);
        var compiler = new ServiceCompiler(index, viewpoint, viewer);
        var services = _services.ToBuilder();
        var workloads = new Dictionary<string, Workload?>(touched.Workloads);
        foreach (var key in touched.Services)
        {
            var before = services.GetValueOrDefault(key);
            var after = index.Find(key) is { } group ? compiler.Compile(group) : null;
            draft.Replace(before, after);
            if (after is null)
                services.Remove(key);
            else
                services[key] = after;
            if (!AreSeenAlike(before, after))
            {
                AddMembers(index, key, workloads);
                AddMembers(Index, key, workloads);
            }
        }

        foreach (var (uid, workload) in workloads)
            draft.Replace(uid, workload is null ? null : compiler.Compile(workload, services.GetValueOrDefault));
        if (touched.Authorizations == viewpoint.Cluster && viewpoint.Role == ViewpointRole.Node)
            draft.Replace(index.Mesh.Find(viewpoint.Cluster)!.Authorizations);
        var delta = draft.ToDelta();
        return (new TableCompilation(index, delta.IsEmpty ? Table : delta.Apply(Table), services.ToImmutable()), delta);
    }

    /// <summary>Whether the workloads behind a Service have the same parts in it and in names before and after.</summary>
    private static bool AreSeenAlike(CompiledService? before, CompiledService? after)
    {
        if (before is null || after is null)
            return before is null && after is null;
        return before.Merged.IsShared == after.Merged.IsShared
            && before.Merged.Copies.Select(copy => copy.Cluster.Id).SequenceEqual(after.Merged.Copies.Select(copy => copy.Cluster.Id))
            && before.PodNames.Count == after.PodNames.Count
            && before.PodNames.All(names => after.PodNames.TryGetValue(names.Key, out var now) && now == names.Value);
    }

    /// <summary>What serves a Service may have other parts now. Workloads that the change itself is about are known already.</summary>
    private static void AddMembers(MeshIndex index, NamespacedName key, Dictionary<string, Workload?> workloads)
    {
        foreach (var member in index.Find(key)?.Copies.SelectMany(copy => copy.Members) ?? [])
            workloads.TryAdd(member.Uid, member);
    }
}
