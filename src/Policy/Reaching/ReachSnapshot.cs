using System.Text;
using ScopeMesh.Policy.Manifests;
using ScopeMesh.ScopeLang;

namespace ScopeMesh.Policy.Reaching;

/// <summary>A matrix as expectations that hold now: what fails later has changed.</summary>
/// <param name="Text">The file, as <see cref="ExpectationReader"/> reads it.</param>
/// <param name="Expectations">How many expectations it has.</param>
/// <param name="LeftOut">How many cells it has no expectation of, because the format cannot say them; comments name them.</param>
public sealed record ReachSnapshot(string Text, int Expectations, int LeftOut)
{
    /// <summary>The snapshot of a matrix.</summary>
    /// <param name="matrix">The matrix.</param>
    public static ReachSnapshot Of(ReachMatrix matrix)
    {
        var text = new StringBuilder("# Who reaches what, as `scopemesh reach --save` found it.\n");
        var names = matrix.Clients.Select(client => client.Name).ToHashSet();
        var (expectations, leftOut) = (0, 0);
        for (var client = 0; client < matrix.Clients.Count; client++)
        {
            var callers = CallersOf(matrix.Clients[client], names);
            text.Append('\n');
            for (var service = 0; service < matrix.Services.Count; service++)
            {
                var (to, cell) = (matrix.Services[service], matrix[client, service]);
                var outcome = callers.IsEmpty ? null : OutcomeOf(to, cell);
                if (outcome is null)
                {
                    leftOut++;
                    text.Append($"# {matrix.Clients[client]} to {to}: {cell}\n");
                    continue;
                }

                expectations += callers.Count;
                foreach (var caller in callers)
                    text.Append($"- {{ from: \"{caller}\", to: \"{to.Host}:{to.Port}\", {outcome}{ViaOf(cell)} }}\n");
            }
        }

        return new ReachSnapshot(text.ToString(), expectations, leftOut);
    }

    /// <summary>How the pods of a client are named, and no others; none where that cannot be.</summary>
    private static ValueList<WorkloadName> CallersOf(ReachClient client, HashSet<WorkloadName> owners)
    {
        if (client.IsWhole)
            return [client.Name];
        var pods = client.Pods.Select(pod => client.Name with { Name = pod }).ToValueList();
        return pods.Any(owners.Contains) ? [] : pods;
    }

    private static string? OutcomeOf(ReachService to, ReachCell cell)
    {
        // A pattern of hosts can be seen, but not called.
        if (to.Host.Contains('*'))
            return null;
        var ends = cell.Paths.Select(path => path.End).ToArray();
        var answers = ends.OfType<ReachEnd.Answered>().Select(end => $"\"{end.By}\"").Distinct().Order(StringComparer.Ordinal).ToArray();
        var reasons = ends.OfType<ReachEnd.Refused>().Select(end => end.Reason).Distinct().ToArray();
        if (reasons.Length > 1 || ends.Any(end => end is ReachEnd.Outside or ReachEnd.Unread))
            return null;
        var parts = new List<string>();
        if (answers.Length > 0)
            parts.Add($"answers: [{string.Join(", ", answers)}]");
        parts.AddRange(reasons.Select(reason => $"refused: {reason}"));
        return string.Join(", ", parts);
    }

    private static string ViaOf(ReachCell cell) => cell.Paths
        .Where(path => path.Means != ReachMeans.None)
        .Select(path => path.Means == ReachMeans.DoubleTunnel ? ExpectedWay.Gateway : ExpectedWay.Local)
        .Distinct()
        .ToArray() is [var only] ? $", via: {only.ToString().ToLowerInvariant()}" : "";
}
