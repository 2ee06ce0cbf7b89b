using System.Diagnostics;
using ScopeMesh.Hosts.NodeProxy;
using ScopeMesh.Hosts.NodeProxy.Capture;
using ScopeMesh.Hosts.Underlay;
using ScopeMesh.Policy.Naming;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>What becomes of settings by the files that they name.</summary>
/// <param name="Supply">Where the route table and certificates come from.</param>
/// <param name="Network">The network that sockets are made on.</param>
internal sealed record SettingFiles(NodeSupply Supply, UnderlayNetwork Network)
{
    /// <summary>Reads them. Local configuration is read by what follows it.</summary>
    /// <param name="settings">The settings: valid ones.</param>
    /// <exception cref="IOException">A file is not there, or cannot be read.</exception>
    /// <exception cref="FormatException">A file holds something else.</exception>
    public static SettingFiles Read(NodeSettings settings) => new(
        SupplyOf(settings),
        HostOptions.NetworkFrom(settings.Mode == ProxyMode.Socks ? settings.Underlay : null));

    private static NodeSupply SupplyOf(NodeSettings settings) => settings switch
    {
        { LocalConfig: { } file } => new NodeSupply.LocalConfiguration(file, settings.LocalAuthority),
        { Control: { } control } => new NodeSupply.ControlPlane(
            control.EndPoint, HostOptions.RootsFrom(settings.Roots), HostOptions.TokenFrom(settings.Token)),
        _ => throw new UnreachableException("settings that have neither are not valid"),
    };
}

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

    private static CaptureSettings CaptureOf(NodeSettings settings) => CaptureSettings.Default with
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
