using System.Text;

namespace ScopeMesh.Policy.Drifting;

/// <summary>Shows drift to people: grouped by kind, who says what, whose word counts, and what follows.</summary>
public static class DriftText
{
    /// <summary>The text, ended by a line feed; one line where nothing differs.</summary>
    /// <param name="report">The differences.</param>
    public static string Render(DriftReport report)
    {
        if (report.IsEmpty)
            return "the clusters do not differ\n";
        var text = new StringBuilder();
        foreach (var group in report.Items.GroupBy(item => item.Kind))
        {
            text.Append(Title(group.Key)).Append('\n');
            foreach (var item in group)
            {
                text.Append("  ").Append(item.Subject).Append(item.Subject.Length == 0 ? "" : ": ").Append(item.What).Append('\n');
                foreach (var value in item.Values)
                    text.Append("    ").AppendJoin(", ", value.Clusters).Append(": ").Append(value.Value).Append('\n');
                text.Append("    counts: ").Append(item.Counts).Append('\n');
                text.Append("    so: ").Append(item.Follows).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Title(DriftKind kind) => kind switch
    {
        DriftKind.Network => "networks",
        DriftKind.Trust => "trust",
        DriftKind.Configuration => "MeshConfig",
        DriftKind.ScopePolicy => "scope policy",
        DriftKind.Namespace => "namespaces",
        DriftKind.Service => "Services",
        DriftKind.Scope => "scope of Services",
        DriftKind.Waypoint => "waypoints",
        DriftKind.AuthorizationPolicy => "AuthorizationPolicies",
        DriftKind.PeerAuthentication => "PeerAuthentications",
    };
}
