using System.Net;
using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Hosts.Xds;
using ScopeMesh.Hosts.Xds.Delta;
using ScopeMesh.Policy.Distribution;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>
/// A node proxy or a gateway: what <c>DeltaXdsClient</c> and <c>LiveConnectionSet</c> do around the product's reducers, with events in
/// the place of awaits. Its table is the product's own cell.
/// </summary>
internal sealed class SimulatedProxy
{
    private readonly SimulatedMesh _mesh;
    private readonly SortedDictionary<long, CheckedConnection> _open = [];
    private readonly Queue<(string TypeUrl, DeltaResponse Response)> _unread = new();
    private readonly Viewpoint _viewpoint;
    private RouteTableCell _cell;
    private DeltaClientState _client;
    private XdsLink? _link;
    private RouteTable _seen;
    private RouteTable _watched;
    private bool _isWatching;

    public SimulatedProxy(SimulatedMesh mesh, SimulatedControlPlane control, XdsNode node, IPAddress? address, SpiffeId identity)
    {
        (_mesh, Control, Node, Address, Identity) = (mesh, control, node, address, identity);
        Key = TableKey.Of(node);
        _viewpoint = new Viewpoint(control.Cluster, Key.Role == ViewpointRole.Gateway ? Key.Network! : "", Key.Role);
        _cell = new RouteTableCell(_viewpoint, mesh.Time);
        _client = DeltaClientState.Start([XdsTypes.Address, XdsTypes.Authorization], mesh.Limits);
        _seen = _watched = Table;
    }

    public SimulatedControlPlane Control { get; }

    public XdsNode Node { get; }

    public string Name => Node.Name;

    public TableKey Key { get; }

    /// <summary>Where a gateway listens.</summary>
    public IPAddress? Address { get; }

    /// <summary>A gateway's own.</summary>
    public SpiffeId Identity { get; }

    public bool IsRunning { get; private set; }

    /// <summary>Whether what comes stays unread for a while.</summary>
    public bool IsSlow { get; private set; }

    /// <summary>Counts the starts.</summary>
    public int Starts { get; private set; }

    /// <summary>The table in force.</summary>
    public RouteTable Table => _cell.Tables.Current.Value;

    /// <summary>What <see cref="Table"/> is among those that its control plane has served; -1 before the first.</summary>
    public int Version { get; private set; } = -1;

    /// <summary>The least that <see cref="Version"/> may become.</summary>
    private int Floor { get; set; }

    public IEnumerable<LiveConnection> Open => _open.Values.Select(one => one.Connection);

    /// <summary>The table in force, compiled from nothing.</summary>
    public RouteTable Reference => Version < 0 ? RouteTable.Empty(_viewpoint) : Control.Served(Key)[Version].Reference;

    /// <summary>The pods that it serves: those that the product's node proxy has listeners for.</summary>
    public IEnumerable<Workload> Pods => Key.Role == ViewpointRole.Node && IsRunning
        ? Table.Workloads.Where(pod => pod.Cluster == Node.Cluster && pod.Node == Node.NodeName
            && pod is { TunnelProtocol: TunnelProtocol.Hbone, Addresses.IsEmpty: false })
        : [];

    public void Start()
    {
        (IsRunning, Starts, Version) = (true, Starts + 1, -1);
        Floor = Math.Max(0, Control.Served(Key).Count - 1);
        _cell = new RouteTableCell(_viewpoint, _mesh.Time);
        _client = DeltaClientState.Start([XdsTypes.Address, XdsTypes.Authorization], _mesh.Limits);
        _seen = _watched = Table;
        _isWatching = false;
        Connect(Starts);
    }

    public void Crash()
    {
        IsRunning = false;
        _cell.Dispose();
        _unread.Clear();
        if (_link is { } link)
            _mesh.Network.Abandon(link);
        _link = null;
        foreach (var id in _open.Keys.ToArray())
            Close(id, "its host is gone");
    }

    public void SetSlow(bool isSlow)
    {
        IsSlow = isSlow;
        if (!isSlow)
            Read();
    }

    public void ResetStream()
    {
        if (_link is { } link)
            _mesh.Network.Reset(link, null);
    }

    public void Receive(XdsLink link, string typeUrl, DeltaResponse response)
    {
        if (link != _link)
            return;
        _unread.Enqueue((typeUrl, response));
        _mesh.Oracle.WithinLimit($"unread responses at {Name}", _unread.Count, link.Window);
        if (!IsSlow)
            Read();
    }

    /// <summary>The stream ended, as this side sees it.</summary>
    public void Ended(XdsLink link, string why)
    {
        if (link != _link || !IsRunning)
            return;
        _link = null;
        _unread.Clear();
        (_client, var delay) = _client.OnEnded(why);
        _mesh.Note($"{Name} lost its stream: {why}; tries again in {delay}");
        ConnectAfter(delay);
    }

    /// <summary>Enters a connection, then checks it by the table in force; false where it closes at once.</summary>
    public bool Enter(LiveConnection connection)
    {
        _open[connection.Id] = new CheckedConnection(connection, null);
        var why = LiveConnections.WhyClose(Table, connection);
        _mesh.Oracle.ClosesRightly(this, [connection], why is null ? [] : [connection.Id]);
        if (why is null)
            _open[connection.Id] = new CheckedConnection(connection, Table);
        else
            Close(connection.Id, why);
        return why is null;
    }

    /// <summary>Its other end has ended.</summary>
    public void Hang(long id) => _open.Remove(id);

    /// <summary>Looks whether another table is in force.</summary>
    public void Observe()
    {
        if (!IsRunning || ReferenceEquals(_seen, Table))
            return;
        _seen = Table;
        Version = _mesh.Oracle.FindVersion(this, Math.Max(Version, Floor));
        _mesh.Note($"{Name} has table {Version} in force");
        if (_isWatching)
            return;
        _isWatching = true;

        // Who watches wakes at once, or when its thread has its turn; then the newest table counts.
        if (_mesh.Dice.Permille(700))
            Recheck();
        else
            _mesh.Time.After(_mesh.Dice.Milliseconds(0, 30), Recheck);
    }

    private void Recheck()
    {
        _isWatching = false;
        if (!IsRunning)
            return;
        var (before, table) = (_watched, Table);
        _watched = table;
        var closing = LiveConnections.Recheck(before, table, _open.Values);
        _mesh.Oracle.ClosesRightly(this, [.. Open], closing.Select(one => one.Id));
        foreach (var (id, why) in closing)
            Close(id, why);
        foreach (var (id, one) in _open.ToArray())
            _open[id] = one with { By = table };
    }

    private void Close(long id, string why)
    {
        _mesh.Note($"{Name} closes connection {id}: {why}");
        _open.Remove(id);
        _mesh.Calls.Closed(id, this);
    }

    private void Read()
    {
        while (IsRunning && !IsSlow && _link is { } link && _unread.TryDequeue(out var next))
        {
            (_client, var answer) = _client.OnResponse(next.TypeUrl, next.Response, _cell.Apply);
            link.Unread--;
            Observe();
            _mesh.Network.Send(link.ToServer, () => link.Server.Receive(link, next.TypeUrl, answer.Request));
            if (link.IsOpenAtServer)
                link.Server.Resume(link);
        }
    }

    private void ConnectAfter(TimeSpan delay)
    {
        var start = Starts;
        _mesh.Time.After(delay, () => Connect(start));
    }

    private void Connect(int start)
    {
        if (!IsRunning || start != Starts || _link is not null)
            return;
        _link = _mesh.Network.Connect(this, Control);
        if (_link is not { } link)
        {
            (_client, var delay) = _client.OnEnded("no connection");
            ConnectAfter(delay + _mesh.Delay());
            return;
        }

        (_client, var requests) = _client.OnConnected();
        foreach (var (typeUrl, request) in requests)
            _mesh.Network.Send(link.ToServer, () => link.Server.Receive(link, typeUrl, request));
    }
}
