namespace ScopeMesh.Tunnel.Http2;

/// <summary>
/// The streams of a connection: those that are open, the greatest ids that each side has used, and for a while
/// how the last ones ended, since frames of a stream that we reset may still be under way (RFC 9113, 5.1).
/// </summary>
internal sealed class StreamTable(bool isServer, int maxRemembered)
{
    /// <summary>What an open stream takes at most, with its place in the table.</summary>
    public const int OpenStreamBytes = 256;

    /// <summary>What a stream that is remembered takes at most.</summary>
    public const int RememberedStreamBytes = 96;

    private readonly Dictionary<int, Http2Stream> _open = [];
    private readonly Dictionary<int, bool> _resetByUs = [];
    private readonly Queue<int> _closedIds = new();
    private int _nextLocalId = isServer ? 2 : 1;

    /// <summary>The greatest id that the peer has opened; 0 for none.</summary>
    public int LastPeerId { get; private set; }

    public int OpenCount => _open.Count;

    public Dictionary<int, Http2Stream>.ValueCollection Open => _open.Values;

    /// <summary>A bound of the bytes that are held.</summary>
    public long HeldBytes => ((long)OpenCount * OpenStreamBytes) + ((long)_closedIds.Count * RememberedStreamBytes);

    public bool TryGet(int id, out Http2Stream stream) => _open.TryGetValue(id, out stream!);

    /// <summary>The id of the next stream of ours; 0 when all are used up.</summary>
    public int TakeLocalId()
    {
        if (_nextLocalId < 0)
            return 0;
        var id = _nextLocalId;
        _nextLocalId = unchecked(_nextLocalId + 2);
        return id;
    }

    public void NotePeerId(int id) => LastPeerId = id;

    public void Add(Http2Stream stream) => _open.Add(stream.Id, stream);

    /// <summary>Takes a stream out.</summary>
    public void Close(int id, bool resetByUs)
    {
        _open.Remove(id);
        if (!_resetByUs.TryAdd(id, resetByUs))
            return;
        _closedIds.Enqueue(id);
        if (_closedIds.Count > maxRemembered)
            _resetByUs.Remove(_closedIds.Dequeue());
    }

    public bool IsPeerId(int id) => (id & 1) == (isServer ? 1 : 0);

    /// <summary>Whether no frame of this stream was ever sent or received.</summary>
    public bool IsIdle(int id) => IsPeerId(id)
        ? id > LastPeerId
        : _nextLocalId > 0 && id >= _nextLocalId;

    /// <summary>Whether a closed stream is one that we reset; null when it is not remembered, or was passed over.</summary>
    public bool? WasResetByUs(int id) => _resetByUs.TryGetValue(id, out var byUs) ? byUs : null;
}
