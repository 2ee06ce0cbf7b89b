using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>Callers that have something in common, kept by the crowds that they are in: what many destinations share is folded once.</summary>
internal sealed class CallerBook
{
    private readonly List<ValueList<Workload>> _crowds = [];
    private readonly Dictionary<ValueList<int>, ValueList<PlannedCaller>> _folded = [];

    /// <summary>Enters a crowd, and says where.</summary>
    public int Enter(ValueList<Workload> crowd)
    {
        _crowds.Add(crowd);
        return _crowds.Count - 1;
    }

    /// <summary>How many callers a crowd has.</summary>
    public int CountOf(int crowd) => _crowds[crowd].Count;

    /// <summary>The callers of some crowds, by what made them.</summary>
    public ValueList<PlannedCaller> Of(IEnumerable<int> crowds)
    {
        var key = crowds.ToValueList();
        if (!_folded.TryGetValue(key, out var callers))
            _folded.Add(key, callers = PlannedCallers.Of(key.SelectMany(crowd => _crowds[crowd])));
        return callers;
    }
}
