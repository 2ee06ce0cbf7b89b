using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Distribution;

/// <summary>
/// What somebody wants to know of a route table: all of it, or what some keys lead to. Policies are always wanted all. A key
/// is the uid of a workload, <c>namespace/hostname</c>, <c>network/address</c>, or <c>network/address/length</c>.
/// </summary>
public sealed record TableSubscription
{
    private TableSubscription()
    {
    }

    /// <summary>All of it.</summary>
    public static TableSubscription Everything { get; } = new() { IsWildcard = true };

    /// <summary>Whether all is wanted.</summary>
    public bool IsWildcard { get; private init; }

    /// <summary>The keys, ordered; none where all is wanted.</summary>
    public ValueList<string> Keys { get; private init; }

    /// <summary>The Node whose workloads are wanted without being asked for; empty for none.</summary>
    public string Node { get; private init; } = "";

    /// <summary>What some keys lead to, and the workloads of a Node.</summary>
    /// <param name="keys">The keys, in any order.</param>
    /// <param name="node">The Node that the subscriber is on, in the cluster of the table's viewpoint; empty for none.</param>
    public static TableSubscription OnDemand(IEnumerable<string> keys, string node) => new()
    {
        Keys = keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToValueList(),
        Node = node,
    };

    /// <summary>
    /// What the subscriber is to see. It decides about what it asked for as one that sees all: with a service come all of
    /// its endpoints, and with those and with services the gateways and waypoints that they name, and so on. A host name or
    /// an address comes with all that it may mean to some caller.
    /// </summary>
    /// <param name="table">All there is.</param>
    public TableView Of(RouteTable table)
    {
        if (IsWildcard)
            return new TableView(table, []);
        var selection = new TableSelection(table);
        foreach (var workload in Node.Length == 0 ? [] : table.WorkloadsOn(table.Viewpoint.Cluster, Node))
            selection.Add(workload);
        var absent = Keys.Where(key => !selection.Add(key)).ToValueList();
        return new TableView(selection.ToTable(), absent);
    }
}

/// <summary>What a subscriber is to see.</summary>
/// <param name="Table">The part of the table that it sees; two of them differ by what it has to be told.</param>
/// <param name="Absent">The keys that it asked for and under which there is nothing, ordered.</param>
public sealed record TableView(RouteTable Table, ValueList<string> Absent);
