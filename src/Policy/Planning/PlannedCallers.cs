using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Planning;

/// <summary>Folds pods by what made them.</summary>
internal static class PlannedCallers
{
    /// <summary>Pods by owner and by something else, ordered by owner and then by that.</summary>
    public static IEnumerable<(PlannedCaller Caller, TKind Kind)> By<T, TKind>(
        IEnumerable<T> items, Func<T, Workload> podOf, Func<T, TKind> kindOf) => items
        .GroupBy(item => (Owner: ReachCells.OwnerOf(podOf(item)), Kind: kindOf(item)), item => podOf(item).Name)
        .OrderBy(group => group.Key.Owner.ToString(), StringComparer.Ordinal)
        .ThenBy(group => group.Key.Kind)
        .Select(group => (new PlannedCaller(group.Key.Owner, group.Order(StringComparer.Ordinal).ToValueList()), group.Key.Kind));

    /// <summary>Pods by owner, ordered.</summary>
    public static ValueList<PlannedCaller> Of(IEnumerable<Workload> pods) =>
        By(pods, pod => pod, _ => 0).Select(group => group.Caller).ToValueList();}
