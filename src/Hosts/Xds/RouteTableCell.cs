using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Xds;

/// <summary>The route table of a host, as its control plane keeps it.</summary>
/// <param name="viewpoint">From where the host looks.</param>
internal sealed class RouteTableCell(Viewpoint viewpoint)
{
    /// <summary>The table in force; empty until the control plane was reached.</summary>
    public SnapshotSource<RouteTable> Tables { get; } = new(RouteTable.Empty(viewpoint));

    /// <summary>Takes an update over as a whole, or says what is wrong with it.</summary>
    public XdsVerdict Apply(XdsUpdate update)
    {
        var (table, verdict) = RouteTableUpdates.Apply(Tables.Current.Value, update);
        if (verdict is XdsVerdict.Accepted)
            Tables.Publish(table);
        return verdict;
    }
}
