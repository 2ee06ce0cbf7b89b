using ScopeMesh.Hosts.Xds.Conversion;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Routing;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Xds;

/// <summary>
/// The route table of a host, as its control plane keeps it (<see cref="NodeState"/>). A table that is not whole comes in
/// force too when it has waited for a second; what is missing denies from then on.
/// </summary>
internal sealed class RouteTableCell : IDisposable
{
    private static readonly TimeSpan WaitForTheRest = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly ITimer _overdue;
    private NodeState _state;

    /// <param name="viewpoint">From where the host looks.</param>
    /// <param name="time">The clock.</param>
    public RouteTableCell(Viewpoint viewpoint, TimeProvider time)
    {
        _state = NodeState.Start(viewpoint);
        Tables = new SnapshotSource<RouteTable>(_state.InForce);
        _overdue = time.CreateTimer(_ => Overdue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The table in force; empty until the control plane has sent all of one.</summary>
    public SnapshotSource<RouteTable> Tables { get; }

    /// <summary>Takes an update over as a whole, or says what is wrong with it.</summary>
    public XdsVerdict Apply(XdsUpdate update)
    {
        lock (_lock)
        {
            var (next, rejections) = _state.Apply(RouteTableUpdates.Read(update));
            Advance(next);
            return rejections.IsEmpty
                ? new XdsVerdict.Accepted()
                : new XdsVerdict.Rejected(rejections.Select(one => new XdsRejection(one.Name, one.Reason)).ToValueList());
        }
    }

    public void Dispose() => _overdue.Dispose();

    private void Overdue()
    {
        lock (_lock)
            Advance(_state.Overdue());
    }

    private void Advance(NodeState next)
    {
        // A wait that goes on is not prolonged by updates that come meanwhile.
        if (next.IsWaiting != _state.IsWaiting)
            _overdue.Change(next.IsWaiting ? WaitForTheRest : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _state = next;
        if (!ReferenceEquals(Tables.Current.Value, next.InForce))
            Tables.Publish(next.InForce);
    }
}
