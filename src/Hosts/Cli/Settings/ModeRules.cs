using System.Net;
using ScopeMesh.Hosts.NodeProxy.Zds;
using Table = ScopeMesh.Hosts.Cli.Settings.NodeSettingTable;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>Which mode follows from settings, and which settings count in it.</summary>
internal static class ModeRules
{
    private const string NothingIsCaptured = "nothing is captured there";

    private const string NoPodOfItsOwn = "no pod of the node proxy's own is served there";

    /// <summary>ztunnel's variables by which it is plain that it is to stand in ztunnel's place: its chart sets them.</summary>
    private static readonly string[] ZtunnelPlace = ["NODE_NAME", "XDS_ADDRESS"];

    private static readonly (Setting Setting, ProxyMode[] CountsIn, string Why)[] Limited =
    [
        (Table.Workload, [ProxyMode.Dedicated], "all pods of the Node are served there"),
        (Table.AgentSocket, [ProxyMode.Shared], "no node agent is asked there"),
        (Table.PodName, [ProxyMode.Shared], NoPodOfItsOwn),
        (Table.PodNamespace, [ProxyMode.Shared], NoPodOfItsOwn),
        (Table.ServiceAccount, [ProxyMode.Shared], NoPodOfItsOwn),
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

    /// <summary>What says together which pod the node proxy itself runs in.</summary>
    private static readonly Setting[] OfOwnPod = [Table.PodName, Table.PodNamespace, Table.ServiceAccount];

    /// <summary>What is shown to a control plane, or asked of it.</summary>
    private static readonly Setting[] OfControlPlane = [Table.Roots, Table.Token];

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
    /// <param name="settings">The settings.</param>
    /// <param name="reader">What is given, and where.</param>
    public static IEnumerable<string> Contradictions(NodeSettings settings, SettingReader reader)
    {
        if (reader.PlaceOf(Table.LocalConfig) is { } local && reader.PlaceOf(Table.Control) is { } named)
            yield return $"{local} takes the place of the control plane that {named} names; leave one of them out";
        if (!reader.IsGiven(Table.LocalConfig) && reader.PlaceOf(Table.LocalAuthority) is { } authority)
            yield return $"nobody asks the authority that {authority} names where there is a control plane; give `{Table.LocalConfig.Key}` too, or leave it out";
        if (!reader.IsGiven(Table.Mode) && reader.IsGiven(Table.Workload) && reader.IsGiven(Table.AgentSocket))
            yield return $"`{Table.Workload.Flag}` serves one pod and `{Table.AgentSocket.Flag}` many; leave one of them out, or give `{Table.Mode.Flag}`";
        if (settings is { Mode: ProxyMode.Shared } && PodAgentOptions.WhyNot(settings.AgentSocket) is { } why)
            yield return why;
        if (settings is { Socks: true, Mode: not ProxyMode.Socks })
            yield return $"`{Table.Socks.Key}` cannot be honoured: captured pods call out as they are; leave it out, or set `{Table.Mode.Key}` to `socks`";
        if (settings is { Mode: ProxyMode.Dedicated, Control: { EndPoint: DnsEndPoint } control })
            yield return $"`{control}` would be looked up by the DNS that is captured; give the control plane's address";
    }

    /// <summary>What is given and has no effect, in the mode or without a control plane, a line each.</summary>
    public static IEnumerable<string> WithoutEffect(NodeSettings settings, Func<Setting, bool> isGiven)
    {
        var inMode = Limited
            .Where(limited => !limited.CountsIn.Contains(settings.Mode) && isGiven(limited.Setting))
            .Select(limited => $"`{limited.Setting.Key}` has no effect in {settings.Mode.ToString().ToLowerInvariant()} mode: {limited.Why}");
        var withoutControl = settings.LocalConfig is null
            ? []
            : OfControlPlane
                .Where(isGiven)
                .Select(setting => $"`{setting.Key}` has no effect with `{Table.LocalConfig.Key}`: no control plane is asked there");
        return [.. inMode, .. withoutControl, .. OfOwnPodWithoutEffect(settings, isGiven)];
    }

    /// <summary>In shared mode; in others it is said anyway.</summary>
    private static IEnumerable<string> OfOwnPodWithoutEffect(NodeSettings settings, Func<Setting, bool> isGiven)
    {
        if (settings.Mode != ProxyMode.Shared)
            yield break;
        var missing = OfOwnPod.Where(setting => !isGiven(setting)).Select(setting => $"`{setting.Key}`").ToArray();
        foreach (var given in missing.Length > 0 ? OfOwnPod.Where(isGiven) : [])
            yield return $"`{given.Key}` has no effect without {string.Join(" and ", missing)}";
        if (settings.OwnPod is not null && settings is { Metrics: null, Readiness: null })
        {
            yield return $"`{Table.PodName.Key}` has no effect without `{Table.Metrics.Key}` or `{Table.Readiness.Key}`: "
                + "the node proxy serves nothing to others, and so nothing through tunnels";
        }
    }
}
