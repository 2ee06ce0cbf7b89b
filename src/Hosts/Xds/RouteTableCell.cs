using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Xds;

/// <summary>
/// The route table of a host, as its control plane keeps it. Addresses and policies come in responses of their own, so a
/// table is published when it is whole: both have come, and every policy that a workload lists is there. Until then the
/// one before stays in force, for a second at most; after that what is missing denies.
/// </summary>
internal sealed class RouteTableCell : IDisposable
{
    private static readonly TimeSpan WaitForTheRest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly HashSet<string> _received = [];
    private readonly ITimer _overdue;
    private RouteTable _latest;

    /// <param name="viewpoint">From where the host looks.</param>
    /// <param name="time">The clock.</param>
    public RouteTableCell(Viewpoint viewpoint, TimeProvider time)
    {
        _latest = RouteTable.Empty(viewpoint);
        Tables = new SnapshotSource<RouteTable>(_latest);
        _overdue = time.CreateTimer(_ => Publish(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The table in force; empty until the control plane has sent all of one.</summary>
    public SnapshotSource<RouteTable> Tables { get; }

    /// <summary>Takes an update over as a whole, or says what is wrong with it.</summary>
    public XdsVerdict Apply(XdsUpdate update)
    {
        lock (_lock)
        {
            var (table, verdict) = RouteTableUpdates.Apply(_latest, update);
            if (verdict is not XdsVerdict.Accepted)
                return verdict;
            _latest = table;
            _received.Add(update.TypeUrl);
            if (!HasAll)
                return verdict;
            if (IsWhole(table))
                Publish();
            else
                _overdue.Change(WaitForTheRest, Timeout.InfiniteTimeSpan);
            return verdict;
        }
    }

    public void Dispose() => _overdue.Dispose();

    private bool HasAll => _received.Contains(XdsTypes.Address) && _received.Contains(XdsTypes.Authorization);

    private static bool IsWhole(RouteTable table) =>
        table.Workloads.All(workload => workload.AuthorizationPolicies.All(policy => table.FindAuthorization(policy) is not null));

    private void Publish()
    {
        lock (_lock)
        {
            _overdue.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (!ReferenceEquals(Tables.Current.Value, _latest))
                Tables.Publish(_latest);
        }
    }
}
