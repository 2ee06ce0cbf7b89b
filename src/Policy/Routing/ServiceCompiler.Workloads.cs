using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Sharing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Routing;

/// <content>Workloads as a viewpoint knows them.</content>
internal sealed partial class ServiceCompiler
{
    /// <summary>
    /// A workload as the viewpoint knows it, or null where it does not. A node's table has its own cluster's, and those of
    /// others in its network: with the services alone that they share with it, and otherwise so that who calls one by its
    /// address has a tunnel. A gateway's has those that serve what is shared.
    /// </summary>
    /// <param name="workload">A workload of the mesh.</param>
    /// <param name="find">What a Service gives the table, or null.</param>
    public Workload? Compile(Workload workload, Func<NamespacedName, CompiledService?> find)
    {
        if (workload.Network != _viewpoint.Network)
        {
            if (_viewpoint.Role == ViewpointRole.Gateway || !IsOutside(workload))
                return null;
            workload = workload with { Network = _viewpoint.Network };
        }

        var isOwn = _viewpoint.Role == ViewpointRole.Node && workload.Cluster == _viewer.Id;
        var parts = Parts(workload, isOwn, find);
        if (isOwn)
            return parts == workload.Services ? workload : workload with { Services = parts };

        // Policies are enforced where the workload runs; nobody else needs their names.
        return parts.IsEmpty && !IsReachedByAddress(workload)
            ? null
            : workload with { Services = parts, AuthorizationPolicies = [] };
    }

    /// <summary>Whether a workload of another cluster can be called by its address, by who believes whom it proves to be.</summary>
    private bool IsReachedByAddress(Workload workload) =>
        _viewpoint.Role == ViewpointRole.Node
        && workload.TunnelProtocol == TunnelProtocol.Hbone
        && _index.FindCluster(workload.Cluster) is { } owner
        && TrustDomains.BelieveEachOther(_viewer, owner);

    /// <summary>Whether a workload is outside of the mesh, and so as near to one network as to another.</summary>
    private bool IsOutside(Workload workload) =>
        workload.TunnelProtocol == TunnelProtocol.None
        && workload.Services.Any(part => _index.Find(part.Service)?.Find(workload.Cluster) is { Service.IsOutside: true });

    /// <summary>Its parts in services that the viewpoint sees, and in the names that lead to it.</summary>
    private static ValueList<ServiceMembership> Parts(
        Workload workload, bool isOwn, Func<NamespacedName, CompiledService?> find)
    {
        List<ServiceMembership>? parts = null;
        for (var at = 0; at < workload.Services.Count; at++)
        {
            var part = workload.Services[at];
            var compiled = find(part.Service);
            var isSeen = isOwn || (compiled is { Merged.IsShared: true } && compiled.Merged.Includes(workload.Cluster));
            var names = isSeen ? compiled?.PodNames.GetValueOrDefault(workload.Uid) ?? [] : [];
            if (parts is null && isSeen && names.IsEmpty)
                continue;
            parts ??= [.. workload.Services.Take(at)];
            if (isSeen)
                parts.Add(part);
            foreach (var name in names)
                parts.Add(part with { Service = name });
        }

        return parts is null ? workload.Services : parts.OrderBy(part => part.Service).ToValueList();
    }
}
