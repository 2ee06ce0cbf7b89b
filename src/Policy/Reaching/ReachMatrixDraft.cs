using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>Makes matrices: each outcome is kept once, and each row that several clients have.</summary>
internal sealed class ReachMatrixDraft
{
    private readonly Dictionary<ReachCell, int> _outcomes = [];
    private readonly Dictionary<ValueList<int>, ValueList<int>> _rows = [];

    /// <summary>The cells that were met, in the order in which they were.</summary>
    public ValueList<ReachCell> Outcomes => _outcomes.OrderBy(outcome => outcome.Value).Select(outcome => outcome.Key).ToValueList();

    /// <summary>A matrix of rows that are known.</summary>
    public static ReachMatrix Of(
        IEnumerable<ReachClient> clients, ValueList<ReachService> services, IEnumerable<IEnumerable<ReachCell>> rows)
    {
        var draft = new ReachMatrixDraft();
        var kept = rows.Select(row => draft.Row(row)).ToValueList();
        return new ReachMatrix(clients.ToValueList(), services, draft.Outcomes, kept);
    }

    /// <summary>The row of some cells: the same one where there was one.</summary>
    public ValueList<int> Row(IEnumerable<ReachCell> cells)
    {
        var row = cells.Select(Place).ToValueList();
        if (_rows.TryGetValue(row, out var known))
            return known;
        _rows.Add(row, row);
        return row;
    }

    private int Place(ReachCell cell)
    {
        if (!_outcomes.TryGetValue(cell, out var place))
            _outcomes.Add(cell, place = _outcomes.Count);
        return place;
    }
}
