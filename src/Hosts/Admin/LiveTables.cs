using System.Net;
using System.Text.Json;
using ScopeMesh.Policy.Explaining;
using ScopeMesh.Policy.Model;
using ScopeMesh.Policy.Routing;

namespace ScopeMesh.Hosts.Admin;

/// <summary>A running host and its table.</summary>
/// <param name="Admin">Its admin address.</param>
/// <param name="Host">What it says of itself.</param>
/// <param name="Table">Its table.</param>
internal sealed record LiveHost(string Admin, LiveTable Host, RouteTable Table)
{
    /// <summary>What people call it.</summary>
    public string Name => Host.Role == ViewpointRole.Node
        ? $"node proxy {Host.Cluster}/{Host.Node}"
        : $"gateway of network {Host.Network} in {Host.Cluster}";
}

/// <summary>The tables that the hosts of a running mesh have in force.</summary>
/// <param name="hosts">The hosts that answered.</param>
internal sealed class LiveTables(IReadOnlyList<LiveHost> hosts) : IHostTables
{
    /// <summary>How long one host may take.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public IReadOnlyList<LiveHost> Hosts => hosts;

    public string DomainSuffix => WellKnown.DefaultDomainSuffix;

    /// <summary>Asks hosts for their tables; those that do not answer are told of.</summary>
    /// <param name="admins">Their admin addresses.</param>
    /// <param name="tell">Where it is told who does not answer.</param>
    public static LiveTables Read(IEnumerable<string> admins, Action<string> tell)
    {
        using var http = new HttpClient { Timeout = Timeout };
        var found = new List<LiveHost>();
        foreach (var admin in admins)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{admin}/table");
                using var response = http.Send(request).EnsureSuccessStatusCode();
                var host = AdminJson.Read<LiveTable>(response.Content.ReadAsStream());
                if (host?.Read() is { } table)
                    found.Add(new LiveHost(admin, host, table));
                else
                    tell($"the table of the host at {admin} cannot be read; is it of another version?");
            }
            catch (Exception error) when (error is HttpRequestException or JsonException or TaskCanceledException)
            {
                tell($"the host at {admin} does not answer: {error.Message}");
            }
        }

        return new LiveTables(found);
    }

    public RouteTable? Of(Workload workload) => HostOf(workload)?.Table;

    public GatewayTable? Of(RouteDecision.DoubleTunnel tunnel) =>
        HostOf(tunnel) is { } found && SpiffeId.TryParse(found.Host.Identity ?? "", out var identity)
            ? new GatewayTable(identity, found.Table)
            : null;

    /// <summary>The node proxy of a workload; null where it did not answer.</summary>
    public LiveHost? HostOf(Workload workload) => hosts.FirstOrDefault(host =>
        host.Host.Role == ViewpointRole.Node && host.Host.Cluster == workload.Cluster && host.Host.Node == workload.Node);

    /// <summary>The gateway that a double tunnel leads to; null where it did not answer.</summary>
    public LiveHost? HostOf(RouteDecision.DoubleTunnel tunnel) => hosts.FirstOrDefault(host =>
        host.Host.Role == ViewpointRole.Gateway
        && host.Host.Network == tunnel.Gateway.Network
        && host.Host.Listens?.Any(listens => IPEndPoint.TryParse(listens, out var end) && end.Equals(tunnel.Address)) == true);

    /// <summary>Every workload that some node proxy serves, as its table has it.</summary>
    public IEnumerable<Workload> Workloads => hosts
        .Where(host => host.Host.Role == ViewpointRole.Node)
        .SelectMany(host => host.Table.Workloads.Where(workload =>
            workload.Cluster == host.Host.Cluster && workload.Node == host.Host.Node && workload.Node.Length > 0));
}
