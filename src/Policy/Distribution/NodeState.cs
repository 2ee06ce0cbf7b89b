using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>
/// The route table of a node, as its control plane keeps it: a reducer over updates, each of which is taken over whole or
/// not at all. Addresses and policies come apart, so a table comes in force when it is whole, and until then the one before
/// stays, so that an edit of both takes effect at once. Where the control plane says of which table an update is a part, a table is
/// whole when it is that one; a mixture of two is never in force. Other control planes do not say it: there a table is whole when
/// every policy that a workload lists is there; their node's host says when that has taken too long, and from then on what is
/// missing denies.
/// </summary>
public sealed record NodeState
{
    private NodeState(RouteTable table) => InForce = Latest = table;

    /// <summary>The table that decides; empty until the control plane has sent all of one.</summary>
    public RouteTable InForce { get; private init; }

    /// <summary>The table with every update that was taken over.</summary>
    public RouteTable Latest { get; private init; }

    /// <summary>Whether there is a later table than the one in force that only waits for the rest.</summary>
    public bool IsWaiting => HasAll && !ReferenceEquals(InForce, Latest);

    private bool HasAddresses { get; init; }

    private bool HasPolicies { get; init; }

    /// <summary>The table that the newest update is a part of; null where the control plane does not say which tables there are.</summary>
    private string? Told { get; init; }

    private bool HasAll => HasAddresses && HasPolicies;

    /// <summary>
    /// The newest word counts alone: what an update before it was a part of may be a table that is out of date, and that the
    /// latest one happens to be like until the rest has come.
    /// </summary>
    private bool IsWhole => Told is null ? Latest.IsWhole : Latest.ContentHash == Told;

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
            addresses => this with { Latest = DeltaOf(addresses).Apply(Latest), HasAddresses = true, Told = update.TableHash },
            policies => this with { Latest = DeltaOf(policies).Apply(Latest), HasPolicies = true, Told = update.TableHash });
        return (next.HasAll && next.IsWhole ? next.Enforce() : next, []);
    }

    /// <summary>
    /// The rest has not come in time. The latest table comes in force as it is, unless it is known to be none that the control plane
    /// has served: who says which tables there are sends the rest as soon as it can.
    /// </summary>
    public NodeState Overdue() => HasAll && Told is null ? Enforce() : this;

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
