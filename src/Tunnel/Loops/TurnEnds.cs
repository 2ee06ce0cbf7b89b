namespace ScopeMesh.Tunnel.Loops;

/// <summary>Something that gathers during a turn and acts at its end.</summary>
internal interface ITurnEnd
{
    /// <summary>How many connections carry this one: 0 for a socket's, 1 for one inside of its streams.</summary>
    int Depth { get; }

    /// <summary>Acts; may ask for the end of this turn again.</summary>
    void OnTurnEnd();
}

/// <summary>Who acts at the end of the turn. The inner ones come first: what they send goes out with what carries them.</summary>
internal sealed class TurnEnds
{
    private const int Depths = 3;
    private readonly Queue<ITurnEnd>[] _byDepth = [.. Enumerable.Range(0, Depths).Select(_ => new Queue<ITurnEnd>())];

    public bool IsEmpty
    {
        get
        {
            foreach (var queue in _byDepth)
            {
                if (queue.Count > 0)
                    return false;
            }
            return true;
        }
    }

    public void Add(ITurnEnd what) => _byDepth[Math.Min(what.Depth, Depths - 1)].Enqueue(what);

    public bool TryTake(out ITurnEnd what)
    {
        for (var depth = Depths - 1; depth >= 0; depth--)
        {
            if (_byDepth[depth].TryDequeue(out what!))
                return true;
        }
        what = null!;
        return false;
    }
}
