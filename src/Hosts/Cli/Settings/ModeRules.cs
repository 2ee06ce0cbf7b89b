using System.Net;
using ScopeMesh.Hosts.NodeProxy.Zds;
using Table = ScopeMesh.Hosts.Cli.Settings.NodeSettingTable;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>Which mode follows from settings, and which settings count in it.</summary>
internal static class ModeRules
{
    private const string NothingIsCaptured = "nothing is captured there";

    /// <summary>ztunnel's variables by which it is plain that it is to stand in ztunnel's place: its chart sets them.</summary>
    private static readonly string[] ZtunnelPlace = ["NODE_NAME", "XDS_ADDRESS"];

    private static readonly (Setting Setting, ProxyMode[] CountsIn, string Why)[] Limited =
    [
        (Table.Workload, [ProxyMode.Dedicated], "all pods of the Node are served there"),
        (Table.AgentSocket, [ProxyMode.Shared], "no node agent is asked there"),
        (Table.FirstSocksPort, [ProxyMode.Socks], "pods call out as they are there"),
        (Table.Underlay, [ProxyMode.Socks], "addresses are real there"),
        (Table.ClusterDomain, [ProxyMode.Shared, ProxyMode.Dedicated], "no names are answered there"),
        (Table.OriginalSource, [ProxyMode.Shared, ProxyMode.Dedicated], NothingIsCaptured),
        (Table.PacketMark, [ProxyMode.Shared, ProxyMode.Dedicated], NothingIsCaptured),
        (Table.PortReuse, [ProxyMode.Shared, ProxyMode.Dedicated], NothingIsCaptured),
        (Table.IPv6, [ProxyMode.Shared, ProxyMode.Dedicated], NothingIsCaptured),
        (Table.Dns, [ProxyMode.Shared, ProxyMode.Dedicated], NothingIsCaptured),
        (Table.DnsAddress, [ProxyMode.Shared, ProxyMode.Dedicated], NothingIsCaptured),
        (Table.PreferredNamespace, [ProxyMode.Shared, ProxyMode.Dedicated], "no names are answered there"),
    ];

    /// <summary>The mode where none is given.</summary>
    /// <param name="isGiven">Whether a setting is given.</param>
    /// <param name="environment">The environment.</param>
    public static ProxyMode Implied(Func<Setting, bool> isGiven, IReadOnlyDictionary<string, string> environment)
    {
        if (isGiven(Table.Workload))
            return ProxyMode.Dedicated;
        return isGiven(Table.AgentSocket) || ZtunnelPlace.Any(name => environment.TryGetValue(name, out var value) && value.Length > 0)
            ? ProxyMode.Shared
            : ProxyMode.Socks;
    }

    /// <summary>What cannot be together.</summary>
    public static IEnumerable<string> Contradictions(NodeSettings settings, Func<Setting, bool> isGiven)
    {
        if (!isGiven(Table.Mode) && isGiven(Table.Workload) && isGiven(Table.AgentSocket))
            yield return $"`{Table.Workload.Flag}` serves one pod and `{Table.AgentSocket.Flag}` many; leave one of them out, or give `{Table.Mode.Flag}`";
        if (settings is { Mode: ProxyMode.Shared } && PodAgentOptions.WhyNot(settings.AgentSocket) is { } why)
            yield return why;
        if (settings is { Socks: true, Mode: not ProxyMode.Socks })
            yield return $"`{Table.Socks.Key}` cannot be honoured: captured pods call out as they are; leave it out, or set `{Table.Mode.Key}` to `socks`";
        if (settings is { Mode: ProxyMode.Dedicated, Control: { } control } && !IPAddress.TryParse(control.Host.Trim('[', ']'), out _))
            yield return $"`{control}` would be looked up by the DNS that is captured; give the control plane's address";
    }

    /// <summary>What is given and has no effect in a mode, a line each.</summary>
    public static IEnumerable<string> WithoutEffect(ProxyMode mode, Func<Setting, bool> isGiven) => Limited
        .Where(limited => !limited.CountsIn.Contains(mode) && isGiven(limited.Setting))
        .Select(limited => $"`{limited.Setting.Key}` has no effect in {mode.ToString().ToLowerInvariant()} mode: {limited.Why}");
}
