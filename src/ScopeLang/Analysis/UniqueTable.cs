namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>Finds nodes by hash: chains of node numbers, in arrays that double.</summary>
internal sealed class UniqueTable
{
    private const int FirstSize = 256;

    private readonly List<(int Hash, int Next)> _links = [];
    private int[] _buckets = Empty(FirstSize);
    private int _offset;

    /// <summary>The newest node with a hash like this one; negative where there is none.</summary>
    public int First(int hash) => _buckets[hash & (_buckets.Length - 1)];

    /// <summary>The next older node of the same chain; negative at its end.</summary>
    public int Next(int node) => _links[node - _offset].Next;

    /// <summary>Adds a node; nodes come in the order of their numbers.</summary>
    public void Add(int hash, int node)
    {
        if (_links.Count == 0)
            _offset = node;
        if (_links.Count == _buckets.Length)
            Grow();
        ref var bucket = ref _buckets[hash & (_buckets.Length - 1)];
        _links.Add((hash, bucket));
        bucket = node;
    }

    private void Grow()
    {
        _buckets = Empty(_buckets.Length * 2);
        for (var i = 0; i < _links.Count; i++)
        {
            ref var bucket = ref _buckets[_links[i].Hash & (_buckets.Length - 1)];
            _links[i] = (_links[i].Hash, bucket);
            bucket = i + _offset;
        }
    }

    private static int[] Empty(int size)
    {
        var buckets = new int[size];
        Array.Fill(buckets, -1);
        return buckets;
    }
}
