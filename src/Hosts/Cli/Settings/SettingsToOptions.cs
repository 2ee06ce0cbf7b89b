using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>Makes of settings how a node proxy runs. Pure: what files hold is an argument.</summary>
internal static class SettingsToOptions
{
    /// <summary>How a node proxy runs by valid settings.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="files">What the files hold that they name.</param>
    public static NodeOptions Of(NodeSettings settings, SettingFiles files) => new()
    {
        Cluster = settings.Cluster,
        Node = settings.Node ?? "",
        NetworkName = settings.Network,
        TrustDomain = settings.TrustDomain,
        Supply = files.Supply,
        Network = files.Network,
        RevocationFile = settings.RevocationFile,
        Admin = settings.Admin,
        Mode = ModeOf(settings),
        OwnPod = settings.OwnPod is { } own ? new OwnPod(own.Namespace, own.Name, own.ServiceAccount) : null,
        Capture = CaptureOf(settings),
        Operations = settings.Operations,
        Limits = settings.Limits(TunnelLimits.Default),
        Settings = new SettingsDump(settings),
    };

    private static NodeMode ModeOf(NodeSettings settings) => settings.Mode switch
    {
        ProxyMode.Shared => new NodeMode.Shared(settings.AgentSocket),
        ProxyMode.Dedicated => new NodeMode.Dedicated(settings.Workload!.Namespace, settings.Workload.Name, settings.Workload.ServiceAccount),
        ProxyMode.Socks => new NodeMode.Socks(settings.FirstSocksPort),
    };

    /// <summary>How traffic is captured by settings.</summary>
    public static CaptureSettings CaptureOf(NodeSettings settings) => CaptureSettings.Default with
    {
        AnswersDns = settings.Dns,
        DnsPort = settings.DnsAddress.Port,
        Names = NameSettings.Default with
        {
            DomainSuffix = settings.ClusterDomain.ToLowerInvariant(),
            PreferredNamespace = settings.PreferredNamespace ?? "",
            HasIPv6 = settings.IPv6,
        },
        PortReuse = settings.PortReuse,
        PacketMark = (uint)settings.PacketMark,
        CallerAddress = settings.OriginalSource switch
        {
            OriginalSource.Auto => CallerAddress.WherePossible,
            OriginalSource.True => CallerAddress.Required,
            OriginalSource.False => CallerAddress.Hidden,
        },
        IPv6 = settings.IPv6,
    };
}
