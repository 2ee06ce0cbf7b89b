using ScopeMesh.Hosts.ControlPlane;
using ScopeMesh.Policy.Compilation;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Tests.Property.Simulation;

/// <summary>A table that a control plane has served.</summary>
/// <param name="Hash">Its content hash.</param>
/// <param name="Reference">The same, compiled from nothing.</param>
internal sealed record ServedTable(string Hash, RouteTable Reference);

/// <summary>
/// A control plane: follows the texts of all clusters, compiles them by the product's compiler, and serves what the product's
/// reducers say. What it has served outlives its restarts, since nodes hold it.
/// </summary>
internal sealed class SimulatedControlPlane(SimulatedMesh mesh, string cluster)
{
    private readonly SortedDictionary<string, ClusterText> _seen = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, ServerStream> _streams = [];
    private readonly Dictionary<TableKey, List<ServedTable>> _served = [];
    private MeshCompilation? _compiled;
    private MeshText? _meant;
    private PublishedTables _tables = PublishedTables.Of(cluster);
    private ScopeText? _seenScope;
    private bool _isCompiling;
    private long _streamCount;

    public string Cluster => cluster;

    public string Name { get; } = $"control-{cluster}";

    public bool IsRunning { get; private set; }

    /// <summary>Counts the starts: what was asked for before one is of no use after.</summary>
    public int Starts { get; private set; }

    /// <summary>Whether everything was listed once, so that there is something to serve.</summary>
    private bool IsServing => IsRunning && _compiled is not null;

    /// <summary>Starts with nothing: texts are listed anew, and nonces begin again.</summary>
    public void Start()
    {
        (IsRunning, Starts) = (true, Starts + 1);
        mesh.Sources.List(this);
    }

    public void Crash()
    {
        IsRunning = false;
        foreach (var stream in _streams.Values.ToArray())
            mesh.Network.Reset(stream.Link, stream.Link.Server);
        _streams.Clear();
        _seen.Clear();
        (_seenScope, _meant, _compiled, _isCompiling, _streamCount) = (null, null, null, false, 0);
        _tables = PublishedTables.Of(cluster);
    }

    /// <summary>The last table of a kind that was served; none before the first.</summary>
    public IReadOnlyList<ServedTable> Served(TableKey key) => _served.GetValueOrDefault(key) ?? [];

    /// <summary>The version of a cluster's texts that it has seen; null before the first.</summary>
    public int? SeenVersion(string id) => _seen.TryGetValue(id, out var text) ? text.Version : null;

    public int? SeenScope => _seenScope?.Version;

    public void See(ClusterText text)
    {
        _seen[text.Id] = text;
        CompileSoon();
    }

    public void See(ScopeText scope)
    {
        _seenScope = scope;
        CompileSoon();
    }

    /// <summary>A request came from a client; the first of a stream says who it is.</summary>
    public void Receive(XdsLink link, string typeUrl, Hosts.Xds.Delta.DeltaRequest request)
    {
        if (_streams.Values.FirstOrDefault(one => one.Link == link) is { } known)
        {
            known.Receive(typeUrl, request);
            return;
        }

        if (!IsServing || _streams.Count >= mesh.Limits.ServedStreams)
        {
            mesh.Network.Reset(link, link.Server);
            return;
        }

        var key = TableKey.Of(link.Client.Node);
        var isNew = !_tables.Tables.ContainsKey(key);
        _tables = _tables.And(key);
        if (isNew)
            Check(key);
        var id = ++_streamCount;
        mesh.Note($"{Name} takes stream {id} of {link.Client.Name}");
        _streams[id] = new ServerStream(mesh, link, key, $"{id}-", mesh.Resources(_tables.Tables[key]));
        _streams[id].Receive(typeUrl, request);
    }

    /// <summary>A stream ended, as this side sees it.</summary>
    public void Ended(XdsLink link)
    {
        foreach (var (id, _) in _streams.Where(entry => entry.Value.Link == link).ToArray())
            _streams.Remove(id);
    }

    /// <summary>What the client of a stream has read makes room for more.</summary>
    public void Resume(XdsLink link) => _streams.Values.FirstOrDefault(one => one.Link == link)?.Run();

    /// <summary>What comes in quick succession is compiled at once.</summary>
    private void CompileSoon()
    {
        if (_isCompiling || _seenScope is null || _seen.Count < mesh.Clusters.Count)
            return;
        _isCompiling = true;
        var start = Starts;
        mesh.Time.After(mesh.Dice.Milliseconds(0, 40), () =>
        {
            if (start == Starts && IsRunning)
                Compile();
        });
    }

    private void Compile()
    {
        _isCompiling = false;
        var texts = new MeshText(_seenScope!, [.. _seen.Values.Where(text => text.IsThere)]);
        _compiled = mesh.References.Compile(texts, _compiled, _meant);
        _meant = texts.After(_meant);
        mesh.Note($"{Name} compiles {string.Join(", ", _seen.Values)}, scope {_seenScope!.Version}");
        mesh.Oracle.SameMesh(Name, mesh.References.Of(_meant).Compilation.Mesh, _compiled, texts.IsBad);
        (_tables, var changed) = _tables.Follow(_compiled.Mesh);
        foreach (var key in _tables.Tables.Keys.Order(KeyOrder))
            Check(key);
        foreach (var (key, table) in changed.OrderBy(one => one.Key, KeyOrder))
        {
            var resources = mesh.Resources(table);
            foreach (var stream in _streams.Values.Where(one => one.Key == key).ToArray())
                stream.Publish(resources);
        }
    }

    private static Comparer<TableKey> KeyOrder { get; } = Comparer<TableKey>.Create(
        (left, right) => (left.Role, left.Network ?? "").CompareTo((right.Role, right.Network ?? "")));

    /// <summary>A table that followed changes is the one that is compiled from nothing; then it is one that was served.</summary>
    private void Check(TableKey key)
    {
        var table = _tables.Tables[key];
        var reference = mesh.References.Of(_meant!).Table(cluster, key);
        mesh.Oracle.SameTable($"the table that {Name} serves to {key}", reference, table);
        if (!_served.TryGetValue(key, out var served))
            _served[key] = served = [];
        if (served.Count == 0 || served[^1].Hash != table.ContentHash)
            served.Add(new ServedTable(table.ContentHash, reference));
    }
}
