using ScopeMesh.Policy.Reaching;

namespace ScopeMesh.Hosts.Cli;

/// <summary>Cells in few letters: who answers by cluster, signs for the way, and reasons.</summary>
internal static class ReachSigns
{
    private const string Crossing = "»";
    private const string AsItIs = "~";
    private const string Waypoint = "^";
    private const string Refusal = "✗ ";
    private const string Unread = "?";

    /// <summary>A cell: what ends alike is one, with its part where there are several.</summary>
    public static string Of(ReachCell cell)
    {
        var ends = cell.Paths
            .GroupBy(Of, path => path.Part)
            .Select(end => (Sign: end.Key, Part: end.Sum()))
            .ToArray();
        return ends is [var only]
            ? only.Sign
            : string.Join(" ", ends.OrderByDescending(end => end.Part).Select(end => $"{end.Sign} {ReachWords.Percent(end.Part)}"));
    }

    /// <summary>What the signs that cells have mean.</summary>
    public static IEnumerable<(string Sign, string Meaning)> Legend(IEnumerable<ReachCell> cells)
    {
        var paths = cells.SelectMany(cell => cell.Paths).Distinct().ToArray();
        if (Array.Exists(paths, path => path.End is ReachEnd.Answered && path.Means == ReachMeans.Tunnel))
            yield return ("CLUSTER", "pods of that cluster answer, through a tunnel within the network");
        if (Array.Exists(paths, path => path.Means == ReachMeans.DoubleTunnel && path.End is not ReachEnd.Refused))
            yield return ($"{Crossing}CLUSTER", "through a double tunnel by an east-west gateway");
        if (Array.Exists(paths, path => path.Means == ReachMeans.Plain && path.End is not ReachEnd.Refused))
            yield return ($"{AsItIs}CLUSTER", "plain, without a tunnel");
        if (Array.Exists(paths, path => path.IsToWaypoint))
            yield return ($"{Waypoint}CLUSTER", "to a waypoint there, whose own rules decide further");
        if (Array.Exists(paths, path => path.End is ReachEnd.Outside))
            yield return ("outside", "to an address or name that is no workload's");
        if (Array.Exists(paths, path => path.End is ReachEnd.Unread))
            yield return ($"CLUSTER{Unread}", "on into a cluster that is not read");
        if (Array.Exists(paths, path => path.End is ReachEnd.Refused))
            yield return ($"{Refusal}REASON", "refused; --list says by whom, and by which policies");
    }

    private static string Of(ReachPath path)
    {
        var way = path.Means switch
        {
            ReachMeans.DoubleTunnel => Crossing,
            ReachMeans.Plain => AsItIs,
            ReachMeans.Tunnel or ReachMeans.None => "",
        } + (path.IsToWaypoint ? Waypoint : "");
        return path.End.Match(
            answered => $"{way}{answered.By.Cluster}",
            _ => $"{way}outside",
            unread => $"{way}{unread.Cluster}{Unread}",
            refused => $"{Refusal}{refused.Reason}");
    }
}
