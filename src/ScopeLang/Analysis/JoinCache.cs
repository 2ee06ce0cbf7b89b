namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>
/// Remembers joins. A new one may take an older one's place: what is forgotten is made again, so that the memory is
/// bounded by the number of nodes and nothing else depends on it.
/// </summary>
internal sealed class JoinCache
{
    private const int FirstSize = 1 << 10;
    private const int LastSize = 1 << 20;

    private Entry[] _entries = new Entry[FirstSize];

    public bool TryGet(Connective join, int left, int right, out int result)
    {
        ref var entry = ref _entries[PlaceOf(join, left, right)];
        result = entry.Result;
        // An empty entry has the operands 0 and 0, which no join ever asks for.
        return entry.Left == left && entry.Right == right && entry.Join == join;
    }

    public void Add(Connective join, int left, int right, int result, int nodes)
    {
        if (nodes > _entries.Length && _entries.Length < LastSize)
            Grow();
        _entries[PlaceOf(join, left, right)] = new Entry(join, left, right, result);
    }

    private void Grow()
    {
        var old = _entries;
        _entries = new Entry[old.Length * 4];
        foreach (var entry in old)
            if (entry.Left != 0 || entry.Right != 0)
                _entries[PlaceOf(entry.Join, entry.Left, entry.Right)] = entry;
    }

    private int PlaceOf(Connective join, int left, int right)
    {
        var mixed = (((uint)left * 0x9E3779B1u) ^ ((uint)right * 0x85EBCA77u)) + ((uint)join * 0xC2B2AE3Du);
        return (int)((mixed ^ (mixed >> 15)) & (uint)(_entries.Length - 1));
    }

    private readonly record struct Entry(Connective Join, int Left, int Right, int Result);
}
