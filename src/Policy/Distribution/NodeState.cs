using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>
/// The route table of a node, as its control plane keeps it: a reducer over updates, each of which is taken over whole or
/// not at all. Addresses and policies come apart, so a table comes in force when it is whole: both have come, and every
/// policy that a workload lists is there. Until then the one before stays in force, so that an edit of both takes effect at
/// once; its host says when that has taken too long, and from then on what is missing denies.
/// </summary>
public sealed record NodeState
{
    private NodeState(RouteTable table) => InForce = Latest = table;

    /// <summary>The table that decides; empty until the control plane has sent all of one.</summary>
    public RouteTable InForce { get; private init; }

    /// <summary>The table with every update that was taken over.</summary>
    public RouteTable Latest { get; private init; }

    /// <summary>Whether there is a later table than the one in force that only waits for policies.</summary>
    public bool IsWaiting => HasAll && !ReferenceEquals(InForce, Latest);

    private bool HasAddresses { get; init; }

    private bool HasPolicies { get; init; }

    private bool HasAll => HasAddresses && HasPolicies;

    /// <summary>A node that has been told nothing.</summary>
    /// <param name="viewpoint">From where it looks.</param>
    public static NodeState Start(Viewpoint viewpoint) => new(RouteTable.Empty(viewpoint));

    /// <summary>Takes an update over as a whole, or says what is wrong with it and stays as it was.</summary>
    /// <param name="update">The update.</param>
    public (NodeState Next, ValueList<ResourceRejection> Rejections) Apply(NodeUpdate update)
    {
        if (!update.Rejections.IsEmpty)
            return (this, update.Rejections);
        var next = update.Match(
            addresses => this with { Latest = DeltaOf(addresses).Apply(Latest), HasAddresses = true },
            policies => this with { Latest = DeltaOf(policies).Apply(Latest), HasPolicies = true });
        return (next.HasAll && next.Latest.IsWhole ? next.Enforce() : next, []);
    }

    /// <summary>The latest table comes in force, whole or not: the rest has not come in time.</summary>
    public NodeState Overdue() => HasAll ? Enforce() : this;

    private NodeState Enforce() => this with { InForce = Latest };

    private RouteTableDelta DeltaOf(NodeUpdate.Addresses update)
    {
        var uids = update.Removed.Where(name => Latest.FindWorkload(name) is not null).ToValueList();
        var keys = update.Removed.Except(uids)
            .Select(name => name.Split('/', 2))
            .Where(parts => parts.Length == 2)
            .Select(parts => new NamespacedName(parts[0], parts[1]));
        return RouteTableDelta.Empty with
        {
            Services = update.Services,
            RemovedServices = keys.ToValueList(),
            Workloads = update.Workloads,
            RemovedWorkloads = uids,
        };
    }

    private static RouteTableDelta DeltaOf(NodeUpdate.Policies update) => RouteTableDelta.Empty with
    {
        Authorizations = update.Authorizations,
        RemovedAuthorizations = update.Removed,
    };
}
