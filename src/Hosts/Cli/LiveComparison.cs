using ScopeMesh.Hosts.Admin;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Cli;

/// <summary>What a running mesh does with a connection, and in what that differs from what its folder says.</summary>
/// <param name="Live">What becomes of it by the tables that hosts have in force.</param>
/// <param name="Differences">In what it differs, a line each; none where it does not.</param>
/// <param name="Hosts">The hosts whose tables decide.</param>
internal sealed record LiveComparison(Journey Live, IReadOnlyList<string> Differences, IReadOnlyList<LiveHost> Hosts)
{
    /// <summary>Compares.</summary>
    /// <param name="live">The tables of the running hosts.</param>
    /// <param name="view">The mesh of the folder.</param>
    /// <param name="said">What becomes of the connection by the folder.</param>
    public static LiveComparison Of(LiveTables live, MeshView view, Journey said)
    {
        var journey = Journeys.Of(live, said.Source, said.Destination);
        var hosts = Involved(live, journey, said).Distinct().ToArray();
        var differences = new List<string>();
        if (!journey.EndsLike(said))
        {
            differences.Add($"the running mesh: {ConnectionExplanationText.Headline(journey)}");
            differences.Add($"the folder:       {ConnectionExplanationText.Headline(said)}");
        }

        differences.AddRange(hosts.Select(host => Stale(view, host)).OfType<string>());
        return new LiveComparison(journey, differences, hosts);
    }

    private static IEnumerable<LiveHost> Involved(LiveTables live, params Journey[] journeys)
    {
        foreach (var journey in journeys)
        {
            if (live.HostOf(journey.Source) is { } caller)
                yield return caller;
            foreach (var (way, end, _) in journey.Ends)
            {
                if (way.Decision is RouteDecision.DoubleTunnel crossing && live.HostOf(crossing) is { } gateway)
                    yield return gateway;
                if (At(end.Arrival) is { } at && live.HostOf(at) is { } callee)
                    yield return callee;
            }
        }
    }

    private static Workload? At(Arrival arrival) => arrival switch
    {
        Arrival.Delivered delivered => delivered.At,
        Arrival.Stopped stopped => stopped.At,
        _ => null,
    };

    private static string? Stale(MeshView view, LiveHost host)
    {
        if (view.Mesh.Find(host.Host.Cluster) is not { } cluster)
            return $"{host.Name} is of a cluster that the folder does not have";
        var node = cluster.Nodes.FirstOrDefault(node => node.Name == host.Host.Node);
        var written = node is { Network.Length: > 0 } ? node.Network : null;
        if (written is not null && host.Host.Network is { } told && told != written)
            return $"{host.Name} was told that it is in network `{told}`, and the folder says `{written}`";
        var network = host.Host.Network ?? written ?? cluster.Network;
        var table = view.Table(new Viewpoint(cluster.Id, network, host.Host.Role));
        return table.ContentHash == host.Host.ContentHash
            ? null
            : $"{host.Name} has table {host.Host.ContentHash[..12]}, and the folder gives {table.ContentHash[..12]}";
    }
}
