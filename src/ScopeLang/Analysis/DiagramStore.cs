using System.Runtime.InteropServices;

namespace ScopeMesh.ScopeLang.Analysis;

/// <summary>How two diagrams are joined.</summary>
internal enum Connective
{
    And,
    Or,
    Xor,

    /// <summary>The first and not the second.</summary>
    AndNot,
}

/// <summary>A value of a variable and the diagram that it leads to.</summary>
internal readonly record struct Edge(int Value, int Child);

/// <summary>
/// Reduced ordered decision diagrams with one multi-valued variable a level. A node says where the absence of its
/// variable leads, where single values do, and where any other value does; values that lead where any other value does
/// are left out, and a node all of whose outcomes lead to one place is that place. So two conditions have the same
/// meaning exactly when they have the same number, however they are written and whatever values they mention.
/// </summary>
/// <remarks>
/// Children have smaller numbers than their parents. <see cref="Exceeded"/> stands for what the limits did not let be
/// made, and whatever is joined with it is that too.
/// </remarks>
internal sealed class DiagramStore
{
    public const int False = 0;
    public const int True = 1;
    public const int Exceeded = -1;

    private const int LevelOfConstants = int.MaxValue;

    private readonly Alphabet _alphabet;
    private readonly AnalysisLimits _limits;
    private readonly List<Node> _nodes = [new(LevelOfConstants, False, False, 0, 0), new(LevelOfConstants, True, True, 0, 0)];
    private readonly List<Edge> _edges = [];
    private readonly UniqueTable _unique = new();
    private readonly JoinCache _joined = new();
    private readonly List<Edge> _pending = [];
    private int _steps;
    private int _lastStep;
    private int _lastNode;

    public DiagramStore(Alphabet alphabet, AnalysisLimits limits)
    {
        (_alphabet, _limits) = (alphabet, limits);
        BeginQuestion();
    }

    public Alphabet Alphabet => _alphabet;

    public AnalysisLimits Limits => _limits;

    public int Count => _nodes.Count;

    /// <summary>From here on the bounds of one question hold anew, within those of the whole analysis.</summary>
    public void BeginQuestion()
    {
        _lastStep = (int)Math.Min(_limits.TotalSteps, (long)_steps + _limits.QuestionSteps);
        _lastNode = (int)Math.Min(_limits.TotalNodes, (long)_nodes.Count + _limits.QuestionNodes);
    }

    /// <summary>The level of a diagram's variable; constants are below every level.</summary>
    public int LevelOf(int diagram) => _nodes[diagram].Level;

    /// <summary>Where the absence of the variable leads; for a name, where any other value does.</summary>
    public int Absent(int diagram) => _nodes[diagram].Absent;

    /// <summary>Where any value leads that has no edge.</summary>
    public int Other(int diagram) => _nodes[diagram].Other;

    /// <summary>Where single values lead, in their order. Not to be kept while diagrams are made.</summary>
    public ReadOnlySpan<Edge> Edges(int diagram)
    {
        var node = _nodes[diagram];
        return CollectionsMarshal.AsSpan(_edges).Slice(node.FirstEdge, node.EdgeCount);
    }

    /// <summary>The diagram that a value of its variable leads to.</summary>
    public int Child(int diagram, int value)
    {
        var edges = Edges(diagram);
        var (low, high) = (0, edges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (edges[middle].Value == value)
                return edges[middle].Child;
            (low, high) = edges[middle].Value < value ? (middle + 1, high) : (low, middle - 1);
        }
        return Other(diagram);
    }

    /// <summary>The diagram that the value of its variable leads to, or its absence.</summary>
    public int Follow(int diagram, string? value) => value is null
        ? Absent(diagram)
        : _alphabet.FindNumber(value) is >= 0 and var number ? Child(diagram, number) : Other(diagram);

    /// <summary>Whether a Service of a known namespace meets a condition that was not exceeded.</summary>
    public bool Holds(int diagram, in ScopeFacts facts)
    {
        while (diagram > True)
            diagram = Follow(diagram, _alphabet.Variables[LevelOf(diagram)].ValueIn(facts));
        return diagram == True;
    }

    /// <summary>The node of a level with these outcomes, or what all of them are.</summary>
    public int Make(int level, int absent, int other, ReadOnlySpan<Edge> edges)
    {
        if (absent < 0 || other < 0 || ++_steps > _lastStep)
            return Exceeded;
        var start = _edges.Count;
        foreach (var edge in edges)
        {
            if (edge.Child < 0)
            {
                _edges.RemoveRange(start, _edges.Count - start);
                return Exceeded;
            }
            if (edge.Child != other)
                _edges.Add(edge);
        }
        return Intern(new Node(level, _alphabet.Variables[level].IsName ? other : absent, other, start, _edges.Count - start));
    }

    public int Not(int diagram) => Join(Connective.Xor, diagram, True);

    public int And(int left, int right) => Join(Connective.And, left, right);

    public int Or(int left, int right) => Join(Connective.Or, left, right);

    public int AndNot(int left, int right) => Join(Connective.AndNot, left, right);

    public int Xor(int left, int right) => Join(Connective.Xor, left, right);

    /// <summary>All of some diagrams joined, neighbours first, so that wide chains stay cheap.</summary>
    public int JoinAll(Connective join, IEnumerable<int> diagrams)
    {
        int[] all = [.. diagrams];
        if (all.Length == 0)
            return join == Connective.And ? True : False;
        for (var count = all.Length; count > 1; count = (count + 1) / 2)
            for (var i = 0; i < count; i += 2)
                all[i / 2] = i + 1 < count ? Join(join, all[i], all[i + 1]) : all[i];
        return all[0];
    }

    /// <summary>A diagram without some others, one after the other until nothing is left.</summary>
    public int Without(int diagram, IEnumerable<int> others)
    {
        foreach (var other in others)
        {
            if (diagram == False)
                break;
            diagram = AndNot(diagram, other);
        }
        return diagram;
    }

    /// <summary>The numbers of a diagram's nodes, constants left out, each after its children.</summary>
    public List<int> NodesOf(int diagram)
    {
        var found = new HashSet<int>();
        var pending = new Stack<int>([diagram]);
        while (pending.TryPop(out var node))
        {
            if (node <= True || !found.Add(node))
                continue;
            pending.Push(Absent(node));
            pending.Push(Other(node));
            foreach (var edge in Edges(node))
                pending.Push(edge.Child);
        }
        List<int> nodes = [.. found];
        nodes.Sort();
        return nodes;
    }

    private int Join(Connective join, int left, int right) =>
        left < 0 || right < 0 || ++_steps > _lastStep ? Exceeded : Joined(join, left, right, depth: 0);

    private int Joined(Connective join, int left, int right, int depth)
    {
        if (Simple(join, left, right) is { } simple)
            return simple;
        if (join != Connective.AndNot && left > right)
            (left, right) = (right, left);
        if (_joined.TryGet(join, left, right, out var known))
            return known;
        if (++_steps > _lastStep || depth > _limits.PathVariables)
            return Exceeded;
        var (a, b) = (_nodes[left], _nodes[right]);
        var level = Math.Min(a.Level, b.Level);
        // Where a diagram does not ask the variable, every outcome leads to itself.
        if (a.Level > level)
            a = new Node(level, left, left, 0, 0);
        if (b.Level > level)
            b = new Node(level, right, right, 0, 0);
        var other = Joined(join, a.Other, b.Other, depth + 1);
        var absent = other < 0 || _alphabet.Variables[level].IsName ? other : Joined(join, a.Absent, b.Absent, depth + 1);
        if (absent < 0)
            return Exceeded;
        var made = Merged(join, a, b, new Node(level, absent, other, 0, 0), depth);
        if (made >= 0)
            _joined.Add(join, left, right, made, Count);
        return made;
    }

    // The edges of either side, each joined with where the other side goes for that value.
    private int Merged(Connective join, Node a, Node b, Node outcome, int depth)
    {
        var start = _pending.Count;
        var (i, j) = (0, 0);
        while (i < a.EdgeCount || j < b.EdgeCount)
        {
            var left = i < a.EdgeCount ? _edges[a.FirstEdge + i].Value : int.MaxValue;
            var right = j < b.EdgeCount ? _edges[b.FirstEdge + j].Value : int.MaxValue;
            var value = Math.Min(left, right);
            var child = Joined(
                join,
                left == value ? _edges[a.FirstEdge + i++].Child : a.Other,
                right == value ? _edges[b.FirstEdge + j++].Child : b.Other,
                depth + 1);
            if (child < 0 || ++_steps > _lastStep)
            {
                _pending.RemoveRange(start, _pending.Count - start);
                return Exceeded;
            }
            if (child != outcome.Other)
                _pending.Add(new Edge(value, child));
        }
        var first = _edges.Count;
        _edges.AddRange(CollectionsMarshal.AsSpan(_pending)[start..]);
        _pending.RemoveRange(start, _pending.Count - start);
        return Intern(outcome with { FirstEdge = first, EdgeCount = _edges.Count - first });
    }

    // The edges of the node are the last ones; they are taken back where the node is there already.
    private int Intern(Node node)
    {
        var edges = CollectionsMarshal.AsSpan(_edges)[node.FirstEdge..];
        if (edges.IsEmpty && node.Absent == node.Other)
            return node.Other;
        var hash = HashOf(node, edges);
        for (var found = _unique.First(hash); found >= 0; found = _unique.Next(found))
        {
            var known = _nodes[found];
            if ((known.Level, known.Absent, known.Other) == (node.Level, node.Absent, node.Other) && Edges(found).SequenceEqual(edges))
            {
                _edges.RemoveRange(node.FirstEdge, node.EdgeCount);
                return found;
            }
        }
        if (_nodes.Count >= _lastNode)
        {
            _edges.RemoveRange(node.FirstEdge, node.EdgeCount);
            return Exceeded;
        }
        _nodes.Add(node);
        _unique.Add(hash, _nodes.Count - 1);
        return _nodes.Count - 1;
    }

    private static int? Simple(Connective join, int left, int right) => join switch
    {
        Connective.And => left == False || right == False ? False : left == True || left == right ? right : right == True ? left : null,
        Connective.Or => left == True || right == True ? True : left == False || left == right ? right : right == False ? left : null,
        Connective.Xor => left == right ? False : left == False ? right : right == False ? left : null,
        Connective.AndNot => left == False || right == True || left == right ? False : right == False ? left : null,
    };

    private static int HashOf(Node node, ReadOnlySpan<Edge> edges)
    {
        var hash = new HashCode();
        hash.Add(node.Level);
        hash.Add(node.Absent);
        hash.Add(node.Other);
        hash.AddBytes(MemoryMarshal.AsBytes(edges));
        return hash.ToHashCode();
    }

    private readonly record struct Node(int Level, int Absent, int Other, int FirstEdge, int EdgeCount);
}
