using System.Globalization;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>Cells in words, on one line.</summary>
public static class ReachWords
{
    /// <summary>Below this a part is no whole percentage, and yet not nothing.</summary>
    private const double OnePercent = 0.01;

    /// <summary>Every path of a cell, with its part where there are several.</summary>
    public static string Of(ReachCell cell) => cell.Paths is [var only]
        ? Of(only)
        : string.Join("; ", cell.Paths.Select(path => $"{Percent(path.Part)} {Of(path)}"));

    /// <summary>A path: how, and then to whom or why not.</summary>
    public static string Of(ReachPath path)
    {
        var way = Of(path.Means, path.Gateway);
        var end = path.End.Match(
            answered => $"to {(path.IsToWaypoint ? "waypoint " : "")}{answered.By}{By(", allowed by ", answered.Policies)}{(answered.IsChecked ? "" : ", unchecked")}",
            outside => $"to {outside.To}, outside of the mesh",
            unread => $"into cluster {unread.Cluster}, which is not read",
            refused => $"{(refused.At is { } at ? $"to {at}: " : "")}{refused.Reason}, refused {Of(refused.Stage)}{By(" ", refused.Policies)}");
        return way.Length == 0 ? end : $"{way} {end}";
    }

    /// <summary>By whom connections are refused, in words.</summary>
    public static string Of(Stage stage) => stage switch
    {
        Stage.Route => "before anything is sent",
        Stage.OuterTunnel => "at an end of the outer tunnel",
        Stage.Gateway => "by the gateway",
        Stage.Identity => "at an end of the tunnel",
        Stage.Inbound => "by the callee's node proxy",
        Stage.Authorization => "by the callee's policies",
    };

    /// <summary>A part of 1 as a percentage; one that rounds to nothing is less than one.</summary>
    public static string Percent(double part) =>
        part < OnePercent ? "<1%" : part.ToString("0%", CultureInfo.InvariantCulture);

    private static string Of(ReachMeans means, string? gateway) => means switch
    {
        ReachMeans.None => "",
        ReachMeans.Tunnel => "tunnel",
        ReachMeans.DoubleTunnel => $"double tunnel through {gateway}",
        ReachMeans.Plain => "plain",
    };

    private static string By(string before, ValueList<NamespacedName> policies) =>
        policies.IsEmpty ? "" : $"{before}{string.Join(", ", policies)}";
}
