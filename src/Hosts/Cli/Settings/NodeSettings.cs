using System.Net;
using ScopeMesh.Hosts.Admin;
using ScopeMesh.Hosts.Admin.Dumps;
using ScopeMesh.Hosts.Connections;
using ScopeMesh.Hosts.Telemetry.Logs;
using ScopeMesh.Tunnel;

namespace ScopeMesh.Hosts.Cli.Settings;

/// <summary>By what a node proxy runs: valid settings, whatever they were given by. <see cref="NodeSettingTable"/> says what each does.</summary>
internal sealed record NodeSettings
{
    public required string Cluster { get; init; }

    /// <summary>The Node; null where it serves one workload alone.</summary>
    public string? Node { get; init; }

    public string Network { get; init; } = "";

    public required string TrustDomain { get; init; }

    public required string ClusterDomain { get; init; }

    public ProxyMode Mode { get; init; }

    /// <summary>The workload that it serves in dedicated mode; without effect in others.</summary>
    public WorkloadIdentity? Workload { get; init; }

    /// <summary>The control plane; null where there is none, and then there is <see cref="LocalConfig"/>.</summary>
    public HostPort? Control { get; init; }

    public required string Roots { get; init; }

    public required string Token { get; init; }

    public string? RevocationFile { get; init; }

    /// <summary>The file of ztunnel's local configuration.</summary>
    public string? LocalConfig { get; init; }

    /// <summary>The folder of the authority that signs with <see cref="LocalConfig"/>; null for one in memory.</summary>
    public string? LocalAuthority { get; init; }

    public required IPEndPoint Admin { get; init; }

    public IPEndPoint? Metrics { get; init; }

    public IPEndPoint? Readiness { get; init; }

    /// <summary>How long open connections may go on when it is told to stop.</summary>
    public TimeSpan DrainDeadline { get; init; } = Connections.DrainDeadline.Default;

    public int StreamWindow { get; init; }

    public int ConnectionWindow { get; init; }

    public int FrameSize { get; init; }

    public int PoolStreams { get; init; }

    public TimeSpan PoolIdle { get; init; }

    public OriginalSource OriginalSource { get; init; }

    /// <summary>The mark of all packets of its own where traffic is captured.</summary>
    public int PacketMark { get; init; }

    public required string AgentSocket { get; init; }

    /// <summary>The pod that it runs in itself; null where not all of it is said.</summary>
    public WorkloadIdentity? OwnPod { get; init; }

    public bool PortReuse { get; init; }

    public bool IPv6 { get; init; }

    public bool Dns { get; init; }

    public required IPEndPoint DnsAddress { get; init; }

    public string? PreferredNamespace { get; init; }

    public bool Socks { get; init; }

    public int FirstSocksPort { get; init; }

    public string? Underlay { get; init; }

    public required LogFilter LogLevel { get; init; }

    public LogFormat LogFormat { get; init; }

    /// <summary>How it is watched, and how it ends.</summary>
    public OperationsOptions Operations => new()
    {
        Metrics = Metrics,
        Readiness = Readiness,
        Drain = new DrainOptions { Deadline = DrainDeadline },
    };

    /// <summary>Limits with what is set of them.</summary>
    public TunnelLimits Limits(TunnelLimits limits) => limits with
    {
        PoolIdleSeconds = (int)Math.Ceiling(PoolIdle.TotalSeconds),
        MaxStreamsPerConnection = PoolStreams,
        ClientHttp2 = limits.ClientHttp2 with
        {
            StreamWindowBytes = StreamWindow,
            ConnectionWindowBytes = ConnectionWindow,
            MaxFrameBytes = FrameSize,
            // The connection's window is shared out among as many streams as there may come to be.
            MaxConcurrentStreams = Math.Max(PoolStreams, limits.MaxStreamsPerInnerTunnel),
        },
        ServerHttp2 = limits.ServerHttp2 with { StreamWindowBytes = StreamWindow, ConnectionWindowBytes = ConnectionWindow, MaxFrameBytes = FrameSize },
    };

    /// <summary>The part <c>config</c> of <c>/config_dump</c>, by ztunnel's names where it has them.</summary>
    public IReadOnlyDictionary<string, object?> Dump() => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["proxy"] = true,
        ["dnsProxy"] = Dns,
        ["windowSize"] = StreamWindow,
        ["connectionWindowSize"] = ConnectionWindow,
        ["frameSize"] = FrameSize,
        ["poolMaxStreamsPerConn"] = PoolStreams,
        ["poolUnusedReleaseTimeout"] = Seconds(PoolIdle),
        ["adminAddr"] = Admin.ToString(),
        ["statsAddr"] = Metrics?.ToString(),
        ["readinessAddr"] = Readiness?.ToString(),
        ["dnsProxyAddr"] = DnsAddress.ToString(),
        ["network"] = Network,
        ["localNode"] = Node,
        ["proxyMode"] = Mode.ToString(),
        ["proxyWorkloadInformation"] = Workload,
        ["ztunnelWorkload"] = OwnPod,
        ["clusterId"] = Cluster,
        ["clusterDomain"] = ClusterDomain,
        ["xdsAddress"] = Control?.ToString(),
        ["caAddress"] = Control?.ToString(),
        ["preferedServiceNamespace"] = PreferredNamespace,
        ["selfTerminationDeadline"] = Seconds(DrainDeadline),
        ["requireOriginalSource"] = OriginalSource == OriginalSource.Auto ? null : OriginalSource == OriginalSource.True,
        ["inpodUds"] = AgentSocket,
        ["inpodPortReuse"] = PortReuse,
        ["packetMark"] = PacketMark,
        ["ipv6Enabled"] = IPv6,
        ["trustDomain"] = TrustDomain,
        ["crlPath"] = RevocationFile,
        ["logLevel"] = LogLevel.ToString(),
        ["logFormat"] = LogFormat.ToString().ToLowerInvariant(),
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds}s";
}

/// <summary>Settings as the part of <c>/config_dump</c> that tells of them.</summary>
internal sealed class SettingsDump(NodeSettings settings) : IConfigDumpPart
{
    public string Name => "config";

    public object Value => settings.Dump();
}
