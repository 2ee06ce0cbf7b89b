using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Reaching;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Hosts.Cli;

/// <summary>A matrix as programs read it (docs/reach.md): folded, and complete.</summary>
internal static class ReachJson
{
    public static object Of(FoldedMatrix matrix) => new
    {
        Clients = matrix.Clients.Select(client => new
        {
            Name = client.Name.ToString(),
            Pods = client.Pods.Items,
            client.IsWhole,
            client.IsEnrolled,
        }),
        Services = matrix.Services.Select(service => new { service.Host, service.Port }),
        ClientGroups = Lists(matrix.ClientGroups),
        ServiceGroups = Lists(matrix.ServiceGroups),
        Outcomes = matrix.Outcomes.Select(cell => new
        {
            cell.Verdict,
            cell.Crosses,
            Paths = cell.Paths.Select(Of),
        }),
        Cells = Lists(matrix.Rows),
    };

    public static object Of(ReachPath path) => new
    {
        path.Part,
        path.Means,
        path.Gateway,
        path.IsToWaypoint,
        Answered = (path.End as ReachEnd.Answered)?.By.ToString(),
        IsChecked = (path.End as ReachEnd.Answered)?.IsChecked,
        Outside = (path.End as ReachEnd.Outside)?.To,
        Unread = (path.End as ReachEnd.Unread)?.Cluster,
        Refused = (path.End as ReachEnd.Refused)?.Reason,
        Stage = (path.End as ReachEnd.Refused)?.Stage,
        At = (path.End as ReachEnd.Refused)?.At?.ToString(),
        Policies = path.End.Match<ValueList<NamespacedName>>(
            answered => answered.Policies, _ => [], _ => [], refused => refused.Policies).Select(policy => policy.ToString()),
    };

    private static IEnumerable<int[]> Lists(ValueList<ValueList<int>> lists) => lists.Select(list => list.ToArray());
}
